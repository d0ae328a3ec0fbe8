package io.daybreak.sql.expr;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Window functions that are no aggregates, by name. Thread-safe. */
public final class WindowFunctions {
    private WindowFunctions() {}

    public static boolean exists(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "ROW_NUMBER",
                    "RANK",
                    "DENSE_RANK",
                    "PERCENT_RANK",
                    "CUME_DIST",
                    "NTILE",
                    "LAG",
                    "LEAD",
                    "FIRST_VALUE",
                    "LAST_VALUE",
                    "NTH_VALUE" ->
                    true;
            default -> false;
        };
    }

    /** Offsets, NTILE's number and NTH_VALUE's are constants: evaluated per row, cheaply. */
    public static WindowFunction resolve(String name, List<Expr> arguments, BindContext bind) {
        String upper = name.toUpperCase(Locale.ROOT);
        int n = arguments.size();
        boolean fits =
                switch (upper) {
                    case "ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST" -> n == 0;
                    case "NTILE", "FIRST_VALUE", "LAST_VALUE" -> n == 1;
                    case "NTH_VALUE" -> n == 2;
                    case "LAG", "LEAD" -> n >= 1 && n <= 3;
                    default ->
                            throw new SqlException(
                                    MySqlError.ER_SP_DOES_NOT_EXIST, "FUNCTION", name);
                };
        if (!fits) {
            throw new SqlException(MySqlError.ER_WRONG_PARAMCOUNT_TO_NATIVE_FCT, name);
        }
        return switch (upper) {
            case "ROW_NUMBER", "RANK", "DENSE_RANK" ->
                    new Ranking(
                            upper,
                            SqlType.integer(io.daybreak.sql.types.TypeKind.BIGINT, true),
                            List.of());
            case "NTILE" ->
                    new Ranking(
                            upper,
                            SqlType.integer(io.daybreak.sql.types.TypeKind.BIGINT, true),
                            List.copyOf(arguments));
            case "PERCENT_RANK", "CUME_DIST" -> new Ranking(upper, SqlType.DOUBLE, List.of());
            case "LAG", "LEAD" -> offset(upper, arguments, bind);
            default -> frameValue(upper, arguments);
        };
    }

    private static WindowFunction frameValue(String name, List<Expr> arguments) {
        Expr value = arguments.getFirst();
        SqlType type = value.type().kept();
        List<Expr> converted = new ArrayList<>(arguments);
        converted.set(0, Exprs.convert(value, type));
        return new FrameValue(name, type, List.copyOf(converted));
    }

    private static WindowFunction offset(String name, List<Expr> arguments, BindContext bind) {
        List<Expr> values = new ArrayList<>();
        values.add(arguments.getFirst());
        if (arguments.size() > 2) {
            values.add(arguments.get(2));
        }
        SqlType type = ResultTypes.common(name, values, bind).kept();
        List<Expr> converted = new ArrayList<>(arguments);
        converted.set(0, Exprs.convert(arguments.getFirst(), type));
        if (arguments.size() > 2) {
            converted.set(2, Exprs.convert(arguments.get(2), type));
        }
        return new Offset(name, type, List.copyOf(converted));
    }

    /** What depends on the row's place only. */
    private record Ranking(String name, SqlType type, List<Expr> arguments)
            implements WindowFunction {
        @Override
        public boolean nullable() {
            return false;
        }

        @Override
        public @Nullable Object value(
                WindowPartition p, EvalContext ctx, int row, int frameStart, int frameEnd) {
            return switch (name) {
                case "ROW_NUMBER" -> row + 1L;
                case "RANK" -> p.peerStart(row) + 1L;
                case "DENSE_RANK" -> p.peerGroup(row) + 1L;
                case "PERCENT_RANK" ->
                        p.size() == 1 ? 0.0 : (double) p.peerStart(row) / (p.size() - 1);
                case "CUME_DIST" -> (double) p.peerEnd(row) / p.size();
                default -> tile(p, ctx, row);
            };
        }

        private Object tile(WindowPartition p, EvalContext ctx, int row) {
            long tiles = arguments.getFirst().evalLong(ctx);
            if (ctx.wasNull || tiles <= 0) {
                throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, "ntile");
            }
            long small = p.size() / tiles;
            long large = p.size() % tiles;
            long inLarge = large * (small + 1);
            return row < inLarge
                    ? row / (small + 1) + 1
                    : large + (row - inLarge) / Math.max(1, small) + 1;
        }
    }

    /** LAG and LEAD. */
    private record Offset(String name, SqlType type, List<Expr> arguments)
            implements WindowFunction {
        @Override
        public boolean nullable() {
            return true;
        }

        @Override
        public @Nullable Object value(
                WindowPartition p, EvalContext ctx, int row, int frameStart, int frameEnd) {
            long distance = arguments.size() > 1 ? arguments.get(1).evalLong(ctx) : 1;
            if (distance < 0) {
                throw new SqlException(
                        MySqlError.ER_WRONG_ARGUMENTS, name.toLowerCase(Locale.ROOT));
            }
            long at = name.equals("LAG") ? row - distance : row + distance;
            if (at >= 0 && at < p.size()) {
                return at(arguments.getFirst(), p, ctx, (int) at);
            }
            return arguments.size() > 2 ? at(arguments.get(2), p, ctx, row) : null;
        }
    }

    private static @Nullable Object at(
            Expr expr, WindowFunction.WindowPartition p, EvalContext ctx, int index) {
        RowReader before = ctx.rows[0];
        ctx.rows[0] = p.row(index);
        Object value = expr.eval(ctx);
        ctx.rows[0] = before;
        return value;
    }

    /** FIRST_VALUE, LAST_VALUE, NTH_VALUE. */
    private record FrameValue(String name, SqlType type, List<Expr> arguments)
            implements WindowFunction {
        @Override
        public boolean nullable() {
            return true;
        }

        @Override
        public @Nullable Object value(
                WindowPartition p, EvalContext ctx, int row, int frameStart, int frameEnd) {
            long index =
                    switch (name) {
                        case "FIRST_VALUE" -> frameStart;
                        case "LAST_VALUE" -> frameEnd - 1L;
                        default -> frameStart + arguments.get(1).evalLong(ctx) - 1;
                    };
            return index < frameStart || index >= frameEnd
                    ? null
                    : at(arguments.getFirst(), p, ctx, (int) index);
        }
    }
}
