package io.daybreak.benchmarks;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.SqlDatabases;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A session on a database of its own whose volume is memory, used as the event loop uses it. Owned
 * by one benchmark thread.
 */
final class BenchmarkSession implements AutoCloseable {
    private final Path directory;
    private final InMemoryVolume volume;
    private final StorageEngine engine;
    private final SqlDatabase database;
    private final SqlSession session;
    private final DiscardingSink sink = new DiscardingSink();

    BenchmarkSession() throws IOException {
        directory = Files.createTempDirectory("daybreak-benchmark");
        volume = InMemoryVolume.durableAtOnce();
        engine = Engines.open(volume, new EngineConfig(256L << 20, 1));
        database = SqlDatabases.open(engine, new SqlConfig("8.4.0", 3306, directory, "here"));
        SqlDatabase.Account root = database.account("root", "localhost");
        if (root == null) {
            throw new IllegalStateException("no root");
        }
        session = database.openSession(root, new NoConnection(), null);
        run("CREATE DATABASE bench");
        run("USE bench");
    }

    void run(String sql) {
        byte[] text = bytes(sql);
        session.query(text, 0, text.length, false, sink, true);
        sink.check();
    }

    /** The number of rows. */
    long query(String sql) {
        byte[] text = bytes(sql);
        if (session.query(text, 0, text.length, false, sink, false)
                == SqlSession.Progress.WOULD_BLOCK) {
            session.query(text, 0, text.length, false, sink, true);
        }
        sink.check();
        return sink.rows();
    }

    SqlSession.Prepared prepare(String sql) {
        byte[] text = bytes(sql);
        return Objects.requireNonNull(session.prepare(text, 0, text.length, true));
    }

    /** The number of rows. */
    long execute(SqlSession.Prepared statement, SqlSession.Parameter... parameters) {
        if (session.execute(statement, parameters, sink, false)
                == SqlSession.Progress.WOULD_BLOCK) {
            session.execute(statement, parameters, sink, true);
        }
        sink.check();
        return sink.rows();
    }

    private static byte[] bytes(String sql) {
        return sql.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        session.close();
        database.close();
        engine.close();
        volume.close();
        Files.deleteIfExists(directory);
    }
}
