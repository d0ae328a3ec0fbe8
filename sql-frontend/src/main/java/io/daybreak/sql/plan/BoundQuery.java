package io.daybreak.sql.plan;

import io.daybreak.sql.exec.PlanNode;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query expression with its physical plan.
 *
 * @param outerSlots slots of queries around it that it reads
 */
record BoundQuery(PlanNode plan, List<Output> outputs, BitSet outerSlots) {
    /**
     * A column of the result.
     *
     * @param value the slot that holds it
     * @param origin the column that it shows unchanged; null if it is computed
     */
    record Output(String name, Bound value, @Nullable ScopeColumn origin) {}

    int[] slots() {
        return outputs.stream().mapToInt(o -> o.value().slot()).toArray();
    }
}
