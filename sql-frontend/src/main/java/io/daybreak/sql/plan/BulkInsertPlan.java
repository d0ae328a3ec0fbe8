package io.daybreak.sql.plan;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.exec.Insert;
import io.daybreak.sql.exec.InsertRun;
import io.daybreak.sql.exec.ValueRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of an INSERT or REPLACE with one row, run for many. Good for one run, as its rows are
 * read once.
 */
public record BulkInsertPlan(Insert statement, List<Dependency> dependencies, ValueRows source)
        implements Plan {
    private static final int[] NO_LITERALS = {};
    private static final ResultColumn[] NO_COLUMNS = {};

    /** Null if the plan is another one than that of an INSERT with one row. */
    public static @Nullable Plan of(Plan plan, ValueRows source) {
        return plan instanceof InsertPlan insert
                        && insert.statement().rows() != null
                        && insert.statement().onDuplicate().isEmpty()
                ? new BulkInsertPlan(insert.statement(), insert.dependencies(), source)
                : null;
    }

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
        return false;
    }

    @Override
    public int[] structuralLiterals() {
        return NO_LITERALS;
    }

    @Override
    public ExecutionResult execute(ExecutionContext context, ResultSink sink) {
        return InsertRun.run(statement, context, source);
    }

    @Override
    public String explainTree() {
        return "-> Insert into " + statement.writer().table().definition().name() + "\n";
    }
}
