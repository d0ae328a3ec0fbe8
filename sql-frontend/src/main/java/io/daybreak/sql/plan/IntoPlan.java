package io.daybreak.sql.plan;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.exec.RowIntoVariables;
import io.daybreak.sql.types.SqlType;
import java.util.List;

/** SELECT … INTO @variables. Immutable. */
record IntoPlan(SelectPlan query, SqlType[] types, List<String> names) implements Plan {
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
        return query.isReadOnly();
    }

    @Override
    public List<Dependency> dependencies() {
        return query.dependencies();
    }

    @Override
    public int[] structuralLiterals() {
        return query.structuralLiterals();
    }

    @Override
    public List<Sensitivity> sensitivities() {
        return query.sensitivities();
    }

    @Override
    public ExecutionResult execute(ExecutionContext context, ResultSink sink) {
        return RowIntoVariables.run(
                query.root(), query.outputs(), types, names, query.slotCount(), context);
    }

    @Override
    public String explainTree() {
        return query.explainTree();
    }
}
