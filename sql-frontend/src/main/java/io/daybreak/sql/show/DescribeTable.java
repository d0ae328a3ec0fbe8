package io.daybreak.sql.show;

import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.session.StatementContext;

/** DESCRIBE: SHOW COLUMNS, with a column's name or pattern. Stateless. */
public final class DescribeTable {
    private DescribeTable() {}

    /**
     * Sends columns and rows; the caller ends the result.
     *
     * @return how many rows were sent
     */
    public static long run(
            Statement.Describe statement, StatementContext context, ResultSink sink) {
        ShowResult all = ShowColumns.columns(statement.table(), null, false, context);
        String pattern = statement.column();
        if (pattern == null) {
            return all.send(context, sink);
        }
        return FilteredResult.like(pattern, all, context, sink);
    }
}
