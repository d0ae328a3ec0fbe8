package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Functions over numbers. */
final class NumericFunctions {
    private NumericFunctions() {}

    static void register(FunctionRegistry.Registrar to) {
        to.add("ABS", 1, 1, NumericFunctions::abs);
        to.add(
                "SIGN",
                1,
                1,
                (a, b) ->
                        Results.ofLong(
                                "SIGN",
                                a,
                                b,
                                2,
                                (x, ctx) -> (long) Math.signum(x[0].evalDouble(ctx))));
        to.add("CEIL", 1, 1, (a, b) -> whole("CEIL", a, b, RoundingMode.CEILING));
        to.add("CEILING", 1, 1, (a, b) -> whole("CEILING", a, b, RoundingMode.CEILING));
        to.add("FLOOR", 1, 1, (a, b) -> whole("FLOOR", a, b, RoundingMode.FLOOR));
        to.add("ROUND", 1, 2, (a, b) -> round("ROUND", a, b, false));
        to.add("TRUNCATE", 2, 2, (a, b) -> round("TRUNCATE", a, b, true));
        to.add(
                "PI",
                0,
                0,
                (a, b) ->
                        new Call.OfDouble(
                                "PI",
                                a,
                                b,
                                SqlType.doubleOf(6),
                                false,
                                (x, ctx) -> constant(Math.PI, ctx)));
        one(to, "SQRT", v -> v < 0 ? Double.NaN : Math.sqrt(v));
        one(to, "EXP", Math::exp);
        one(to, "SIN", Math::sin);
        one(to, "COS", Math::cos);
        one(to, "TAN", Math::tan);
        one(to, "COT", v -> 1 / Math.tan(v));
        one(to, "ASIN", Math::asin);
        one(to, "ACOS", Math::acos);
        one(to, "RADIANS", v -> v * (Math.PI / 180));
        one(to, "DEGREES", v -> v * (180 / Math.PI));
        to.add("ATAN", 1, 2, (a, b) -> arcTangent("ATAN", a, b));
        to.add("ATAN2", 1, 2, (a, b) -> arcTangent("ATAN2", a, b));
        to.add("LN", 1, 1, (a, b) -> logarithm("LN", a, b, Math::log));
        to.add("LOG2", 1, 1, (a, b) -> logarithm("LOG2", a, b, v -> Math.log(v) / Math.log(2)));
        to.add("LOG10", 1, 1, (a, b) -> logarithm("LOG10", a, b, Math::log10));
        to.add("LOG", 1, 2, NumericFunctions::log);
        to.add("POW", 2, 2, (a, b) -> power("POW", a, b));
        to.add("POWER", 2, 2, (a, b) -> power("POWER", a, b));
        to.add("RAND", 0, 1, NumericFunctions::rand);
        to.add("CONV", 3, 3, (a, b) -> Results.ascii("CONV", a, b, 64, NumericFunctions::conv));
        to.add(
                "BIN",
                1,
                1,
                (a, b) -> Results.ascii("BIN", a, b, 64, (x, ctx) -> inBase(x[0], 2, ctx)));
        to.add(
                "OCT",
                1,
                1,
                (a, b) -> Results.ascii("OCT", a, b, 64, (x, ctx) -> inBase(x[0], 8, ctx)));
        to.add(
                "CRC32",
                1,
                1,
                (a, b) ->
                        new Call.OfLong(
                                "CRC32",
                                a,
                                b,
                                SqlType.integerOfWidth(10, true),
                                true,
                                NumericFunctions::crc32));
    }

    private static double constant(double value, EvalContext ctx) {
        ctx.wasNull = false;
        return value;
    }

    private interface Real {
        double apply(double value);
    }

    private static void one(FunctionRegistry.Registrar to, String name, Real real) {
        to.add(
                name,
                1,
                1,
                (a, b) ->
                        Results.ofDouble(
                                name,
                                a,
                                b,
                                (x, ctx) -> {
                                    double v = x[0].evalDouble(ctx);
                                    return ctx.wasNull ? 0 : finite(name, real.apply(v), x, ctx);
                                }));
    }

    /** Not a number is null, too large is error 1690. */
    private static double finite(String name, double value, Expr[] x, EvalContext ctx) {
        if (Double.isNaN(value)) {
            ctx.wasNull = true;
            return 0;
        }
        if (Double.isInfinite(value)) {
            throw new SqlException(
                    MySqlError.ER_DATA_OUT_OF_RANGE,
                    "DOUBLE",
                    name.toLowerCase(Locale.ROOT) + "(" + x[0] + ")");
        }
        return value;
    }

    private static Expr logarithm(String name, List<Expr> args, BindContext bind, Real real) {
        return Results.ofDouble(
                name,
                args,
                bind,
                (x, ctx) -> {
                    double v = x[0].evalDouble(ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    if (v <= 0) {
                        invalidLogarithm(ctx);
                        return 0;
                    }
                    return real.apply(v);
                });
    }

    private static void invalidLogarithm(EvalContext ctx) {
        ctx.warn(MySqlError.ER_INVALID_ARGUMENT_FOR_LOGARITHM);
        ctx.wasNull = true;
    }

    private static Expr log(List<Expr> args, BindContext bind) {
        if (args.size() == 1) {
            return logarithm("LOG", args, bind, Math::log);
        }
        return Results.ofDouble(
                "LOG",
                args,
                bind,
                (x, ctx) -> {
                    double base = x[0].evalDouble(ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    double v = x[1].evalDouble(ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    if (base <= 0 || v <= 0 || base == 1) {
                        invalidLogarithm(ctx);
                        return 0;
                    }
                    return Math.log(v) / Math.log(base);
                });
    }

    private static Expr arcTangent(String name, List<Expr> args, BindContext bind) {
        return Results.ofDouble(
                name,
                args,
                bind,
                (x, ctx) -> {
                    double y = x[0].evalDouble(ctx);
                    if (ctx.wasNull || x.length == 1) {
                        return Math.atan(y);
                    }
                    double z = x[1].evalDouble(ctx);
                    return Math.atan2(y, z);
                });
    }

    private static Expr power(String name, List<Expr> args, BindContext bind) {
        return Results.ofDouble(
                name,
                args,
                bind,
                (x, ctx) -> {
                    double base = x[0].evalDouble(ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    double exponent = x[1].evalDouble(ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    double value = Math.pow(base, exponent);
                    if (Double.isInfinite(value) || Double.isNaN(value)) {
                        throw new SqlException(
                                MySqlError.ER_DATA_OUT_OF_RANGE,
                                "DOUBLE",
                                "pow(" + x[0] + "," + x[1] + ")");
                    }
                    return value;
                });
    }

    private static Expr abs(List<Expr> args, BindContext bind) {
        Expr arg = args.getFirst();
        SqlType type = arg.type();
        return switch (TypeMath.domain(type)) {
            case INTEGER -> {
                boolean unsigned = TypeMath.unsigned(type);
                yield new Call.OfLong(
                        "ABS",
                        args,
                        bind,
                        SqlType.integerOfWidth(20, unsigned),
                        arg.nullable(),
                        (x, ctx) -> {
                            long v = x[0].evalLong(ctx);
                            if (unsigned || v >= 0) {
                                return v;
                            }
                            if (v == Long.MIN_VALUE) {
                                throw new SqlException(
                                        MySqlError.ER_DATA_OUT_OF_RANGE,
                                        "BIGINT",
                                        "abs(" + x[0] + ")");
                            }
                            return -v;
                        });
            }
            case DECIMAL ->
                    new Call.OfDecimal(
                            "ABS",
                            args,
                            bind,
                            SqlType.decimal(TypeMath.precision(type), TypeMath.scale(type)),
                            arg.nullable(),
                            (x, ctx) -> {
                                BigDecimal v = x[0].evalDecimal(ctx);
                                return v == null ? null : v.abs();
                            });
            case DOUBLE ->
                    new Call.OfDouble(
                            "ABS",
                            args,
                            bind,
                            SqlType.DOUBLE,
                            arg.nullable(),
                            (x, ctx) -> Math.abs(x[0].evalDouble(ctx)));
        };
    }

    private static Expr whole(String name, List<Expr> args, BindContext bind, RoundingMode mode) {
        Expr arg = args.getFirst();
        SqlType type = arg.type();
        switch (TypeMath.domain(type)) {
            case INTEGER -> {
                return new Call.OfLong(
                        name,
                        args,
                        bind,
                        SqlType.integerOfWidth(20, TypeMath.unsigned(type)),
                        arg.nullable(),
                        (x, ctx) -> x[0].evalLong(ctx));
            }
            case DECIMAL -> {
                int digits = TypeMath.integerDigits(type) + 1;
                if (digits <= 18) {
                    return new Call.OfLong(
                            name,
                            args,
                            bind,
                            SqlType.integerOfWidth(digits, TypeMath.unsigned(type)),
                            arg.nullable(),
                            (x, ctx) -> {
                                BigDecimal v = x[0].evalDecimal(ctx);
                                ctx.wasNull = v == null;
                                return v == null ? 0 : v.setScale(0, mode).longValue();
                            });
                }
                return new Call.OfDecimal(
                        name,
                        args,
                        bind,
                        SqlType.decimal(digits, 0),
                        arg.nullable(),
                        (x, ctx) -> {
                            BigDecimal v = x[0].evalDecimal(ctx);
                            return v == null ? null : v.setScale(0, mode);
                        });
            }
            default -> {
                boolean up = mode == RoundingMode.CEILING;
                return new Call.OfDouble(
                        name,
                        args,
                        bind,
                        SqlType.DOUBLE,
                        arg.nullable(),
                        (x, ctx) -> {
                            double v = x[0].evalDouble(ctx);
                            return up ? Math.ceil(v) : Math.floor(v);
                        });
            }
        }
    }

    /** The literal number of decimals, or MIN_VALUE if it is only known later. */
    private static long literalDecimals(List<Expr> args) {
        if (args.size() == 1) {
            return 0;
        }
        Expr decimals = args.get(1);
        if (decimals instanceof Literal literal && literal.value() instanceof Long n) {
            return n;
        }
        if (decimals instanceof Call call
                && call.name.equals("NEG")
                && call.args[0] instanceof Literal literal
                && literal.value() instanceof Long n) {
            return -n;
        }
        return Long.MIN_VALUE;
    }

    private static Expr round(
            String name, List<Expr> operands, BindContext bind, boolean truncate) {
        List<Expr> args = new ArrayList<>(operands);
        args.set(0, Arithmetic.asNumber(args.getFirst()));
        SqlType type = args.getFirst().type();
        long decimals = literalDecimals(args);
        RoundingMode mode = truncate ? RoundingMode.DOWN : RoundingMode.HALF_UP;
        switch (TypeMath.domain(type)) {
            case INTEGER -> {
                boolean unsigned = TypeMath.unsigned(type);
                return new Call.OfLong(
                        name,
                        args,
                        bind,
                        SqlType.integerOfWidth(
                                Math.min(20, TypeMath.precision(type) + 1), unsigned),
                        Call.anyNullable(args),
                        (x, ctx) -> roundLong(x, ctx, mode, unsigned));
            }
            case DECIMAL -> {
                int scale = TypeMath.scale(type);
                int wanted = decimals == Long.MIN_VALUE ? scale : Math.clamp(decimals, 0, scale);
                int precision = TypeMath.integerDigits(type) + 1 + wanted;
                if (truncate || wanted == scale) {
                    precision = TypeMath.integerDigits(type) + wanted;
                }
                SqlType result = SqlType.decimal(Math.max(1, precision), wanted, type.unsigned());
                return new Call.OfDecimal(
                        name,
                        args,
                        bind,
                        result,
                        true,
                        (x, ctx) -> roundDecimal(x, ctx, mode, result.scale()));
            }
            default -> {
                return new Call.OfDouble(
                        name,
                        args,
                        bind,
                        SqlType.DOUBLE,
                        true,
                        (x, ctx) -> roundDouble(x, ctx, truncate));
            }
        }
    }

    private static long decimalsOf(Expr[] x, EvalContext ctx) {
        if (x.length == 1) {
            ctx.wasNull = false;
            return 0;
        }
        return Math.clamp(x[1].evalLong(ctx), -400L, 400L);
    }

    private static long roundLong(Expr[] x, EvalContext ctx, RoundingMode mode, boolean unsigned) {
        long v = x[0].evalLong(ctx);
        if (ctx.wasNull || x.length == 1) {
            return v;
        }
        long decimals = decimalsOf(x, ctx);
        if (ctx.wasNull || decimals >= 0) {
            return v;
        }
        if (decimals < -20) {
            return 0;
        }
        BigDecimal rounded = Numbers.ofLong(v, unsigned).setScale((int) decimals, mode).setScale(0);
        long result = Numbers.toLong(rounded, unsigned);
        if (Numbers.ofLong(result, unsigned).compareTo(rounded) != 0) {
            throw new SqlException(
                    MySqlError.ER_DATA_OUT_OF_RANGE,
                    unsigned ? "BIGINT UNSIGNED" : "BIGINT",
                    "round(" + x[0] + "," + x[1] + ")");
        }
        return result;
    }

    private static @Nullable BigDecimal roundDecimal(
            Expr[] x, EvalContext ctx, RoundingMode mode, int most) {
        BigDecimal v = x[0].evalDecimal(ctx);
        if (v == null) {
            return null;
        }
        long decimals = decimalsOf(x, ctx);
        if (ctx.wasNull) {
            return null;
        }
        int scale = (int) Math.min(decimals, most);
        if (scale < -70) {
            return BigDecimal.ZERO.setScale(most);
        }
        BigDecimal rounded = v.setScale(scale, mode);
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    private static double roundDouble(Expr[] x, EvalContext ctx, boolean truncate) {
        double v = x[0].evalDouble(ctx);
        if (ctx.wasNull) {
            return 0;
        }
        long decimals = decimalsOf(x, ctx);
        if (ctx.wasNull || Double.isNaN(v) || Double.isInfinite(v)) {
            return v;
        }
        double unit = Math.pow(10, Math.abs(decimals));
        if (decimals >= 0) {
            double scaled = v * unit;
            // Zero times an infinite unit is no number.
            if (!Double.isFinite(scaled)) {
                return v;
            }
            double whole =
                    truncate
                            ? (v >= 0 ? Math.floor(scaled) : Math.ceil(scaled))
                            : Math.rint(scaled);
            return whole / unit;
        }
        if (Double.isInfinite(unit)) {
            return 0;
        }
        double scaled = v / unit;
        double whole =
                truncate ? (v >= 0 ? Math.floor(scaled) : Math.ceil(scaled)) : Math.rint(scaled);
        double rounded = whole * unit;
        if (Double.isInfinite(rounded)) {
            throw new SqlException(
                    MySqlError.ER_DATA_OUT_OF_RANGE, "DOUBLE", "round(" + x[0] + "," + x[1] + ")");
        }
        return rounded;
    }

    // ---- random --------------------------------------------------------------------------

    private static Expr rand(List<Expr> args, BindContext bind) {
        if (args.isEmpty()) {
            return new Call.OfDouble(
                    "RAND",
                    args,
                    bind,
                    SqlType.DOUBLE,
                    false,
                    (x, ctx) -> constant(ctx.random().nextDouble(), ctx));
        }
        return new SeededRandom(args, bind);
    }

    /** RAND(seed): MySQL's generator, going on from row to row of one run. */
    private static final class SeededRandom extends Expr {
        private static final long MAX = 0x3FFFFFFFL;
        private final Expr seed;
        private final BindContext bind;

        SeededRandom(List<Expr> args, BindContext bind) {
            super(SqlType.DOUBLE, false);
            this.seed = args.getFirst();
            this.bind = bind;
        }

        private static final class State {
            final long executionId;
            long first;
            long second;

            State(long executionId, long seed) {
                this.executionId = executionId;
                this.first = (int) (seed * 0x10001L + 55_555_555L) & 0xFFFFFFFFL;
                this.second = (int) (seed * 0x10000001L) & 0xFFFFFFFFL;
                first %= MAX;
                second %= MAX;
            }

            double next() {
                first = (first * 3 + second) % MAX;
                second = (first + second + 33) % MAX;
                return (double) first / MAX;
            }
        }

        @Override
        public double evalDouble(EvalContext ctx) {
            State state = ctx.windowState(this, State.class);
            if (state == null || state.executionId != ctx.executionId || !seed.isConstant()) {
                state = new State(ctx.executionId, seed.evalLong(ctx) & 0xFFFFFFFFL);
                ctx.setWindowState(this, state);
            }
            ctx.wasNull = false;
            return state.next();
        }

        @Override
        public Object eval(EvalContext ctx) {
            return evalDouble(ctx);
        }

        @Override
        public boolean isConstant() {
            return false;
        }

        @Override
        public List<Expr> children() {
            return List.of(seed);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new SeededRandom(children, bind);
        }
    }

    // ---- bases ---------------------------------------------------------------------------

    private static byte @Nullable [] inBase(Expr expr, int base, EvalContext ctx) {
        if (expr.type().hasCollation()) {
            byte[] text = expr.evalBytes(ctx);
            return text == null ? null : converted(Values.string(text), 10, base);
        }
        long v = expr.evalLong(ctx);
        return ctx.wasNull ? null : Values.utf8(Long.toUnsignedString(v, base));
    }

    private static byte @Nullable [] conv(Expr[] x, EvalContext ctx) {
        byte[] text = x[0].evalBytes(ctx);
        long from = x[1].evalLong(ctx);
        boolean noFrom = ctx.wasNull;
        long to = x[2].evalLong(ctx);
        if (text == null || noFrom || ctx.wasNull) {
            return null;
        }
        if (Math.abs(from) < 2 || Math.abs(from) > 36 || Math.abs(to) < 2 || Math.abs(to) > 36) {
            return null;
        }
        return converted(Values.string(text), (int) from, (int) to);
    }

    private static byte[] converted(String text, int from, int to) {
        String s = text.strip();
        boolean negative = s.startsWith("-");
        int i = negative || s.startsWith("+") ? 1 : 0;
        BigInteger value = BigInteger.ZERO;
        BigInteger base = BigInteger.valueOf(Math.abs(from));
        for (; i < s.length(); i++) {
            int digit = Character.digit(s.charAt(i), Math.abs(from));
            if (digit < 0) {
                break;
            }
            value = value.multiply(base).add(BigInteger.valueOf(digit));
        }
        long bits;
        if (from < 0) {
            BigInteger signed = negative ? value.negate() : value;
            bits =
                    signed.bitLength() > 63
                            ? (negative ? Long.MIN_VALUE : Long.MAX_VALUE)
                            : signed.longValue();
        } else {
            bits = value.bitLength() > 64 ? -1 : value.longValue();
            bits = negative ? -bits : bits;
        }
        String result = to < 0 ? Long.toString(bits, -to) : Long.toUnsignedString(bits, to);
        return Values.utf8(result.toUpperCase(Locale.ROOT));
    }

    private static long crc32(Expr[] x, EvalContext ctx) {
        byte[] bytes = StringFunctions.encoded(x[0], ctx);
        ctx.wasNull = bytes == null;
        if (bytes == null) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
