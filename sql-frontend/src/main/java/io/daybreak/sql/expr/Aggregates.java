package io.daybreak.sql.expr;

import java.util.List;
import java.util.Locale;

/** Aggregate functions by name. Thread-safe. */
public final class Aggregates {
    private Aggregates() {}

    /** A sort key of GROUP_CONCAT's ORDER BY. */
    public record SortKey(Expr expression, boolean descending) {}

    /** Whether there is an aggregate of the name. */
    public static boolean exists(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "COUNT",
                    "SUM",
                    "AVG",
                    "MIN",
                    "MAX",
                    "GROUP_CONCAT",
                    "BIT_AND",
                    "BIT_OR",
                    "BIT_XOR",
                    "STD",
                    "STDDEV",
                    "STDDEV_POP",
                    "STDDEV_SAMP",
                    "VAR_POP",
                    "VAR_SAMP",
                    "VARIANCE",
                    "ANY_VALUE",
                    "JSON_ARRAYAGG",
                    "JSON_OBJECTAGG" ->
                    true;
            default -> false;
        };
    }

    /**
     * An aggregate other than GROUP_CONCAT.
     *
     * @param arguments none for COUNT(*)
     */
    public static AggregateFunction resolve(
            String name, List<Expr> arguments, boolean distinct, BindContext bind) {
        return AggregateResolver.resolve(
                name.toUpperCase(Locale.ROOT), List.copyOf(arguments), distinct, bind);
    }

    public static AggregateFunction groupConcat(
            List<Expr> arguments,
            boolean distinct,
            List<SortKey> order,
            byte[] separator,
            BindContext bind) {
        return GroupConcat.of(
                List.copyOf(arguments), distinct, List.copyOf(order), separator, bind);
    }

    /** The aggregate as a window function over its frame. */
    public static WindowFunction asWindow(AggregateFunction function) {
        return new AggregateOverWindow(function);
    }
}
