package io.daybreak.sql.show;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.RowReader;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.SqlDatabases;
import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.client.TestConnection;
import io.daybreak.sql.client.TextOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A session over a volume in memory that prints answers as {@code mysql --batch} does. */
final class TextClient implements AutoCloseable {
    private final StorageEngine engine =
            Engines.open(InMemoryVolume.durableAtOnce(), new EngineConfig(1L << 25, 1));
    private final SqlDatabase database;
    private final SqlSession session;

    TextClient(Path directory) {
        database = SqlDatabases.open(engine, new SqlConfig("8.4.0", 3306, directory, "localhost"));
        session = session("root");
    }

    SqlSession session(String user) {
        return database.openSession(
                Objects.requireNonNull(database.account(user, "localhost")),
                new TestConnection(7, "localhost", false, new Registry()),
                null);
    }

    /** Column names, then rows; values apart by tabs. An error is one line. */
    List<String> run(String sql) {
        return run(session, sql);
    }

    List<String> run(SqlSession as, String sql) {
        Lines lines = new Lines();
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        as.query(text, 0, text.length, false, lines, true);
        return lines.list;
    }

    /** The rows without the heading. */
    List<String> rows(String sql) {
        List<String> all = run(sql);
        return all.isEmpty() ? all : all.subList(1, all.size());
    }

    @Override
    public void close() {
        session.close();
        database.close();
        engine.close();
    }

    private static final class Lines implements ResultSink {
        final List<String> list = new ArrayList<>();
        private ResultColumn[] columns = {};

        @Override
        public void columns(ResultColumn[] definitions) {
            columns = definitions;
            StringJoiner line = new StringJoiner("\t");
            for (ResultColumn column : definitions) {
                line.add(column.name());
            }
            list.add(line.toString());
        }

        @Override
        public void row(RowReader row) {
            StringJoiner line = new StringJoiner("\t");
            for (int i = 0; i < columns.length; i++) {
                if (row.isNull(i)) {
                    line.add("NULL");
                } else {
                    TextOutput text = new TextOutput();
                    columns[i].format().text(row, i, text);
                    line.add(text.text());
                }
            }
            list.add(line.toString());
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
            list.add("ERROR " + error.code() + ": " + error.getMessage());
        }

        @Override
        public void requestLocalFile(String name, LocalFileReader reader) {}
    }

    private static final class Registry implements ConnectionRegistry {
        private static final ClientProcess PROCESS =
                new ClientProcess(
                        7, "root", "localhost:1", null, "Query", 0, "init", "x".repeat(200));

        @Override
        public List<ClientProcess> processes() {
            return List.of(PROCESS);
        }

        @Override
        public @Nullable ClientProcess process(long id) {
            return id == 7 ? PROCESS : null;
        }

        @Override
        public boolean killQuery(long id) {
            return false;
        }

        @Override
        public boolean killConnection(long id) {
            return false;
        }

        @Override
        public void flushHosts() {}

        @Override
        public void reservePreparedStatement() {
            // There may be any number.
        }

        @Override
        public void releasePreparedStatements(int count) {
            // Nothing counts them.
        }

        @Override
        public Map<String, Long> statusVariables() {
            return Map.of("Uptime", 5L, "Threads_connected", 1L);
        }
    }
}
