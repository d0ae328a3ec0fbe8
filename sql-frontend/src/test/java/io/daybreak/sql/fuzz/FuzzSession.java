package io.daybreak.sql.fuzz;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.client.TestConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session whose every answer is written out as the server would, in both protocols, and thrown
 * away. Used by one thread.
 */
final class FuzzSession implements AutoCloseable {
    private static final AtomicInteger IDS = new AtomicInteger();

    private final SqlDatabase database;
    private final String schema;
    private SqlSession session;

    FuzzSession(SqlDatabase database, String schema) {
        this.database = database;
        this.schema = schema;
        this.session = open();
    }

    private SqlSession open() {
        return database.openSession(
                Objects.requireNonNull(database.account("root", "localhost")),
                new TestConnection(IDS.incrementAndGet()),
                schema.isEmpty() ? null : schema);
    }

    /** A session of its own for what comes now: modes and character sets are the defaults again. */
    void reopen() {
        session.close();
        session = open();
    }

    SqlSession session() {
        return session;
    }

    /** What the statement answered; runs it as the event loop does first, then as a thread does. */
    Answer run(byte[] sql) {
        Answer inline = new Answer();
        SqlSession.Progress progress = session.query(sql, 0, sql.length, true, inline, false);
        if (progress != SqlSession.Progress.WOULD_BLOCK) {
            return inline.await(progress);
        }
        Answer answer = new Answer();
        return answer.await(session.query(sql, 0, sql.length, true, answer, true));
    }

    Answer run(String sql) {
        return run(sql.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        session.close();
    }

    static final class Answer implements ResultSink, ResultColumn.ByteOutput {
        final List<SqlException> errors = new ArrayList<>();

        /** The text of all values, as far as it is short. */
        final StringBuilder text = new StringBuilder();

        private final CountDownLatch done = new CountDownLatch(1);
        private ResultColumn[] columns = {};
        int rows;
        long bytes;

        Answer await(SqlSession.Progress progress) {
            try {
                if (!done.await(
                        progress == SqlSession.Progress.COMPLETE ? 0 : 30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("no answer: " + progress);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return this;
        }

        @Override
        public void columns(ResultColumn[] definitions) {
            columns = definitions;
        }

        @Override
        public void row(RowReader row) {
            rows++;
            for (int i = 0; i < columns.length; i++) {
                if (!row.isNull(i)) {
                    columns[i].format().text(row, i, this);
                    columns[i].format().binary(row, i, this);
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
        public void end(int warnings, int statusFlags, boolean more) {
            end(more);
        }

        private void end(boolean more) {
            if (!more) {
                done.countDown();
            }
        }

        @Override
        public void ok(
                long affectedRows,
                long lastInsertId,
                int warnings,
                int statusFlags,
                String info,
                boolean more) {
            end(more);
        }

        @Override
        public void error(SqlException error) {
            errors.add(error);
            done.countDown();
        }

        @Override
        public void requestLocalFile(String name, LocalFileReader reader) {}

        @Override
        public void writeByte(int value) {
            bytes++;
        }

        @Override
        public void writeShort(int value) {
            bytes += 2;
        }

        @Override
        public void writeInt(int value) {
            bytes += 4;
        }

        @Override
        public void writeLong(long value) {
            bytes += 8;
        }

        @Override
        public void writeBytes(byte[] source, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, source.length);
            bytes += length;
            if (text.length() < 10_000) {
                text.append(
                                new String(
                                        source,
                                        offset,
                                        Math.min(length, 1000),
                                        StandardCharsets.UTF_8))
                        .append(' ');
            }
        }

        @Override
        public void writeLength(long length) {
            bytes += 9;
        }

        @Override
        public void accept(byte[] source, int offset, int length) {
            writeBytes(source, offset, length);
        }
    }
}
