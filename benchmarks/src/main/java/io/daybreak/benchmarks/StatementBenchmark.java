package io.daybreak.benchmarks;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.SqlDatabases;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.parse.Digest;
import io.daybreak.sql.parse.ParseOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Statements of a session, as the event loop calls it: digest, cached plan, execution, no packets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open before everything else
public class StatementBenchmark {
    private static final int ROWS = 100_000;
    private static final String POINT = "SELECT c FROM sbtest1 WHERE id=";

    private final SplittableRandom random = new SplittableRandom(1);
    private final Digest digest = new Digest();
    private final DiscardingSink sink = new DiscardingSink();
    private Path directory;
    private InMemoryVolume volume;
    private StorageEngine engine;
    private SqlDatabase database;
    private SqlSession session;
    private SqlSession.Prepared pointSelect;

    @Setup
    public void open() throws IOException {
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
        run(
                "CREATE TABLE sbtest1 (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL,"
                        + " c CHAR(120) NOT NULL, pad CHAR(60) NOT NULL, KEY k_1 (k))");
        for (int from = 1; from <= ROWS; from += 500) {
            StringBuilder insert = new StringBuilder("INSERT INTO sbtest1 (k, c, pad) VALUES ");
            for (int id = from; id < from + 500; id++) {
                insert.append(id == from ? "(" : ",(")
                        .append(id * 31 % ROWS)
                        .append(",'")
                        .append(text(id, 10))
                        .append("','")
                        .append(text(id, 5))
                        .append("')");
            }
            run(insert.toString());
        }
        byte[] sql = bytes(POINT + "?");
        pointSelect = session.prepare(sql, 0, sql.length);
        run(POINT + 1);
        pointSelectPrepared();
    }

    @TearDown
    public void close() throws IOException {
        session.close();
        database.close();
        engine.close();
        volume.close();
        Files.deleteIfExists(directory);
    }

    private static String text(long seed, int groups) {
        return new String(BenchmarkTable.digits(seed, groups), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String sql) {
        return sql.getBytes(StandardCharsets.UTF_8);
    }

    private void run(String sql) {
        byte[] text = bytes(sql);
        session.query(text, 0, text.length, false, sink, true);
        sink.check();
    }

    private long query(String sql) {
        byte[] text = bytes(sql);
        if (session.query(text, 0, text.length, false, sink, false)
                == SqlSession.Progress.WOULD_BLOCK) {
            session.query(text, 0, text.length, false, sink, true);
        }
        sink.check();
        return sink.rows();
    }

    private int anyId() {
        return 1 + random.nextInt(ROWS);
    }

    @Benchmark
    public boolean digest() {
        byte[] text = bytes(POINT + anyId());
        return digest.read(text, 0, text.length, ParseOptions.DEFAULT);
    }

    @Benchmark
    public long pointSelectText() {
        return query(POINT + anyId());
    }

    @Benchmark
    public final long pointSelectPrepared() {
        SqlSession.Parameter[] parameters = {new SqlSession.Parameter((long) anyId(), 3, false)};
        if (session.execute(pointSelect, parameters, sink, false)
                == SqlSession.Progress.WOULD_BLOCK) {
            session.execute(pointSelect, parameters, sink, true);
        }
        sink.check();
        return sink.rows();
    }

    @Benchmark
    public long rangeOf100() {
        int from = anyId();
        return query("SELECT c FROM sbtest1 WHERE id BETWEEN " + from + " AND " + (from + 99));
    }

    @Benchmark
    public long sumOf100() {
        int from = anyId();
        return query("SELECT SUM(k) FROM sbtest1 WHERE id BETWEEN " + from + " AND " + (from + 99));
    }

    @Benchmark
    public long distinctSortedOf100() {
        int from = anyId();
        return query(
                "SELECT DISTINCT c FROM sbtest1 WHERE id BETWEEN "
                        + from
                        + " AND "
                        + (from + 99)
                        + " ORDER BY c");
    }

    @Benchmark
    public long update() {
        return query("UPDATE sbtest1 SET k=k+1 WHERE id=" + anyId());
    }
}
