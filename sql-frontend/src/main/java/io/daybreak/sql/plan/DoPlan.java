package io.daybreak.sql.plan;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.exec.Evaluation;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.expr.Expr;
import java.util.List;

/** DO: expressions without a result. Immutable. */
record DoPlan(
        Expr[] expressions, int slotCount, List<Dependency> dependencies, int[] structuralLiterals)
        implements Plan {
    private static final ResultColumn[] NO_COLUMNS = {};

    @Override
    public ResultColumn[] columns() {
        return NO_COLUMNS;
    }

    @Override
    public boolean isShort() {
        return false;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public ExecutionResult execute(ExecutionContext context, ResultSink sink) {
        Evaluation.all(expressions, slotCount, context);
        return ExecutionResult.UNSEEN_ROW;
    }

    @Override
    public String explainTree() {
        return "-> Compute\n";
    }
}
