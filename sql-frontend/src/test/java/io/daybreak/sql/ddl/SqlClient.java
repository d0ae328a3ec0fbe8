package io.daybreak.sql.ddl;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.RowReader;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.SqlDatabases;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.client.TestConnection;
import io.daybreak.sql.client.TextOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One session on an engine in memory; answers as lines. */
final class SqlClient implements AutoCloseable {
    final StorageEngine engine =
            Engines.open(InMemoryVolume.durableAtOnce(), new EngineConfig(1L << 25, 1));
    final Catalog catalog = new Catalog(engine);
    private final SqlDatabase database =
            SqlDatabases.open(
                    engine,
                    new SqlConfig(
                            "8.4.0",
                            3306,
                            Path.of(System.getProperty("java.io.tmpdir")),
                            "localhost"));
    final SqlSession session;

    SqlClient() {
        SqlDatabase.Account root =
                Objects.requireNonNull(database.account("root", "localhost"), "root");
        session = database.openSession(root, new TestConnection(1), null);
    }

    /**
     * Rows with commas between the values, or an OK's affected rows and info; {@code ERROR n: text}
     * for an error.
     */
    List<String> run(String sql) {
        return run(sql.getBytes(StandardCharsets.UTF_8));
    }

    List<String> run(byte[] bytes) {
        Sink sink = new Sink();
        session.query(bytes, 0, bytes.length, true, sink, true);
        return sink.lines;
    }

    /** Runs a statement that must do well. */
    SqlClient ok(String sql) {
        List<String> lines = run(sql);
        for (String line : lines) {
            if (line.startsWith("ERROR")) {
                throw new AssertionError(line + " for " + sql);
            }
        }
        return this;
    }

    String showCreate(String schema, String table) {
        CatalogTable found = Objects.requireNonNull(catalog.table(schema, table));
        return CreateTableText.of(found, engine.peekAutoIncrement(found.table()));
    }

    @Override
    public void close() {
        session.close();
        database.close();
        engine.close();
    }

    private static final class Sink implements ResultSink {
        final List<String> lines = new ArrayList<>();
        private ResultColumn[] columns = {};

        @Override
        public void columns(ResultColumn[] resultColumns) {
            columns = resultColumns;
        }

        @Override
        public void row(RowReader row) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns.length; i++) {
                TextOutput out = new TextOutput();
                if (!row.isNull(i)) {
                    columns[i].format().text(row, i, out);
                }
                values.add(row.isNull(i) ? "NULL" : out.text());
            }
            lines.add(String.join(",", values));
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
            // The rows are the answer.
        }

        @Override
        public void ok(
                long affectedRows,
                long lastInsertId,
                int warnings,
                int statusFlags,
                String info,
                boolean more) {
            lines.add((affectedRows + " " + info).strip());
        }

        @Override
        public void error(SqlException error) {
            lines.add("ERROR " + error.code() + ": " + error.getMessage());
        }

        @Override
        public void requestLocalFile(String name, LocalFileReader reader) {
            throw new UnsupportedOperationException();
        }
    }
}
