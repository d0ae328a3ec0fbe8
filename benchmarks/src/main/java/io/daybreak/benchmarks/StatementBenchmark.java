package io.daybreak.benchmarks;

import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.parse.Digest;
import io.daybreak.sql.parse.ParseOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private BenchmarkSession session;
    private SqlSession.Prepared pointSelect;

    @Setup
    public void open() throws IOException {
        session = new BenchmarkSession();
        session.run(
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
            session.run(insert.toString());
        }
        pointSelect = session.prepare(POINT + "?");
        session.run(POINT + 1);
        pointSelectPrepared();
    }

    @TearDown
    public void close() throws IOException {
        session.close();
    }

    private static String text(long seed, int groups) {
        return new String(BenchmarkTable.digits(seed, groups), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String sql) {
        return sql.getBytes(StandardCharsets.UTF_8);
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
        return session.query(POINT + anyId());
    }

    @Benchmark
    public final long pointSelectPrepared() {
        return session.execute(pointSelect, new SqlSession.Parameter((long) anyId(), 3, false));
    }

    @Benchmark
    public long rangeOf100() {
        int from = anyId();
        return session.query(
                "SELECT c FROM sbtest1 WHERE id BETWEEN " + from + " AND " + (from + 99));
    }

    @Benchmark
    public long sumOf100() {
        int from = anyId();
        return session.query(
                "SELECT SUM(k) FROM sbtest1 WHERE id BETWEEN " + from + " AND " + (from + 99));
    }

    @Benchmark
    public long distinctSortedOf100() {
        int from = anyId();
        return session.query(
                "SELECT DISTINCT c FROM sbtest1 WHERE id BETWEEN "
                        + from
                        + " AND "
                        + (from + 99)
                        + " ORDER BY c");
    }

    @Benchmark
    public long update() {
        return session.query("UPDATE sbtest1 SET k=k+1 WHERE id=" + anyId());
    }
}
