package io.daybreak.sql.plan;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.exec.Insert;
import io.daybreak.sql.exec.InsertRun;
import io.daybreak.sql.exec.PlanText;
import java.util.List;

/** INSERT or REPLACE. Immutable. */
public record InsertPlan(
        Insert statement, boolean isShort, List<Dependency> dependencies, int[] structuralLiterals)
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
        return InsertRun.run(statement, context);
    }

    @Override
    public String explainTree() {
        String head = "-> Insert into " + statement.writer().table().definition().name() + "\n";
        return statement.query() == null ? head : head + PlanText.tree(statement.query());
    }
}
