package io.daybreak.sql.session;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;

/**
 * Passes everything on and remembers whether it was told an error: then no further statement of a
 * text runs.
 */
final class FailureSeen implements ResultSink {
    private final ResultSink sink;
    private boolean failed;

    FailureSeen(ResultSink sink) {
        this.sink = sink;
    }

    boolean failed() {
        return failed;
    }

    @Override
    public void columns(ResultColumn[] columns) {
        sink.columns(columns);
    }

    @Override
    public void row(RowReader row) {
        sink.row(row);
    }

    @Override
    public boolean isWritable() {
        return sink.isWritable();
    }

    @Override
    public void awaitWritable() throws InterruptedException {
        sink.awaitWritable();
    }

    @Override
    public void end(int warnings, int statusFlags, boolean more) {
        sink.end(warnings, statusFlags, more);
    }

    @Override
    public void ok(
            long affectedRows,
            long lastInsertId,
            int warnings,
            int statusFlags,
            String info,
            boolean more) {
        sink.ok(affectedRows, lastInsertId, warnings, statusFlags, info, more);
    }

    @Override
    public void error(SqlException error) {
        failed = true;
        sink.error(error);
    }

    @Override
    public void requestLocalFile(String name, LocalFileReader reader) throws InterruptedException {
        sink.requestLocalFile(name, reader);
    }
}
