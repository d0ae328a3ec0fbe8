package io.daybreak.sql.account;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.client.NoConnections;
import io.daybreak.sql.client.TestConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A session with answers as text, one line each. */
public final class SqlClient implements AutoCloseable {
    private final SqlSession session;

    /** What LOAD DATA LOCAL gets; null: the client has no such file. */
    public byte @Nullable [] file;

    public SqlClient(SqlDatabase database, String user, String host) {
        this(database, user, host, NoConnections.INSTANCE);
    }

    public SqlClient(SqlDatabase database, String user, String host, ConnectionRegistry registry) {
        SqlDatabase.Account account = database.account(user, host);
        if (account == null) {
            throw new IllegalArgumentException("no account for " + user + "@" + host);
        }
        session = database.openSession(account, new TestConnection(1, host, true, registry), null);
    }

    /** Rows with tabs between columns; {@code OK affected info}; {@code ERROR code message}. */
    public List<String> run(String sql) {
        return answer(sql).lines;
    }

    /** How the columns of a result are described; none if there is an error. */
    public List<ResultColumn> columns(String sql) {
        return answer(sql).columns;
    }

    private Answer answer(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        Answer answer = new Answer();
        session.query(text, 0, text.length, false, answer, true);
        try {
            if (!answer.done.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no answer to " + sql);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return answer;
    }

    public String one(String sql) {
        return String.join("\n", run(sql));
    }

    /** The answer if the statement runs where it may not wait; null if it does not. */
    public @Nullable List<String> inline(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        Answer answer = new Answer();
        SqlSession.Progress progress = session.query(text, 0, text.length, false, answer, false);
        return progress == SqlSession.Progress.WOULD_BLOCK ? null : answer.lines;
    }

    /** Whether the text can be prepared where nothing may wait. */
    public boolean prepareInline(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        return session.prepare(text, 0, text.length, false) != null;
    }

    /**
     * Prepares the text and runs it with these integers and texts, as the protocol does.
     *
     * @return false if it would have to wait, to be planned for example, and may not
     */
    public boolean execute(String sql, boolean mayWait, Object... values) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        SqlSession.Prepared prepared = session.prepare(text, 0, text.length, true);
        SqlSession.Parameter[] parameters = new SqlSession.Parameter[values.length];
        for (int i = 0; i < values.length; i++) {
            parameters[i] =
                    values[i] instanceof Long
                            ? new SqlSession.Parameter(values[i], 0x08, false)
                            : new SqlSession.Parameter(
                                    values[i].toString().getBytes(StandardCharsets.UTF_8),
                                    0xfd,
                                    false);
        }
        return session.execute(Objects.requireNonNull(prepared), parameters, new Answer(), mayWait)
                != SqlSession.Progress.WOULD_BLOCK;
    }

    /** COM_RESET_CONNECTION. */
    public void reset() {
        session.reset();
    }

    /** How many columns COM_FIELD_LIST tells of a table. */
    public int fieldCount(String table) {
        return session.fieldList(table, "").length;
    }

    @Override
    public void close() {
        session.close();
    }

    private final class Answer implements ResultSink {
        private final List<String> lines = new ArrayList<>();
        private final CountDownLatch done = new CountDownLatch(1);
        private List<ResultColumn> columns = List.of();

        @Override
        public void columns(ResultColumn[] definitions) {
            columns = List.of(definitions);
        }

        @Override
        public void row(RowReader row) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                Object value = row.get(i);
                values.add(
                        value instanceof byte[] bytes
                                ? new String(bytes, StandardCharsets.UTF_8)
                                : String.valueOf(value));
            }
            lines.add(String.join("\t", values));
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void awaitWritable() {}

        @Override
        public void end(int warnings, int statusFlags, boolean more) {
            done.countDown();
        }

        @Override
        public void ok(
                long affectedRows,
                long lastInsertId,
                int warnings,
                int statusFlags,
                String info,
                boolean more) {
            lines.add(("OK " + affectedRows + " " + info).strip());
            done.countDown();
        }

        @Override
        public void error(SqlException error) {
            lines.add("ERROR " + error.code() + " " + error.getMessage());
            done.countDown();
        }

        @Override
        public void requestLocalFile(String name, LocalFileReader reader) {
            byte[] bytes = file;
            if (bytes == null) {
                return;
            }
            for (int i = 0; i < bytes.length; i += 7) {
                reader.chunk(bytes, i, Math.min(7, bytes.length - i));
            }
        }
    }
}
