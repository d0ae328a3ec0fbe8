package io.daybreak.sql.plan;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.exec.Change;
import io.daybreak.sql.exec.ChangeRun;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.exec.PlanText;
import java.util.List;

/** UPDATE or DELETE. Immutable. */
record ChangePlan(
        Change statement,
        boolean isShort,
        List<Dependency> dependencies,
        int[] structuralLiterals,
        List<Sensitivity> sensitivities)
        implements Plan {
    private static final ResultColumn[] NO_COLUMNS = {};

    @Override
    public ResultColumn[] columns() {
        return NO_COLUMNS;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public ExecutionResult execute(ExecutionContext context, ResultSink sink) {
        return ChangeRun.run(statement, context);
    }

    @Override
    public String explainTree() {
        return (statement.delete() ? "-> Delete\n" : "-> Update\n")
                + PlanText.tree(statement.plan());
    }
}
