package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The call of a function that was registered by name; one kind for each class of results. */
abstract class Call extends Expr {
    final String name;
    final Expr[] args;
    private final BindContext bind;
    private final boolean deterministic;

    Call(String name, List<Expr> args, BindContext bind, SqlType type, boolean nullable) {
        super(type, nullable);
        this.name = name;
        this.args = args.toArray(new Expr[0]);
        this.bind = bind;
        this.deterministic = isDeterministic(name);
    }

    private static boolean isDeterministic(String name) {
        return switch (name) {
            case "RAND",
                    "UUID",
                    "UUID_SHORT",
                    "SLEEP",
                    "BENCHMARK",
                    "SYSDATE",
                    "GET_LOCK",
                    "RELEASE_LOCK",
                    "RELEASE_ALL_LOCKS",
                    "IS_FREE_LOCK",
                    "IS_USED_LOCK",
                    "RANDOM_BYTES",
                    "LAST_INSERT_ID" ->
                    false;
            default -> true;
        };
    }

    /** Null as soon as an argument is. */
    static boolean anyNullable(List<Expr> args) {
        for (Expr arg : args) {
            if (arg.nullable()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public final List<Expr> children() {
        return List.of(args);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return FunctionRegistry.resolve(name, children, bind);
    }

    @Override
    public final boolean isConstant() {
        return deterministic && super.isConstant();
    }

    @Override
    public int coercibility() {
        if (!type().hasCollation()) {
            return 5;
        }
        int strongest = 4;
        for (Expr arg : args) {
            if (arg.type().hasCollation()) {
                strongest = Math.min(strongest, arg.coercibility());
            }
        }
        return strongest;
    }

    @Override
    public String toString() {
        if (args.length == 2 && !Character.isLetter(name.charAt(0))) {
            return "(" + args[0] + " " + name + " " + args[1] + ")";
        }
        StringBuilder out = new StringBuilder(name.toLowerCase(Locale.ROOT)).append('(');
        for (int i = 0; i < args.length; i++) {
            out.append(i > 0 ? "," : "").append(args[i]);
        }
        return out.append(')').toString();
    }

    /** Sets {@link EvalContext#wasNull}. */
    interface LongBody {
        long eval(Expr[] args, EvalContext ctx);
    }

    /** Sets {@link EvalContext#wasNull}. */
    interface DoubleBody {
        double eval(Expr[] args, EvalContext ctx);
    }

    interface DecimalBody {
        @Nullable BigDecimal eval(Expr[] args, EvalContext ctx);
    }

    interface BytesBody {
        byte @Nullable [] eval(Expr[] args, EvalContext ctx);
    }

    /** Integers, and the packed temporal types. */
    static final class OfLong extends Call {
        private final LongBody body;
        private final boolean temporal;

        OfLong(
                String name,
                List<Expr> args,
                BindContext bind,
                SqlType type,
                boolean nullable,
                LongBody body) {
            super(name, args, bind, type, nullable);
            this.body = body;
            this.temporal = type.isTemporal();
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            long value = body.eval(args, ctx);
            return ctx.wasNull ? null : (Object) value;
        }

        @Override
        public long evalLong(EvalContext ctx) {
            return temporal ? super.evalLong(ctx) : body.eval(args, ctx);
        }

        @Override
        public long evalDatetime(EvalContext ctx) {
            return type().kind() == TypeKind.DATETIME
                    ? body.eval(args, ctx)
                    : super.evalDatetime(ctx);
        }

        @Override
        public long evalTime(EvalContext ctx) {
            return type().kind() == TypeKind.TIME ? body.eval(args, ctx) : super.evalTime(ctx);
        }

        @Override
        public boolean evalTrue(EvalContext ctx) {
            long value = body.eval(args, ctx);
            return !ctx.wasNull && value != 0;
        }
    }

    static final class OfDouble extends Call {
        private final DoubleBody body;

        OfDouble(
                String name,
                List<Expr> args,
                BindContext bind,
                SqlType type,
                boolean nullable,
                DoubleBody body) {
            super(name, args, bind, type, nullable);
            this.body = body;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            double value = body.eval(args, ctx);
            return ctx.wasNull ? null : (Object) value;
        }

        @Override
        public double evalDouble(EvalContext ctx) {
            return body.eval(args, ctx);
        }

        /** What leaves the integers is an error (1690); columns and literals saturate. */
        @Override
        public long evalLong(EvalContext ctx) {
            double value = body.eval(args, ctx);
            if (!ctx.wasNull && (value < -0x1p63 || value >= 0x1p63)) {
                throw new SqlException(MySqlError.ER_DATA_OUT_OF_RANGE, "BIGINT", shown());
            }
            return Numbers.toLong(value);
        }

        private String shown() {
            return name.equals("NEG") ? "-(" + args[0] + ")" : toString();
        }
    }

    static final class OfDecimal extends Call {
        private final DecimalBody body;

        OfDecimal(
                String name,
                List<Expr> args,
                BindContext bind,
                SqlType type,
                boolean nullable,
                DecimalBody body) {
            super(name, args, bind, type, nullable);
            this.body = body;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            return body.eval(args, ctx);
        }

        @Override
        public @Nullable BigDecimal evalDecimal(EvalContext ctx) {
            return body.eval(args, ctx);
        }
    }

    static final class OfBytes extends Call {
        /** Making and reading a text of this size takes time. */
        private static final int LARGE_BYTES = 1 << 12;

        private final BytesBody body;
        private final int coercibility;

        OfBytes(
                String name,
                List<Expr> args,
                BindContext bind,
                SqlType type,
                boolean nullable,
                BytesBody body) {
            this(name, args, bind, type, nullable, -1, body);
        }

        OfBytes(
                String name,
                List<Expr> args,
                BindContext bind,
                SqlType type,
                boolean nullable,
                int coercibility,
                BytesBody body) {
            super(name, args, bind, type, nullable);
            this.body = body;
            this.coercibility = coercibility;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            return evalBytes(ctx);
        }

        @Override
        public byte @Nullable [] evalBytes(EvalContext ctx) {
            byte[] value = body.eval(args, ctx);
            if (value != null && value.length >= LARGE_BYTES) {
                ctx.spend(value.length);
            }
            return value;
        }

        @Override
        public int coercibility() {
            return coercibility >= 0 ? coercibility : super.coercibility();
        }
    }

    /**
     * A date or time that is text because its operand was; in arithmetic it is the number that a
     * date or time is: {@code '2000-01-31' + INTERVAL 1 DAY} is 20000201.
     */
    static final class OfTemporalText extends Call {
        private static final int CHARACTERS_MAX = 26;
        private static final Pattern BETWEEN_DIGITS = Pattern.compile("(?<=\\d)[-: ]");

        private final BytesBody body;

        OfTemporalText(String name, List<Expr> args, BindContext bind, BytesBody body) {
            super(name, args, bind, SqlType.string(CHARACTERS_MAX, bind.connection()), true);
            this.body = body;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            return body.eval(args, ctx);
        }

        @Override
        public @Nullable BigDecimal evalDecimal(EvalContext ctx) {
            byte[] text = body.eval(args, ctx);
            return text == null
                    ? null
                    : new BigDecimal(BETWEEN_DIGITS.matcher(Values.string(text)).replaceAll(""));
        }

        @Override
        public double evalDouble(EvalContext ctx) {
            BigDecimal value = evalDecimal(ctx);
            ctx.wasNull = value == null;
            return value == null ? 0 : value.doubleValue();
        }

        @Override
        public int coercibility() {
            return 4;
        }
    }

    /** A result of any class. */
    interface ObjectBody {
        @Nullable Object eval(Expr[] args, EvalContext ctx);
    }

    static final class OfObject extends Call {
        private final ObjectBody body;

        OfObject(
                String name,
                List<Expr> args,
                BindContext bind,
                SqlType type,
                boolean nullable,
                ObjectBody body) {
            super(name, args, bind, type, nullable);
            this.body = body;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            return body.eval(args, ctx);
        }
    }
}
