package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.Json;
import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code = <> < <= > >= <=>}. How two values are compared is decided by their types, once: as
 * integers, decimals, doubles, texts under a collation, dates, times or JSON.
 */
abstract class Comparison extends Expr {
    /** What the values are compared as. */
    enum Kind {
        LONG,
        DECIMAL,
        DOUBLE,
        TEXT,
        DATETIME,
        TIME,
        JSON
    }

    final String operator;
    final Expr left;
    final Expr right;
    private final BindContext bind;
    private final boolean whenLess;
    private final boolean whenEqual;
    private final boolean whenGreater;
    private final boolean nullSafe;

    private Comparison(String operator, Expr left, Expr right, BindContext bind) {
        super(SqlType.BOOLEAN, !operator.equals("<=>") && (left.nullable() || right.nullable()));
        this.operator = operator;
        this.left = left;
        this.right = right;
        this.bind = bind;
        this.nullSafe = operator.equals("<=>");
        this.whenLess = operator.equals("<") || operator.equals("<=") || operator.equals("<>");
        this.whenGreater = operator.equals(">") || operator.equals(">=") || operator.equals("<>");
        this.whenEqual = operator.endsWith("=") || nullSafe;
    }

    static void register(FunctionRegistry.Registrar to) {
        for (String name : new String[] {"=", "<>", "<", "<=", ">", ">=", "<=>"}) {
            to.add(name, 2, 2, (args, bind) -> of(name, args.get(0), args.get(1), bind));
        }
        to.add("!=", 2, 2, (args, bind) -> of("<>", args.get(0), args.get(1), bind));
    }

    static Expr of(String operator, Expr left, Expr right, BindContext bind) {
        if (left instanceof RowValue || right instanceof RowValue) {
            return RowValue.compare(operator, left, right, bind);
        }
        return plain(operator, beside(right, left), beside(left, right), bind, false);
    }

    /** The same in BETWEEN: a constant that is no date is before all. */
    static Expr bound(String operator, Expr left, Expr right, BindContext bind) {
        if (left instanceof RowValue || right instanceof RowValue) {
            return RowValue.compare(operator, left, right, bind);
        }
        return plain(operator, left, beside(left, right), bind, true);
    }

    /** The same in lists and CASE: nor are constants read as years beside a YEAR column. */
    static Expr asIs(String operator, Expr left, Expr right, BindContext bind) {
        return left instanceof RowValue || right instanceof RowValue
                ? RowValue.compare(operator, left, right, bind)
                : plain(operator, left, right, bind, true);
    }

    /**
     * A constant as it is compared with a column: as the column would hold it, if that is a YEAR or
     * a TIME, which rounds to its digits. Anything else as it is.
     */
    static Expr beside(Expr column, Expr other) {
        if (ConstantYear.applies(column, other)) {
            return ConstantYear.of(other);
        }
        SqlType type = column.type();
        boolean time =
                type.kind() == TypeKind.TIME
                        && column.isColumn()
                        && other.isConstant()
                        && (other.type().isString() || other.type().isNumeric());
        return time ? new Cast(other, type, false) : other;
    }

    private static Expr plain(
            String operator, Expr left, Expr right, BindContext bind, boolean lenient) {
        if (Arithmetic.isBits(left) && right.type().isNumeric()) {
            return plain(operator, Arithmetic.asNumber(left), right, bind, lenient);
        }
        if (Arithmetic.isBits(right) && left.type().isNumeric()) {
            return plain(operator, left, Arithmetic.asNumber(right), bind, lenient);
        }
        Kind kind = kind(left, right);
        return switch (kind) {
            case LONG -> new OfLongs(operator, left, right, bind);
            case DECIMAL -> new OfDecimals(operator, left, right, bind);
            case DOUBLE -> new OfDoubles(operator, left, right, bind);
            case TEXT -> new OfTexts(operator, left, right, bind);
            case DATETIME ->
                    new OfDatetimes(
                            operator,
                            asDatetime(left, right, lenient),
                            asDatetime(right, left, lenient),
                            bind);
            case TIME -> new OfTimes(operator, left, right, bind);
            case JSON -> new OfJson(operator, left, right, bind);
        };
    }

    /** How values of two expressions are compared. */
    static Kind kind(Expr left, Expr right) {
        SqlType a = left.type();
        SqlType b = right.type();
        if (a.kind() == TypeKind.NULL || b.kind() == TypeKind.NULL) {
            return a.hasCollation() || b.hasCollation() ? Kind.TEXT : Kind.LONG;
        }
        if (a.kind() == TypeKind.JSON || b.kind() == TypeKind.JSON) {
            return Kind.JSON;
        }
        if (a.isTemporal() || b.isTemporal()) {
            return temporalKind(left, right);
        }
        boolean aText = a.isString();
        boolean bText = b.isString();
        boolean aMembers = a.kind() == TypeKind.ENUM || a.kind() == TypeKind.SET;
        boolean bMembers = b.kind() == TypeKind.ENUM || b.kind() == TypeKind.SET;
        if ((aText || aMembers) && (bText || bMembers)) {
            return Kind.TEXT;
        }
        if (Arithmetic.isBits(left) && b.isInteger() || Arithmetic.isBits(right) && a.isInteger()) {
            return Kind.LONG;
        }
        if (aText || bText || a.isFloating() || b.isFloating()) {
            return Kind.DOUBLE;
        }
        if (a.kind() == TypeKind.DECIMAL || b.kind() == TypeKind.DECIMAL) {
            return Kind.DECIMAL;
        }
        return Kind.LONG;
    }

    private static Kind temporalKind(Expr left, Expr right) {
        SqlType a = left.type();
        SqlType b = right.type();
        if (a.kind() == TypeKind.TIME || b.kind() == TypeKind.TIME) {
            SqlType other = a.kind() == TypeKind.TIME ? b : a;
            if (other.kind().hasDate()) {
                return Kind.DATETIME;
            }
            boolean constant = (a.kind() == TypeKind.TIME ? right : left).isConstant();
            if (other.isString()) {
                boolean column = (a.kind() == TypeKind.TIME ? left : right).isColumn();
                return constant && column ? Kind.TIME : Kind.TEXT;
            }
            return other.kind() == TypeKind.TIME || constant ? Kind.TIME : Kind.DOUBLE;
        }
        if (a.isTemporal() && b.isTemporal()) {
            return Kind.DATETIME;
        }
        SqlType other = a.isTemporal() ? b : a;
        boolean constant =
                (a.isTemporal() ? right : left).isConstant()
                        && (a.isTemporal() ? left : right) instanceof ColumnRef;
        return other.isString() || (constant && other.kind() != TypeKind.YEAR)
                ? Kind.DATETIME
                : Kind.DOUBLE;
    }

    private static Expr asDatetime(Expr expr, Expr other, boolean lenient) {
        if (expr.type().isTemporal()) {
            return expr;
        }
        return expr.isConstant()
                ? new ConstantDatetime(expr, other.type().kind(), lenient)
                : new TextAsDatetime(expr);
    }

    /** -1, 0, 1; sets {@link EvalContext#wasNull}. */
    abstract int compare(EvalContext ctx);

    @Override
    public final long evalLong(EvalContext ctx) {
        if (nullSafe) {
            boolean leftNull = AggregateResolver.isNull(left, ctx);
            boolean rightNull = AggregateResolver.isNull(right, ctx);
            if (leftNull || rightNull) {
                ctx.wasNull = false;
                return leftNull && rightNull ? 1 : 0;
            }
        }
        int order = compare(ctx);
        if (ctx.wasNull) {
            return 0;
        }
        return (order < 0 ? whenLess : order > 0 ? whenGreater : whenEqual) ? 1 : 0;
    }

    @Override
    public final boolean evalTrue(EvalContext ctx) {
        if (nullSafe) {
            return evalLong(ctx) != 0;
        }
        int order = compare(ctx);
        return !ctx.wasNull && (order < 0 ? whenLess : order > 0 ? whenGreater : whenEqual);
    }

    @Override
    public final @Nullable Object eval(EvalContext ctx) {
        long value = evalLong(ctx);
        return ctx.wasNull ? null : (Object) value;
    }

    @Override
    public final boolean isBoolean() {
        return true;
    }

    @Override
    public final List<Expr> children() {
        return List.of(left, right);
    }

    @Override
    public final Expr withChildren(List<Expr> children) {
        Expr first = children.get(0);
        Expr second = children.get(1);
        return ConstantYear.applies(left, right) || ConstantYear.applies(right, left)
                ? asIs(operator, first, second, bind)
                : of(operator, first, second, bind);
    }

    @Override
    public final String toString() {
        return "(" + left + " " + operator + " " + right + ")";
    }

    private static final class OfLongs extends Comparison {
        private final boolean leftUnsigned;
        private final boolean rightUnsigned;
        private final boolean plain;
        private final boolean hex;

        OfLongs(String operator, Expr left, Expr right, BindContext bind) {
            super(operator, left, right, bind);
            this.leftUnsigned = TypeMath.unsigned(left.type());
            this.rightUnsigned = TypeMath.unsigned(right.type());
            this.plain = !leftUnsigned && !rightUnsigned;
            this.hex = left.type().isBinaryString() || right.type().isBinaryString();
        }

        @Override
        int compare(EvalContext ctx) {
            long a = hex ? Arithmetic.bitsOf(left, ctx) : left.evalLong(ctx);
            if (ctx.wasNull) {
                return 0;
            }
            long b = hex ? Arithmetic.bitsOf(right, ctx) : right.evalLong(ctx);
            if (ctx.wasNull) {
                return 0;
            }
            return plain ? Long.compare(a, b) : compareMixed(a, leftUnsigned, b, rightUnsigned);
        }
    }

    static int compareMixed(long a, boolean aUnsigned, long b, boolean bUnsigned) {
        if (aUnsigned && bUnsigned) {
            return Long.compareUnsigned(a, b);
        }
        if (aUnsigned && a < 0) {
            return 1;
        }
        if (bUnsigned && b < 0) {
            return -1;
        }
        return Long.compare(a, b);
    }

    private static final class OfDecimals extends Comparison {
        OfDecimals(String operator, Expr left, Expr right, BindContext bind) {
            super(operator, left, right, bind);
        }

        @Override
        int compare(EvalContext ctx) {
            BigDecimal a = left.evalDecimal(ctx);
            BigDecimal b = a == null ? null : right.evalDecimal(ctx);
            ctx.wasNull = a == null || b == null;
            return a == null || b == null ? 0 : a.compareTo(b);
        }
    }

    private static final class OfDoubles extends Comparison {
        private final boolean exactLeft;
        private final boolean exactRight;

        OfDoubles(String operator, Expr left, Expr right, BindContext bind) {
            super(operator, left, right, bind);
            // An integer column against a constant text: exact if the text is an integer.
            this.exactLeft =
                    left.type().isInteger()
                            && right.type().isString()
                            && right.isConstant()
                            && !left.isConstant();
            this.exactRight =
                    right.type().isInteger()
                            && left.type().isString()
                            && left.isConstant()
                            && !right.isConstant();
        }

        @Override
        int compare(EvalContext ctx) {
            if (exactLeft || exactRight) {
                return exact(ctx);
            }
            double a = left.evalDouble(ctx);
            if (ctx.wasNull) {
                return 0;
            }
            double b = right.evalDouble(ctx);
            return ctx.wasNull ? 0 : Comparing.doubles(a, b);
        }

        private int exact(EvalContext ctx) {
            Expr number = exactLeft ? left : right;
            Expr text = exactLeft ? right : left;
            byte[] bytes = text.evalBytes(ctx);
            if (bytes == null) {
                ctx.wasNull = true;
                return 0;
            }
            long n = number.evalLong(ctx);
            if (ctx.wasNull) {
                return 0;
            }
            Numbers.Prefix prefix = new Numbers.Prefix();
            long m = prefix.toLong(bytes, 0, bytes.length);
            int order;
            if (prefix.isComplete()) {
                order = compareMixed(n, number.type().unsigned(), m, prefix.isUnsigned());
            } else {
                double d = Values.toDouble(bytes, text.type(), ctx);
                order = Comparing.doubles(Numbers.toDouble(n, number.type().unsigned()), d);
            }
            ctx.wasNull = false;
            return exactLeft ? order : -order;
        }
    }

    private static final class OfTexts extends Comparison {
        private final Collation collation;

        OfTexts(String operator, Expr left, Expr right, BindContext bind) {
            super(operator, left, right, bind);
            this.collation =
                    CollationMix.ofComparison(operator, List.of(left, right), bind).collation();
        }

        @Override
        int compare(EvalContext ctx) {
            byte[] a = left.evalBytes(ctx);
            byte[] b = a == null ? null : right.evalBytes(ctx);
            ctx.wasNull = a == null || b == null;
            return a == null || b == null ? 0 : Comparing.text(a, b, collation);
        }
    }

    private static final class OfDatetimes extends Comparison {
        OfDatetimes(String operator, Expr left, Expr right, BindContext bind) {
            super(operator, left, right, bind);
        }

        @Override
        int compare(EvalContext ctx) {
            long a = left.evalDatetime(ctx);
            if (ctx.wasNull) {
                return 0;
            }
            long b = right.evalDatetime(ctx);
            return ctx.wasNull ? 0 : Long.compare(a, b);
        }
    }

    /** A constant text that is no time is compared with the times as text. */
    private static final class OfTimes extends Comparison {
        OfTimes(String operator, Expr left, Expr right, BindContext bind) {
            super(operator, left, right, bind);
        }

        @Override
        int compare(EvalContext ctx) {
            long a = left.evalTime(ctx);
            if (ctx.wasNull) {
                return isNoTime(left, ctx) ? asTexts(ctx) : 0;
            }
            long b = right.evalTime(ctx);
            if (ctx.wasNull) {
                return isNoTime(right, ctx) ? asTexts(ctx) : 0;
            }
            return Long.compare(a, b);
        }

        private boolean isNoTime(Expr side, EvalContext ctx) {
            boolean none =
                    side.isConstant()
                            && constantOf(side).type().isString()
                            && !constantOf(side).isNull(ctx);
            ctx.wasNull = true;
            return none;
        }

        private static Expr constantOf(Expr side) {
            return side instanceof Cast ? side.children().getFirst() : side;
        }

        private int asTexts(EvalContext ctx) {
            byte[] a = constantOf(left).evalBytes(ctx);
            byte[] b = a == null ? null : constantOf(right).evalBytes(ctx);
            ctx.wasNull = a == null || b == null;
            return a == null || b == null ? 0 : Arrays.compareUnsigned(a, b);
        }
    }

    private static final class OfJson extends Comparison {
        OfJson(String operator, Expr left, Expr right, BindContext bind) {
            super(operator, left, right, bind);
        }

        @Override
        int compare(EvalContext ctx) {
            Object a = left.eval(ctx);
            Object b = a == null ? null : right.eval(ctx);
            ctx.wasNull = a == null || b == null;
            return a == null || b == null
                    ? 0
                    : Json.compare(Json.of(a, left.type()), Json.of(b, right.type()));
        }
    }

    /** What is compared with dates and may be none: the zero date then, with a warning. */
    private static final class TextAsDatetime extends Expr {
        private final Expr operand;

        TextAsDatetime(Expr operand) {
            super(SqlType.datetime(6), operand.nullable());
            this.operand = operand;
        }

        @Override
        public List<Expr> children() {
            return List.of(operand);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new TextAsDatetime(children.getFirst());
        }

        @Override
        public long evalDatetime(EvalContext ctx) {
            Object value = operand.eval(ctx);
            if (value == null) {
                ctx.wasNull = true;
                return 0;
            }
            long datetime = Values.toDatetime(value, operand.type(), ctx);
            ctx.wasNull = false;
            return datetime == Temporal.INVALID ? 0 : datetime;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            long datetime = evalDatetime(ctx);
            return ctx.wasNull ? null : (Object) datetime;
        }

        @Override
        public String toString() {
            return operand.toString();
        }
    }

    /** A constant that is compared with dates: read once; an error (1525) or null if it is none. */
    private static final class ConstantDatetime extends Expr {
        private final Expr operand;
        private final TypeKind against;
        private final boolean lenient;

        /** What is no date in a list or a range: equal to none. */
        private static final long BEFORE_ALL = -1;

        /** The last value read; replaced, never changed, so that threads may share it. */
        private @Nullable Read last;

        private record Read(Object source, long datetime) {}

        ConstantDatetime(Expr operand, TypeKind against, boolean lenient) {
            super(SqlType.datetime(6), operand.nullable());
            this.operand = operand;
            this.against = against;
            this.lenient = lenient;
        }

        @Override
        public List<Expr> children() {
            return List.of(operand);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new ConstantDatetime(children.getFirst(), against, lenient);
        }

        @Override
        public long evalDatetime(EvalContext ctx) {
            Object value = operand.eval(ctx);
            if (value == null) {
                ctx.wasNull = true;
                return 0;
            }
            ctx.wasNull = false;
            Read known = last;
            if (known != null && known.source.equals(value)) {
                return known.datetime;
            }
            long datetime = Values.toDatetime(value, operand.type(), ctx);
            ctx.wasNull = false;
            if (datetime == Temporal.INVALID && lenient) {
                return BEFORE_ALL;
            }
            if (datetime == Temporal.INVALID) {
                throw new SqlException(
                        MySqlError.ER_WRONG_VALUE,
                        against.name(),
                        Values.shown(value, operand.type()));
            }
            last = new Read(value, datetime);
            return datetime;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            long datetime = evalDatetime(ctx);
            return ctx.wasNull ? null : (Object) datetime;
        }

        @Override
        public String toString() {
            return operand.toString();
        }
    }
}
