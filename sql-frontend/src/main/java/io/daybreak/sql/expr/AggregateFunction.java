package io.daybreak.sql.expr;

import io.daybreak.sql.types.SqlType;
import java.util.List;

/** An aggregate with its arguments, made by {@link Aggregates}. Immutable and thread-safe. */
public interface AggregateFunction {
    /** SUM, COUNT, … */
    String name();

    SqlType type();

    boolean nullable();

    List<Expr> arguments();

    boolean distinct();

    /** Whether the running state grows with the rows: {@link Aggregator#memoryBytes}. */
    boolean grows();

    /**
     * Whether rows may be taken by {@link Aggregator#addAll}: nobody can tell that other aggregates
     * take them before or after.
     */
    default boolean takesBatches() {
        return false;
    }

    Aggregator newAggregator();

    /** The same aggregate over other arguments (and, of GROUP_CONCAT, other sort keys). */
    AggregateFunction withArguments(List<Expr> arguments);
}
