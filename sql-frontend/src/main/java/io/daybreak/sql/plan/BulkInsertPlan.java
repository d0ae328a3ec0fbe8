package io.daybreak.sql.plan;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.exec.Insert;
import io.daybreak.sql.exec.InsertRun;
import io.daybreak.sql.exec.ValueRows;
import java.util.List;

/**
 * The plan of an INSERT or REPLACE with one row, run for many. Good for one run, as its rows are
 * read once.
 */
public record BulkInsertPlan(Insert statement, List<Dependency> dependencies, ValueRows source)
        implements Plan {
    private static final int[] NO_LITERALS = {};
    private static final ResultColumn[] NO_COLUMNS = {};

    /** Whether the plan is that of an INSERT with one row. */
    public static boolean takes(Plan plan) {
        return plan instanceof InsertPlan insert
                && insert.statement().rows() != null
                && insert.statement().onDuplicate().isEmpty();
    }

    /**
     * @param plan one that it {@link #takes}
     */
    public static Plan of(Plan plan, ValueRows source) {
        InsertPlan insert = (InsertPlan) plan;
        return new BulkInsertPlan(insert.statement(), insert.dependencies(), source);
    }

    /** Which of the columns that the INSERT names take x'41' and b'1' for numbers. */
    public static boolean[] numericColumns(Plan plan) {
        Insert insert = ((InsertPlan) plan).statement();
        List<ColumnDefinition> columns = insert.writer().table().definition().columns();
        boolean[] numeric = new boolean[insert.columns().length];
        for (int i = 0; i < numeric.length; i++) {
            numeric[i] = DmlPlans.takesBitsAsNumber(columns.get(insert.columns()[i]).type());
        }
        return numeric;
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
