package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.expr.TypeMath.Domain;
import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlMode;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code + - * / DIV % NEG} and the bit operators. */
final class Arithmetic {
    private Arithmetic() {}

    static void register(FunctionRegistry.Registrar to) {
        for (String name : new String[] {"+", "-", "*", "/", "DIV", "%"}) {
            to.add(name, 2, 2, (args, bind) -> binary(name, args, bind));
        }
        to.add("MOD", 2, 2, (args, bind) -> binary("%", args, bind));
        to.add("NEG", 1, 1, Arithmetic::negation);
        to.add("&", 2, 2, (a, b) -> bits("&", a, b, (x, y) -> x & y));
        to.add("|", 2, 2, (a, b) -> bits("|", a, b, (x, y) -> x | y));
        to.add("^", 2, 2, (a, b) -> bits("^", a, b, (x, y) -> x ^ y));
        to.add("<<", 2, 2, (a, b) -> bits("<<", a, b, (x, y) -> shiftable(y) ? x << y : 0));
        to.add(">>", 2, 2, (a, b) -> bits(">>", a, b, (x, y) -> shiftable(y) ? x >>> y : 0));
        to.add("~", 1, 1, Arithmetic::complement);
        to.add("BIT_COUNT", 1, 1, Arithmetic::bitCount);
    }

    private static boolean shiftable(long count) {
        return Long.compareUnsigned(count, 64) < 0;
    }

    // ---- types ---------------------------------------------------------------------------

    /** x'…' and b'…' are numbers beside an operator. */
    static Expr asNumber(Expr expr) {
        return isBits(expr) ? ((Literal) expr).asNumber() : expr;
    }

    /** Whether it is x'…' or b'…'. */
    static boolean isBits(Expr expr) {
        return expr instanceof Literal literal && literal.isBits();
    }

    private static Expr binary(String name, List<Expr> operands, BindContext bind) {
        SpatialFunctions.requireNone(name, operands);
        List<Expr> args = List.of(asNumber(operands.get(0)), asNumber(operands.get(1)));
        SqlType a = args.get(0).type();
        SqlType b = args.get(1).type();
        Domain domain = max(TypeMath.domain(a), TypeMath.domain(b));
        char op = name.charAt(0);
        boolean nullable = Call.anyNullable(args) || op == '/' || op == 'D' || op == '%';
        if (name.equals("DIV")) {
            return integerDivision(args, bind, domain);
        }
        if (op == '/' && domain == Domain.INTEGER) {
            domain = Domain.DECIMAL;
        }
        return switch (domain) {
            case DOUBLE -> {
                SqlType type = doubleType(op, a, b, bind);
                yield new Call.OfDouble(
                        name, args, bind, type, nullable, new DoubleBinary(op, name)::eval);
            }
            case DECIMAL -> {
                SqlType type = decimalType(op, a, b, bind);
                yield new Call.OfDecimal(
                        name,
                        args,
                        bind,
                        type,
                        nullable,
                        (x, ctx) -> decimal(op, x, ctx, type.scale()));
            }
            case INTEGER -> integers(op, name, args, bind, nullable);
        };
    }

    private static Domain max(Domain a, Domain b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static SqlType doubleType(char op, SqlType a, SqlType b, BindContext bind) {
        int x = TypeMath.scale(a);
        int y = TypeMath.scale(b);
        if (x == SqlType.NOT_FIXED || y == SqlType.NOT_FIXED) {
            return SqlType.DOUBLE;
        }
        int scale =
                switch (op) {
                    case '*' -> x + y;
                    case '/' -> Math.max(x, y) + bind.divPrecisionIncrement();
                    default -> Math.max(x, y);
                };
        return scale >= 30 ? SqlType.DOUBLE : SqlType.doubleOf(scale);
    }

    private static SqlType decimalType(char op, SqlType a, SqlType b, BindContext bind) {
        int s1 = TypeMath.scale(a);
        int s2 = TypeMath.scale(b);
        int p1 = TypeMath.precision(a);
        int p2 = TypeMath.precision(b);
        boolean unsigned = TypeMath.unsigned(a) && TypeMath.unsigned(b) && op != '-';
        return switch (op) {
            case '*' -> SqlType.decimal(p1 + p2, Math.min(s1 + s2, 30), unsigned);
            case '/' -> {
                int increment = bind.divPrecisionIncrement();
                yield SqlType.decimal(p1 + s2 + increment, Math.min(s1 + increment, 30), unsigned);
            }
            case '%' -> {
                int scale = Math.max(s1, s2);
                yield SqlType.decimal(Math.max(p1 - s1, p2 - s2) + scale, scale, unsigned);
            }
            default -> {
                int scale = Math.max(s1, s2);
                int digits = Math.max(p1 - s1, p2 - s2);
                yield SqlType.decimal(digits + scale + 1, scale, unsigned);
            }
        };
    }

    private static Expr integers(
            char op, String name, List<Expr> args, BindContext bind, boolean nullable) {
        SqlType a = args.get(0).type();
        SqlType b = args.get(1).type();
        boolean u = TypeMath.unsigned(a);
        boolean v = TypeMath.unsigned(b);
        boolean unsigned = op == '%' ? u : u || v;
        if (op == '-' && SqlMode.NO_UNSIGNED_SUBTRACTION.in(bind.sqlMode())) {
            unsigned = false;
        }
        int p1 = TypeMath.precision(a);
        int p2 = TypeMath.precision(b);
        int width = op == '*' ? p1 + p2 : Math.max(p1, p2) + 1;
        SqlType type = SqlType.integerOfWidth(Math.min(width, 20) + 1, unsigned);
        return new LongBinary(name, args, bind, type, nullable, op, u, v);
    }

    // ---- integers ------------------------------------------------------------------------

    /** Integer {@code + - * %} with overflow checks; the hot one. */
    private static final class LongBinary extends Call {
        private final Expr left;
        private final Expr right;
        private final char op;
        private final boolean plain;
        private final boolean leftUnsigned;
        private final boolean rightUnsigned;

        LongBinary(
                String name,
                List<Expr> args,
                BindContext bind,
                SqlType type,
                boolean nullable,
                char op,
                boolean leftUnsigned,
                boolean rightUnsigned) {
            super(name, args, bind, type, nullable);
            this.left = args.get(0);
            this.right = args.get(1);
            this.op = op;
            this.leftUnsigned = leftUnsigned;
            this.rightUnsigned = rightUnsigned;
            this.plain = !leftUnsigned && !rightUnsigned;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            long value = evalLong(ctx);
            return ctx.wasNull ? null : (Object) value;
        }

        @Override
        public double evalDouble(EvalContext ctx) {
            return Numbers.toDouble(evalLong(ctx), type().unsigned());
        }

        @Override
        public boolean evalTrue(EvalContext ctx) {
            long value = evalLong(ctx);
            return !ctx.wasNull && value != 0;
        }

        @Override
        public long evalLong(EvalContext ctx) {
            long a = left.evalLong(ctx);
            if (ctx.wasNull) {
                return 0;
            }
            long b = right.evalLong(ctx);
            if (ctx.wasNull) {
                return 0;
            }
            if (!plain) {
                return mixed(a, b, ctx);
            }
            switch (op) {
                case '+' -> {
                    long sum = a + b;
                    return ((a ^ sum) & (b ^ sum)) < 0 ? overflow() : sum;
                }
                case '-' -> {
                    long difference = a - b;
                    return ((a ^ b) & (a ^ difference)) < 0 ? overflow() : difference;
                }
                case '*' -> {
                    long high = Math.multiplyHigh(a, b);
                    long low = a * b;
                    return high != low >> 63 ? overflow() : low;
                }
                default -> {
                    if (b == 0) {
                        divisionByZero(ctx);
                        return 0;
                    }
                    return a % b;
                }
            }
        }

        private long mixed(long a, long b, EvalContext ctx) {
            if (op == '%') {
                if (b == 0) {
                    divisionByZero(ctx);
                    return 0;
                }
                // Signs are those of the dividend; magnitudes count.
                long x = leftUnsigned || a >= 0 ? a : -a;
                long y = rightUnsigned || b >= 0 ? b : -b;
                long rest = Long.remainderUnsigned(x, y);
                return leftUnsigned || a >= 0 ? rest : -rest;
            }
            BigDecimal x = Numbers.ofLong(a, leftUnsigned);
            BigDecimal y = Numbers.ofLong(b, rightUnsigned);
            BigDecimal exact =
                    switch (op) {
                        case '+' -> x.add(y);
                        case '-' -> x.subtract(y);
                        default -> x.multiply(y);
                    };
            long result = exact.longValue();
            return Numbers.ofLong(result, type().unsigned()).compareTo(exact) == 0
                    ? result
                    : overflow();
        }

        private long overflow() {
            throw new SqlException(
                    MySqlError.ER_DATA_OUT_OF_RANGE,
                    type().unsigned() ? "BIGINT UNSIGNED" : "BIGINT",
                    this);
        }
    }

    /** Null, with warning or error 1365. */
    static void divisionByZero(EvalContext ctx) {
        if (SqlMode.ERROR_FOR_DIVISION_BY_ZERO.in(ctx.sqlMode())) {
            ctx.warn(MySqlError.ER_DIVISION_BY_ZERO);
        }
        ctx.wasNull = true;
    }

    private static Expr integerDivision(List<Expr> args, BindContext bind, Domain domain) {
        boolean u = TypeMath.unsigned(args.get(0).type());
        boolean v = TypeMath.unsigned(args.get(1).type());
        SqlType type = SqlType.integerOfWidth(20, u || v);
        if (domain != Domain.INTEGER) {
            return new Call.OfLong(
                    "DIV", args, bind, type, true, (x, ctx) -> divideDecimals(x, ctx, u || v));
        }
        return new Call.OfLong(
                "DIV",
                args,
                bind,
                type,
                true,
                (x, ctx) -> {
                    long a = x[0].evalLong(ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    long b = x[1].evalLong(ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    if (b == 0) {
                        divisionByZero(ctx);
                        return 0;
                    }
                    if (!u && !v && !(a == Long.MIN_VALUE && b == -1)) {
                        return a / b;
                    }
                    BigDecimal exact =
                            Numbers.ofLong(a, u).divide(Numbers.ofLong(b, v), 0, RoundingMode.DOWN);
                    return inRange(exact, u || v, x);
                });
    }

    private static long divideDecimals(Expr[] x, EvalContext ctx, boolean unsigned) {
        BigDecimal a = x[0].evalDecimal(ctx);
        BigDecimal b = a == null ? null : x[1].evalDecimal(ctx);
        if (a == null || b == null) {
            ctx.wasNull = true;
            return 0;
        }
        if (b.signum() == 0) {
            divisionByZero(ctx);
            return 0;
        }
        ctx.wasNull = false;
        return inRange(a.divide(b, 0, RoundingMode.DOWN), unsigned, x);
    }

    private static long inRange(BigDecimal exact, boolean unsigned, Expr[] x) {
        long result = Numbers.toLong(exact, unsigned);
        if (Numbers.ofLong(result, unsigned).compareTo(exact) != 0) {
            throw new SqlException(
                    MySqlError.ER_DATA_OUT_OF_RANGE,
                    unsigned ? "BIGINT UNSIGNED" : "BIGINT",
                    "(" + x[0] + " DIV " + x[1] + ")");
        }
        return result;
    }

    // ---- decimals ------------------------------------------------------------------------

    private static @Nullable BigDecimal decimal(
            char op, Expr[] x, EvalContext ctx, int quotientScale) {
        BigDecimal a = x[0].evalDecimal(ctx);
        BigDecimal b = a == null ? null : x[1].evalDecimal(ctx);
        if (a == null || b == null) {
            return null;
        }
        if ((op == '/' || op == '%') && b.signum() == 0) {
            divisionByZero(ctx);
            return null;
        }
        BigDecimal result =
                switch (op) {
                    case '+' -> a.add(b);
                    case '-' -> a.subtract(b);
                    case '*' -> a.multiply(b);
                    case '/' -> a.divide(b, quotientScale, RoundingMode.HALF_UP);
                    default -> a.remainder(b);
                };
        return checked(result, op, x);
    }

    private static BigDecimal checked(BigDecimal value, char op, Expr[] x) {
        BigDecimal result = value;
        if (result.scale() > 30) {
            result = result.setScale(30, RoundingMode.HALF_UP);
        }
        int digits = result.precision() - result.scale();
        if (digits > 65) {
            throw new SqlException(
                    MySqlError.ER_DATA_OUT_OF_RANGE,
                    "DECIMAL",
                    "(" + x[0] + " " + op + " " + x[1] + ")");
        }
        if (result.precision() > 65) {
            result = result.setScale(Math.max(0, 65 - digits), RoundingMode.HALF_UP);
        }
        return result;
    }

    /**
     * Divides as AVG does: the quotient has the digits of both operands and the increment, in
     * groups of nine, and is cut there, not rounded; it is rounded when it is shown or stored.
     */
    static BigDecimal divide(BigDecimal a, BigDecimal b, int increment) {
        int f1 = Math.max(0, a.scale());
        int f2 = Math.max(0, b.scale());
        int r1 = (f1 + 8) / 9 * 9;
        int r2 = (f2 + 8) / 9 * 9;
        int more = Math.max(0, increment - (r1 - f1) - (r2 - f2));
        int digits = (r1 + r2 + more + 8) / 9 * 9;
        return a.divide(b, digits, RoundingMode.DOWN);
    }

    // ---- doubles -------------------------------------------------------------------------

    private record DoubleBinary(char op, String name) {
        double eval(Expr[] x, EvalContext ctx) {
            double a = x[0].evalDouble(ctx);
            if (ctx.wasNull) {
                return 0;
            }
            double b = x[1].evalDouble(ctx);
            if (ctx.wasNull) {
                return 0;
            }
            if ((op == '/' || op == '%') && b == 0) {
                divisionByZero(ctx);
                return 0;
            }
            double result =
                    switch (op) {
                        case '+' -> a + b;
                        case '-' -> a - b;
                        case '*' -> a * b;
                        case '/' -> a / b;
                        default -> a % b;
                    };
            if (Double.isInfinite(result) || Double.isNaN(result)) {
                throw new SqlException(
                        MySqlError.ER_DATA_OUT_OF_RANGE,
                        "DOUBLE",
                        "(" + x[0] + " " + name + " " + x[1] + ")");
            }
            return result;
        }
    }

    // ---- negation and bits ---------------------------------------------------------------

    private static Expr negation(List<Expr> args, BindContext bind) {
        Expr arg = asNumber(args.getFirst());
        if (arg instanceof Literal literal
                && literal.value() instanceof Long value
                && value < 0
                && value != Long.MIN_VALUE
                && TypeMath.unsigned(arg.type())) {
            return Exprs.decimal(Numbers.ofLong(value, true).negate());
        }
        SqlType type = arg.type();
        boolean nullable = arg.nullable();
        return switch (TypeMath.domain(type)) {
            case DOUBLE ->
                    new Call.OfDouble(
                            "NEG",
                            List.of(arg),
                            bind,
                            type.kind() == TypeKind.DOUBLE ? type : SqlType.DOUBLE,
                            nullable,
                            (x, ctx) -> -x[0].evalDouble(ctx));
            case DECIMAL ->
                    new Call.OfDecimal(
                            "NEG",
                            List.of(arg),
                            bind,
                            SqlType.decimal(TypeMath.precision(type), TypeMath.scale(type)),
                            nullable,
                            (x, ctx) -> {
                                BigDecimal value = x[0].evalDecimal(ctx);
                                return value == null ? null : value.negate();
                            });
            case INTEGER -> {
                int width = Math.min(20, TypeMath.precision(type) + 1);
                boolean unsigned = TypeMath.unsigned(type);
                yield new Call.OfLong(
                        "NEG",
                        List.of(arg),
                        bind,
                        SqlType.integerOfWidth(width, false),
                        nullable,
                        (x, ctx) -> negated(x, unsigned, ctx));
            }
        };
    }

    private static long negated(Expr[] x, boolean unsigned, EvalContext ctx) {
        long value = x[0].evalLong(ctx);
        if (!ctx.wasNull
                && ((unsigned && value < 0 && value != Long.MIN_VALUE)
                        || (!unsigned && value == Long.MIN_VALUE))) {
            throw new SqlException(MySqlError.ER_DATA_OUT_OF_RANGE, "BIGINT", "-(" + x[0] + ")");
        }
        return -value;
    }

    private interface BitOperation {
        long apply(long a, long b);
    }

    private static Expr bits(String name, List<Expr> args, BindContext bind, BitOperation op) {
        boolean shift = name.length() == 2;
        if (shift && BinaryBits.applies(args.getFirst())) {
            return BinaryBits.shift(name, args, bind);
        }
        if (!shift && BinaryBits.applies(args.get(0), args.get(1))) {
            return BinaryBits.combine(name, args, bind);
        }
        return new Call.OfLong(
                name,
                args,
                bind,
                SqlType.integerOfWidth(21, true),
                Call.anyNullable(args),
                (x, ctx) -> {
                    long a = bitsOf(x[0], ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    long b = bitsOf(x[1], ctx);
                    return ctx.wasNull ? 0 : op.apply(a, b);
                });
    }

    /** A number as 64 bits: also those above the signed range. */
    static long bitsOf(Expr expr, EvalContext ctx) {
        SqlType type = expr.type();
        if (type.isFloating()) {
            return (long) Math.rint(expr.evalDouble(ctx));
        }
        if (type.kind() == TypeKind.DECIMAL) {
            BigDecimal value = expr.evalDecimal(ctx);
            ctx.wasNull = value == null;
            return value == null ? 0 : Numbers.toLong(value, value.signum() > 0);
        }
        return expr.evalLong(ctx);
    }

    private static Expr complement(List<Expr> args, BindContext bind) {
        if (BinaryBits.applies(args.getFirst())) {
            return BinaryBits.complement(args, bind);
        }
        return new Call.OfLong(
                "~",
                args,
                bind,
                SqlType.integerOfWidth(21, true),
                args.getFirst().nullable(),
                (x, ctx) -> ~bitsOf(x[0], ctx));
    }

    private static Expr bitCount(List<Expr> args, BindContext bind) {
        return new Call.OfLong(
                "BIT_COUNT",
                args,
                bind,
                SqlType.integerOfWidth(21, false),
                args.getFirst().nullable(),
                (x, ctx) -> {
                    if (BinaryBits.applies(x[0])) {
                        byte[] bytes = x[0].evalBytes(ctx);
                        ctx.wasNull = bytes == null;
                        return bytes == null ? 0 : countBits(bytes);
                    }
                    return Long.bitCount(bitsOf(x[0], ctx));
                });
    }

    private static long countBits(byte[] bytes) {
        long count = 0;
        for (byte b : bytes) {
            count += Integer.bitCount(b & 0xFF);
        }
        return count;
    }

    /** For error texts. */
    static String shown(Expr expr) {
        return expr instanceof Literal literal
                ? Values.shown(literal.value(), literal.type())
                : expr.toString();
    }
}
