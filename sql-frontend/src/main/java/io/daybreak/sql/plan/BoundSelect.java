package io.daybreak.sql.plan;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One query block after binding: what {@link SelectPlanner} makes a plan of.
 *
 * @param grouped the GROUP BY items with their slots
 */
record BoundSelect(
        FromTree from,
        List<Bound> where,
        List<JoinPlanner.Existence> existences,
        boolean aggregates,
        List<ExpressionBinder.Grouped> grouped,
        boolean rollup,
        Aggregation aggregation,
        @Nullable Bound having,
        Windows windows,
        List<BoundQuery.Output> outputs,
        boolean distinct,
        List<Key> order,
        @Nullable Bound limit,
        @Nullable Bound offset,
        BitSet outerSlots,
        boolean straight) {
    /**
     * A sort key.
     *
     * @param output position in the select list; -1 if it is not there
     */
    record Key(int output, Bound value, boolean descending) {}
}
