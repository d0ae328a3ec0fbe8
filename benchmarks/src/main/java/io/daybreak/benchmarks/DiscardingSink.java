package io.daybreak.benchmarks;

import io.daybreak.engine.api.RowReader;
import io.daybreak.server.wire.PacketWriter;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Writes rows as the text protocol does, and forgets them. For one thread. */
final class DiscardingSink implements ResultSink {
    private final PacketWriter output = new PacketWriter(UnpooledByteBufAllocator.DEFAULT);
    private final long start = output.mark();
    private ResultColumn[] columns = {};
    private long rows;
    private @Nullable SqlException failure;

    /** Rows since the last {@link #columns}. */
    long rows() {
        return rows;
    }

    void check() {
        SqlException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void columns(ResultColumn[] resultColumns) {
        columns = resultColumns;
        rows = 0;
        output.rollBack(start);
    }

    @Override
    public void row(RowReader row) {
        rows++;
        for (int i = 0; i < columns.length; i++) {
            if (!row.isNull(i)) {
                int begin = output.beginValue();
                columns[i].format().text(row, i, output);
                output.endValue(begin);
            }
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void awaitWritable() {}

    @Override
    public void end(int warnings, int statusFlags, boolean more) {}

    @Override
    public void ok(
            long affectedRows,
            long lastInsertId,
            int warnings,
            int statusFlags,
            String info,
            boolean more) {}

    @Override
    public void error(SqlException error) {
        failure = error;
    }

    @Override
    public void requestLocalFile(String name, LocalFileReader reader) {
        throw new UnsupportedOperationException();
    }
}
