package io.daybreak.it.faults;

import io.daybreak.it.DaybreakServer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Measures what commits cost while storage nodes are dead, hung or slow, against a healthy run just
 * before and one just after: {@code integration-tests/faults}. A program, because times are for
 * people to judge.
 */
public final class FaultsUnderLoad {
    private static final int WRITERS = 16;
    private static final int ROWS = 1_000;

    private record Run(long commits, long failed, double p50Millis, double p99Millis) {}

    private final DaybreakServer server;
    private final long seconds;
    private final PrintStream out = System.out;

    private FaultsUnderLoad(DaybreakServer server, long seconds) {
        this.server = server;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        long seconds = Long.parseLong(arguments[1]);
        try (DaybreakServer server = DaybreakServer.in(directory)) {
            new FaultsUnderLoad(server, seconds).all();
        }
    }

    private void all() throws Exception {
        prepare();
        run();
        out.printf(
                "%-34s %9s %9s %9s %9s %7s %7s %9s%n",
                "fault", "commits", "p50 ms", "p99 ms", "healthy", "ratio", "failed", "whole in");
        for (String place : List.of("SEGMENT 0", "NODE 1", "AZ 'az2'")) {
            measure("CRASH IN " + place);
            measure("HANG IN " + place);
            measure("100 PERCENT DISK CONGESTION BETWEEN 100 AND 100 MILLISECONDS IN " + place);
            measure("100 PERCENT DISK FAILURE IN " + place);
        }
    }

    private void prepare() throws SQLException {
        try (Connection c = server.connect("");
                Statement s = c.createStatement()) {
            s.execute("CREATE DATABASE faults");
            s.execute("CREATE TABLE faults.t (id INT PRIMARY KEY, v INT NOT NULL, pad CHAR(100))");
            for (int id = 0; id < ROWS; id++) {
                s.execute("INSERT INTO faults.t VALUES (" + id + ", 0, REPEAT('x', 100))");
            }
        }
    }

    private void measure(String fault) throws Exception {
        Run before = run();
        execute("ALTER SYSTEM SIMULATE " + fault + " FOR INTERVAL 1 HOUR");
        Run during = run();
        execute("ALTER SYSTEM END SIMULATION");
        long wholeMillis = awaitHealthy();
        Run after = run();
        double healthy = (before.p99Millis + after.p99Millis) / 2;
        out.printf(
                "%-34s %9d %9.1f %9.1f %9.1f %7.2f %7d %6d ms%n",
                fault.replace("100 PERCENT ", "").replace("BETWEEN 100 AND 100 MILLISECONDS ", ""),
                during.commits,
                during.p50Millis,
                during.p99Millis,
                healthy,
                during.p99Millis / healthy,
                before.failed + during.failed + after.failed,
                wholeMillis);
    }

    private Run run() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<Writer> writers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Writer writer = new Writer(i, stop);
            writers.add(writer);
            threads.add(Thread.ofPlatform().start(writer));
        }
        TimeUnit.SECONDS.sleep(seconds);
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        long[] all =
                writers.stream().flatMapToLong(w -> Arrays.stream(w.times())).sorted().toArray();
        long failed = writers.stream().mapToLong(w -> w.failed).sum();
        return new Run(
                all.length,
                failed,
                all[all.length / 2] / 1e6,
                all[(int) (all.length * 0.99)] / 1e6);
    }

    private final class Writer implements Runnable {
        private final int first;
        private final AtomicBoolean stop;
        private long[] nanos = new long[1_024];
        private int count;
        private long failed;

        Writer(int first, AtomicBoolean stop) {
            this.first = first;
            this.stop = stop;
        }

        @Override
        public void run() {
            try (Connection c = server.connect("faults", "useServerPrepStmts=true");
                    PreparedStatement s =
                            c.prepareStatement("UPDATE t SET v = v + 1 WHERE id = ?")) {
                for (int id = first; !stop.get(); id = (id + WRITERS) % ROWS) {
                    s.setInt(1, id);
                    long start = System.nanoTime();
                    s.execute();
                    add(System.nanoTime() - start);
                }
            } catch (SQLException e) {
                failed++;
                out.println("failed: " + e.getMessage());
            }
        }

        private void add(long time) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = time;
        }

        long[] times() {
            return Arrays.copyOf(nanos, count);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection c = server.connect("");
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    /** How long it takes until every segment has everything. */
    private long awaitHealthy() throws Exception {
        long start = System.nanoTime();
        try (Connection c = server.connect("");
                Statement s = c.createStatement()) {
            while (true) {
                try (ResultSet r =
                        s.executeQuery(
                                "SELECT COUNT(*) FROM information_schema.daybreak_segments"
                                        + " WHERE STATE <> 'healthy'")) {
                    r.next();
                    if (r.getInt(1) == 0) {
                        return (System.nanoTime() - start) / 1_000_000;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }
}
