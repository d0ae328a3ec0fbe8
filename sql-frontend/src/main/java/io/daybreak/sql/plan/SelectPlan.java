package io.daybreak.sql.plan;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.PlanText;
import io.daybreak.sql.exec.RowsToSink;
import java.util.List;

/** A statement with a result set. Immutable. */
record SelectPlan(
        PlanNode root,
        int[] outputs,
        int slotCount,
        ResultColumn[] columns,
        boolean isShort,
        boolean mayBeShort,
        boolean isReadOnly,
        List<Dependency> dependencies,
        int[] structuralLiterals,
        List<Sensitivity> sensitivities)
        implements Plan {
    @Override
    public ExecutionResult execute(ExecutionContext context, ResultSink sink) {
        return RowsToSink.run(root, outputs, slotCount, columns, context, sink);
    }

    @Override
    public String explainTree() {
        return PlanText.tree(root);
    }
}
