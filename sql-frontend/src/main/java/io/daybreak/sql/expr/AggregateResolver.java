package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.Json;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Types and running states of the aggregates but GROUP_CONCAT. */
final class AggregateResolver {
    private static final Set<String> NOT_OF_GEOMETRIES = Set.of("SUM", "AVG", "MIN", "MAX");

    private AggregateResolver() {}

    static AggregateFunction resolve(
            String name, List<Expr> args, boolean distinct, BindContext bind) {
        int wanted = name.equals("JSON_OBJECTAGG") ? 2 : 1;
        boolean fits = name.equals("COUNT") ? args.size() <= 1 || distinct : args.size() == wanted;
        if (!fits) {
            throw new SqlException(MySqlError.ER_WRONG_PARAMCOUNT_TO_NATIVE_FCT, name);
        }
        if (NOT_OF_GEOMETRIES.contains(name)) {
            SpatialFunctions.requireNone(name, args);
        }
        return switch (name) {
            case "COUNT" -> count(args, distinct, bind);
            case "SUM" -> sum(args, distinct, bind);
            case "AVG" -> avg(args, distinct, bind);
            case "MIN" ->
                    new Simple(
                            name,
                            extremeType(args.getFirst()),
                            true,
                            args,
                            false,
                            bind,
                            a -> new Extreme(a.getFirst(), -1));
            case "MAX" ->
                    new Simple(
                            name,
                            extremeType(args.getFirst()),
                            true,
                            args,
                            false,
                            bind,
                            a -> new Extreme(a.getFirst(), 1));
            case "BIT_AND", "BIT_OR", "BIT_XOR" -> bits(name, args, bind);
            case "STD", "STDDEV", "STDDEV_POP" -> variance(name, args, bind, false, true);
            case "STDDEV_SAMP" -> variance(name, args, bind, true, true);
            case "VAR_POP", "VARIANCE" -> variance(name, args, bind, false, false);
            case "VAR_SAMP" -> variance(name, args, bind, true, false);
            case "ANY_VALUE" ->
                    new Simple(
                            name,
                            args.getFirst().type().sized(),
                            true,
                            args,
                            false,
                            bind,
                            a -> new AnyValue(a.getFirst()));
            case "JSON_ARRAYAGG" ->
                    new Simple(
                            name,
                            SqlType.JSON,
                            true,
                            args,
                            false,
                            bind,
                            a -> new JsonAggregates.ArrayAgg(a.getFirst()));
            case "JSON_OBJECTAGG" ->
                    new Simple(
                            name,
                            SqlType.JSON,
                            true,
                            args,
                            false,
                            bind,
                            a -> new JsonAggregates.ObjectAgg(a.get(0), a.get(1)));
            default -> throw new SqlException(MySqlError.ER_SP_DOES_NOT_EXIST, "FUNCTION", name);
        };
    }

    /** An aggregate whose state is made from its arguments. */
    record Simple(
            String name,
            SqlType type,
            boolean nullable,
            List<Expr> arguments,
            boolean distinct,
            BindContext bind,
            Function<List<Expr>, Aggregator> state)
            implements AggregateFunction {
        @Override
        public boolean grows() {
            return distinct || type.kind() == TypeKind.JSON;
        }

        @Override
        public boolean takesBatches() {
            boolean fits =
                    switch (name) {
                        case "COUNT", "MIN", "MAX" -> true;
                        // Text that is no number warns.
                        case "SUM", "AVG" -> TypeMath.isNumber(arguments.getFirst().type());
                        default -> false;
                    };
            return fits && !distinct && arguments.stream().allMatch(Expr::isQuiet);
        }

        @Override
        public Aggregator newAggregator() {
            Aggregator plain = state.apply(arguments);
            return distinct ? new DistinctValues(arguments, plain) : plain;
        }

        @Override
        public AggregateFunction withArguments(List<Expr> newArguments) {
            return resolve(name, newArguments, distinct, bind);
        }
    }

    private static AggregateFunction count(List<Expr> args, boolean distinct, BindContext bind) {
        SqlType type = SqlType.integerOfWidth(21, false);
        return new Simple(
                "COUNT",
                type,
                false,
                args,
                distinct,
                bind,
                a -> a.isEmpty() ? new CountRows() : new Count(a));
    }

    private static AggregateFunction sum(List<Expr> args, boolean distinct, BindContext bind) {
        SqlType arg = args.getFirst().type();
        if (isApproximate(arg)) {
            return new Simple(
                    "SUM",
                    sumDouble(arg),
                    true,
                    args,
                    distinct,
                    bind,
                    a -> new DoubleSum(a.getFirst(), false));
        }
        SqlType type = SqlType.decimal(TypeMath.precision(arg) + 22, TypeMath.scale(arg));
        boolean integers = TypeMath.scale(arg) == 0 && arg.kind() != TypeKind.DECIMAL;
        return new Simple(
                "SUM",
                type,
                true,
                args,
                distinct,
                bind,
                a -> integers ? new LongSum(a.getFirst(), -1) : new DecimalSum(a.getFirst(), -1));
    }

    private static boolean isApproximate(SqlType type) {
        return !(type.isInteger()
                || type.kind() == TypeKind.DECIMAL
                || type.kind() == TypeKind.YEAR
                || type.isTemporal()
                || type.kind() == TypeKind.BIT);
    }

    private static SqlType sumDouble(SqlType arg) {
        return arg.isFloating() && arg.scale() != SqlType.NOT_FIXED
                ? SqlType.doubleOf(arg.scale())
                : SqlType.DOUBLE;
    }

    private static AggregateFunction avg(List<Expr> args, boolean distinct, BindContext bind) {
        SqlType arg = args.getFirst().type();
        if (isApproximate(arg)) {
            return new Simple(
                    "AVG",
                    SqlType.DOUBLE,
                    true,
                    args,
                    distinct,
                    bind,
                    a -> new DoubleSum(a.getFirst(), true));
        }
        int increment = bind.divPrecisionIncrement();
        int scale = Math.min(30, TypeMath.scale(arg) + increment);
        SqlType type = SqlType.decimal(TypeMath.precision(arg) + increment, scale);
        boolean integers = TypeMath.scale(arg) == 0 && arg.kind() != TypeKind.DECIMAL;
        return new Simple(
                "AVG",
                type,
                true,
                args,
                distinct,
                bind,
                a ->
                        integers
                                ? new LongSum(a.getFirst(), increment)
                                : new DecimalSum(a.getFirst(), increment));
    }

    private static SqlType extremeType(Expr arg) {
        SqlType type = arg.type();
        return type.kind() == TypeKind.ENUM || type.kind() == TypeKind.SET
                ? type.withoutMembers()
                : type.sized();
    }

    private static AggregateFunction bits(String name, List<Expr> args, BindContext bind) {
        if (BinaryBits.applies(args.getFirst())) {
            char operation =
                    switch (name.charAt(4)) {
                        case 'A' -> '&';
                        case 'O' -> '|';
                        default -> '^';
                    };
            return new Simple(
                    name,
                    BinaryBits.aggregateType(args.getFirst()),
                    false,
                    args,
                    false,
                    bind,
                    a -> new BinaryBits.Aggregate(a.getFirst(), operation));
        }
        return new Simple(
                name,
                SqlType.BIGINT_UNSIGNED,
                false,
                args,
                false,
                bind,
                a -> new Bits(a.getFirst(), name.charAt(4)));
    }

    private static AggregateFunction variance(
            String name, List<Expr> args, BindContext bind, boolean sample, boolean root) {
        return new Simple(
                name,
                SqlType.DOUBLE,
                true,
                args,
                false,
                bind,
                a -> new Variance(a.getFirst(), sample, root));
    }

    private static final class CountRows implements Aggregator {
        private long count;

        @Override
        public void add(EvalContext ctx) {
            count++;
        }

        @Override
        public void addAll(EvalContext ctx, RowBatch batch) {
            count += batch.count();
        }

        @Override
        public Object result(EvalContext ctx) {
            return count;
        }

        @Override
        public void reset() {
            count = 0;
        }

        @Override
        public boolean remove(EvalContext ctx) {
            count--;
            return true;
        }
    }

    private static final class Count implements Aggregator {
        private final Expr[] arguments;
        private long count;

        Count(List<Expr> arguments) {
            this.arguments = arguments.toArray(new Expr[0]);
        }

        private boolean counts(EvalContext ctx) {
            for (Expr argument : arguments) {
                if (argument.nullable() && isNull(argument, ctx)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void add(EvalContext ctx) {
            if (counts(ctx)) {
                count++;
            }
        }

        @Override
        public Object result(EvalContext ctx) {
            return count;
        }

        @Override
        public void reset() {
            count = 0;
        }

        @Override
        public boolean remove(EvalContext ctx) {
            if (counts(ctx)) {
                count--;
            }
            return true;
        }
    }

    static boolean isNull(Expr expr, EvalContext ctx) {
        if (expr instanceof ColumnRef ref) {
            return ctx.rows[ref.input()].isNull(ref.column());
        }
        return expr.isNull(ctx);
    }

    /**
     * Sum of integers: in a long until it no longer fits. An average if the increment of divisions
     * is not negative.
     */
    private static final class LongSum implements Aggregator {
        private final Expr argument;
        private final boolean unsigned;
        private final int increment;
        private long small;
        private BigInteger large = BigInteger.ZERO;
        private long count;

        LongSum(Expr argument, int increment) {
            this.argument = argument;
            this.unsigned = TypeMath.unsigned(argument.type());
            this.increment = increment;
        }

        @Override
        public void add(EvalContext ctx) {
            long value = argument.evalLong(ctx);
            if (!ctx.wasNull) {
                count++;
                plus(value, 1);
            }
        }

        @Override
        public void addAll(EvalContext ctx, RowBatch batch) {
            LongVector all = argument.evalLongs(ctx, batch);
            int rows = batch.count();
            for (int i = 0; i < rows; i++) {
                if (!all.nulls[i]) {
                    count++;
                    plus(all.values[i], 1);
                }
            }
        }

        private void plus(long value, int sign) {
            if (unsigned && value < 0) {
                BigInteger big = new BigInteger(Long.toUnsignedString(value));
                large = sign > 0 ? large.add(big) : large.subtract(big);
                return;
            }
            long signed = sign > 0 ? value : -value;
            long sum = small + signed;
            if (((small ^ sum) & (signed ^ sum)) < 0) {
                large = large.add(BigInteger.valueOf(small)).add(BigInteger.valueOf(signed));
                small = 0;
            } else {
                small = sum;
            }
        }

        @Override
        public @Nullable Object result(EvalContext ctx) {
            if (count == 0) {
                return null;
            }
            BigDecimal sum =
                    large.signum() == 0
                            ? BigDecimal.valueOf(small)
                            : new BigDecimal(large.add(BigInteger.valueOf(small)));
            return increment < 0
                    ? sum
                    : Arithmetic.divide(sum, BigDecimal.valueOf(count), increment);
        }

        @Override
        public void reset() {
            small = 0;
            large = BigInteger.ZERO;
            count = 0;
        }

        @Override
        public boolean remove(EvalContext ctx) {
            long value = argument.evalLong(ctx);
            if (!ctx.wasNull) {
                count--;
                plus(value, value == Long.MIN_VALUE ? 1 : -1);
                if (value == Long.MIN_VALUE) {
                    large =
                            large.subtract(BigInteger.valueOf(value))
                                    .subtract(BigInteger.valueOf(value));
                }
            }
            return true;
        }
    }

    private static final class DecimalSum implements Aggregator {
        private final Expr argument;
        private final int increment;
        private BigDecimal sum = BigDecimal.ZERO;
        private long count;

        DecimalSum(Expr argument, int increment) {
            this.argument = argument;
            this.increment = increment;
        }

        @Override
        public void add(EvalContext ctx) {
            BigDecimal value = argument.evalDecimal(ctx);
            if (value != null) {
                sum = sum.add(value);
                count++;
            }
        }

        @Override
        public @Nullable Object result(EvalContext ctx) {
            if (count == 0) {
                return null;
            }
            if (increment < 0) {
                return sum.setScale(TypeMath.scale(argument.type()), RoundingMode.HALF_UP);
            }
            return Arithmetic.divide(sum, BigDecimal.valueOf(count), increment);
        }

        @Override
        public void reset() {
            sum = BigDecimal.ZERO;
            count = 0;
        }

        @Override
        public boolean remove(EvalContext ctx) {
            BigDecimal value = argument.evalDecimal(ctx);
            if (value != null) {
                sum = sum.subtract(value);
                count--;
            }
            return true;
        }
    }

    private static final class DoubleSum implements Aggregator {
        private final Expr argument;
        private final boolean average;
        private double sum;
        private long count;

        DoubleSum(Expr argument, boolean average) {
            this.argument = argument;
            this.average = average;
        }

        @Override
        public void add(EvalContext ctx) {
            double value = argument.evalDouble(ctx);
            if (!ctx.wasNull) {
                sum += value;
                count++;
            }
        }

        @Override
        public @Nullable Object result(EvalContext ctx) {
            return count == 0 ? null : average ? (Object) (sum / count) : (Object) sum;
        }

        @Override
        public void reset() {
            sum = 0;
            count = 0;
        }
    }

    /** MIN and MAX. */
    private static final class Extreme implements Aggregator {
        private final Expr argument;
        private final int sign;
        private final boolean asText;
        private final boolean integers;
        private final boolean plainText;
        private final boolean unsigned;
        private final Collation collation;
        private boolean any;
        private long extreme;
        private @Nullable Object value;

        Extreme(Expr argument, int sign) {
            this.argument = argument;
            this.sign = sign;
            SqlType type = argument.type();
            this.asText = type.kind() == TypeKind.ENUM || type.kind() == TypeKind.SET;
            this.integers = type.isInteger();
            this.unsigned = TypeMath.unsigned(type);
            this.collation = type.collation();
            this.plainText = type.isString();
        }

        @Override
        public void add(EvalContext ctx) {
            if (integers) {
                long next = argument.evalLong(ctx);
                if (!ctx.wasNull) {
                    addInteger(next);
                }
                return;
            }
            if (plainText) {
                addText(ctx);
                return;
            }
            Object next = asText ? argument.evalBytes(ctx) : argument.eval(ctx);
            if (next != null && (value == null || sign * order(next, value) > 0)) {
                value = next;
                any = true;
            }
        }

        @Override
        public void addAll(EvalContext ctx, RowBatch batch) {
            if (!integers) {
                Aggregator.super.addAll(ctx, batch);
                return;
            }
            LongVector all = argument.evalLongs(ctx, batch);
            int rows = batch.count();
            for (int i = 0; i < rows; i++) {
                if (!all.nulls[i]) {
                    addInteger(all.values[i]);
                }
            }
        }

        private void addInteger(long next) {
            if (!any || compare(next) > 0) {
                extreme = next;
                any = true;
            }
        }

        private void addText(EvalContext ctx) {
            ByteSlice next = ctx.slice;
            if (!argument.evalSlice(ctx, next)) {
                return;
            }
            byte[] best = (byte[]) value;
            if (best == null
                    || sign
                                    * collation.compare(
                                            next.bytes,
                                            next.offset,
                                            next.length,
                                            best,
                                            0,
                                            best.length)
                            > 0) {
                value = next.copy();
                any = true;
            }
        }

        private int compare(long next) {
            int order =
                    unsigned ? Long.compareUnsigned(next, extreme) : Long.compare(next, extreme);
            return sign * order;
        }

        private int order(Object a, Object b) {
            return switch (a) {
                case Long l -> Long.compare(l, (Long) b);
                case Double d -> Double.compare(d, (Double) b);
                case BigDecimal d -> d.compareTo((BigDecimal) b);
                case byte[] s ->
                        argument.type().kind() == TypeKind.JSON
                                ? Json.compare(Json.parse(s), Json.parse((byte[]) b))
                                : collation.compare(
                                        s, 0, s.length, (byte[]) b, 0, ((byte[]) b).length);
                default -> throw new IllegalArgumentException(a.getClass().getName());
            };
        }

        @Override
        public @Nullable Object result(EvalContext ctx) {
            return !any ? null : integers ? (Object) extreme : value;
        }

        @Override
        public void reset() {
            any = false;
            value = null;
        }
    }

    private static final class Bits implements Aggregator {
        private final Expr argument;
        private final char operation;
        private long bits;

        Bits(Expr argument, char operation) {
            this.argument = argument;
            this.operation = operation;
            reset();
        }

        @Override
        public void add(EvalContext ctx) {
            long value = Arithmetic.bitsOf(argument, ctx);
            if (ctx.wasNull) {
                return;
            }
            switch (operation) {
                case 'A' -> bits &= value;
                case 'O' -> bits |= value;
                default -> bits ^= value;
            }
        }

        @Override
        public Object result(EvalContext ctx) {
            return bits;
        }

        @Override
        public void reset() {
            bits = operation == 'A' ? -1 : 0;
        }
    }

    /** Welford's recurrence, as MySQL computes it. */
    private static final class Variance implements Aggregator {
        private final Expr argument;
        private final boolean sample;
        private final boolean root;
        private long count;
        private double mean;
        private double squares;

        Variance(Expr argument, boolean sample, boolean root) {
            this.argument = argument;
            this.sample = sample;
            this.root = root;
        }

        @Override
        public void add(EvalContext ctx) {
            double value = argument.evalDouble(ctx);
            if (ctx.wasNull) {
                return;
            }
            count++;
            if (count == 1) {
                mean = value;
                squares = 0;
            } else {
                double before = mean;
                mean = before + (value - before) / count;
                squares += (value - before) * (value - mean);
            }
        }

        @Override
        public @Nullable Object result(EvalContext ctx) {
            if (count == 0 || (sample && count == 1)) {
                return null;
            }
            double variance = count == 1 ? 0 : squares / (sample ? count - 1 : count);
            return root ? Math.sqrt(variance) : variance;
        }

        @Override
        public void reset() {
            count = 0;
            mean = 0;
            squares = 0;
        }
    }

    private static final class AnyValue implements Aggregator {
        private final Expr argument;
        private boolean any;
        private @Nullable Object value;

        AnyValue(Expr argument) {
            this.argument = argument;
        }

        @Override
        public void add(EvalContext ctx) {
            if (!any) {
                value = argument.eval(ctx);
                any = true;
            }
        }

        @Override
        public @Nullable Object result(EvalContext ctx) {
            return value;
        }

        @Override
        public void reset() {
            any = false;
            value = null;
        }
    }
}
