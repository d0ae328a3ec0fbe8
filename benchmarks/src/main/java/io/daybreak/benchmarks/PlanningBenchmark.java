package io.daybreak.benchmarks;

import java.io.IOException;
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
 * What a statement costs that has a plan, and one that has none yet: tables are empty, so that
 * parsing, planning and finding plans are nearly all of it. New statements differ in a name.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open before everything else
public class PlanningBenchmark {
    private static final int TABLES = 5;

    private BenchmarkSession session;
    private long number;

    @Setup
    public void open() throws IOException {
        session = new BenchmarkSession();
        for (int i = 0; i < TABLES; i++) {
            session.run(
                    "CREATE TABLE t%d (id INT PRIMARY KEY, parent INT, name VARCHAR(50), KEY (parent))"
                            .formatted(i));
        }
    }

    @TearDown
    public void close() throws IOException {
        session.close();
    }

    @Benchmark
    public long cachedSingleTable() {
        return session.query("SELECT name FROM t0 WHERE id = " + number++);
    }

    @Benchmark
    public long newSingleTable() {
        return session.query("SELECT name AS n%d FROM t0 WHERE id = 1".formatted(number++));
    }

    @Benchmark
    public long cachedFiveTableJoin() {
        return session.query(join("n", number++));
    }

    @Benchmark
    public long newFiveTableJoin() {
        return session.query(join("n" + number++, 1));
    }

    private static String join(String name, long id) {
        return "SELECT t4.name AS %s, COUNT(*) FROM t0, t1, t2, t3, t4 WHERE t1.parent = t0.id"
                        .formatted(name)
                + " AND t2.parent = t1.id AND t3.parent = t2.id AND t4.parent = t3.id"
                + " AND t0.name LIKE 'a%' AND t2.id > "
                + id
                + " GROUP BY t4.name ORDER BY 2 DESC LIMIT 10";
    }
}
