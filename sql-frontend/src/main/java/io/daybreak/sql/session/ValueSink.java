package io.daybreak.sql.session;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import org.jspecify.annotations.Nullable;

/** Takes the one value of a query that a statement needs for itself. */
final class ValueSink implements ResultSink {
    @Nullable Object value;

    @Override
    public void columns(ResultColumn[] columns) {
        // One column, of no interest.
    }

    @Override
    public void row(RowReader row) {
        value = row.get(0);
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void awaitWritable() {
        // Always is.
    }

    @Override
    public void end(int warnings, int statusFlags, boolean more) {
        throw new IllegalStateException("a plan does not end its result");
    }

    @Override
    public void ok(
            long affectedRows,
            long lastInsertId,
            int warnings,
            int statusFlags,
            String info,
            boolean more) {
        throw new IllegalStateException("a plan does not answer");
    }

    @Override
    public void error(SqlException error) {
        throw error;
    }

    @Override
    public void requestLocalFile(String name, LocalFileReader reader) {
        throw new IllegalStateException("a plan asks for no file");
    }
}
