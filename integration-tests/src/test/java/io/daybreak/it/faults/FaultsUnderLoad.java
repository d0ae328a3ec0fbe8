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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what commits cost while storage nodes are dead, hung, slow or failing: {@code
 * integration-tests/faults}. Writers never stop; the fault comes and goes every few seconds, so
 * that healthy and faulty time share whatever else the machine does, and their ratio means
 * something. A program, because times are for people to judge.
 */
public final class FaultsUnderLoad {
    private static final int WRITERS = 16;
    private static final int ROWS = 1_000;

    /** What a commit ran in: where it began decides. */
    private enum Phase {
        HEALTHY,
        FAULT,
        /** The fault is over, and not every segment has everything yet. */
        CATCHING_UP,
        /** Between two faults; not counted. */
        NONE
    }

    private final DaybreakServer server;
    private final long rounds;
    private final long phaseSeconds;
    private final PrintStream out = System.out;
    private final AtomicBoolean stop = new AtomicBoolean();
    private volatile Phase phase = Phase.NONE;

    private FaultsUnderLoad(DaybreakServer server, long rounds, long phaseSeconds) {
        this.server = server;
        this.rounds = rounds;
        this.phaseSeconds = phaseSeconds;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        long rounds = Long.parseLong(arguments[1]);
        String only = arguments.length > 2 ? arguments[2] : "";
        long seconds = arguments.length > 3 ? Long.parseLong(arguments[3]) : 3;
        try (DaybreakServer server = DaybreakServer.in(directory)) {
            new FaultsUnderLoad(server, rounds, seconds).all(only);
        }
    }

    private void all(String only) throws Exception {
        prepare();
        List<Writer> writers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Writer writer = new Writer(i);
            writers.add(writer);
            threads.add(Thread.ofPlatform().start(writer));
        }
        // Compiled code, full pages.
        TimeUnit.SECONDS.sleep(10);
        out.printf(
                "%-34s %9s %9s %9s %9s %9s %7s %9s %9s%n",
                "fault",
                "faulty",
                "healthy",
                "p99 ms",
                "faulty",
                "ratio",
                "failed",
                "catch-up",
                "whole in");
        for (String place : List.of("SEGMENT 0", "NODE 1", "AZ 'az2'")) {
            for (String fault :
                    List.of(
                            "CRASH IN ",
                            "HANG IN ",
                            "100 PERCENT DISK CONGESTION BETWEEN 100 AND 100 MILLISECONDS IN ",
                            "100 PERCENT DISK FAILURE IN ")) {
                if ((fault + place).contains(only)) {
                    measure(fault + place, writers);
                }
            }
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
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

    private void measure(String fault, List<Writer> writers) throws Exception {
        writers.forEach(Writer::forget);
        long wholeMillis = 0;
        for (int round = 0; round < rounds; round++) {
            phase = Phase.HEALTHY;
            TimeUnit.SECONDS.sleep(phaseSeconds);
            execute("ALTER SYSTEM SIMULATE " + fault + " FOR INTERVAL 1 HOUR");
            phase = Phase.FAULT;
            TimeUnit.SECONDS.sleep(phaseSeconds);
            phase = Phase.CATCHING_UP;
            execute("ALTER SYSTEM END SIMULATION");
            wholeMillis = Math.max(wholeMillis, awaitHealthy());
        }
        phase = Phase.NONE;
        long[] healthy = times(writers, Phase.HEALTHY);
        long[] faulty = times(writers, Phase.FAULT);
        double healthyMillis = percentile(healthy, 0.99);
        double faultyMillis = percentile(faulty, 0.99);
        out.printf(
                "%-34s %9d %9d %9.1f %9.1f %9.2f %7d %9.1f %6d ms%n",
                fault.replace("100 PERCENT ", "").replace("BETWEEN 100 AND 100 MILLISECONDS ", ""),
                faulty.length,
                healthy.length,
                healthyMillis,
                faultyMillis,
                faultyMillis / healthyMillis,
                writers.stream().mapToLong(w -> w.failed.get()).sum(),
                percentile(times(writers, Phase.CATCHING_UP), 0.99),
                wholeMillis);
    }

    private static long[] times(List<Writer> writers, Phase phase) {
        return writers.stream()
                .flatMapToLong(writer -> Arrays.stream(writer.times(phase)))
                .sorted()
                .toArray();
    }

    private static double percentile(long[] sortedNanos, double part) {
        return sortedNanos.length == 0 ? 0 : sortedNanos[(int) (sortedNanos.length * part)] / 1e6;
    }

    private final class Writer implements Runnable {
        private final int first;
        private final Times[] times = new Times[Phase.values().length];
        private final AtomicLong failed = new AtomicLong();

        Writer(int first) {
            this.first = first;
            Arrays.setAll(times, _ -> new Times());
        }

        @Override
        public void run() {
            while (!stop.get()) {
                try (Connection c = server.connect("faults", "useServerPrepStmts=true");
                        PreparedStatement s =
                                c.prepareStatement("UPDATE t SET v = v + 1 WHERE id = ?")) {
                    for (int id = first; !stop.get(); id = (id + WRITERS) % ROWS) {
                        s.setInt(1, id);
                        Phase began = phase;
                        long start = System.nanoTime();
                        s.execute();
                        times[began.ordinal()].add(System.nanoTime() - start);
                    }
                } catch (SQLException e) {
                    failed.incrementAndGet();
                    out.println("failed: " + e.getMessage());
                }
            }
        }

        void forget() {
            for (Times some : times) {
                some.clear();
            }
            failed.set(0);
        }

        long[] times(Phase of) {
            return times[of.ordinal()].toArray();
        }
    }

    /** Written by one writer, read and cleared by the main thread. */
    private static final class Times {
        private long[] nanos = new long[1_024];
        private int count;

        synchronized void add(long time) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = time;
        }

        synchronized long[] toArray() {
            return Arrays.copyOf(nanos, count);
        }

        synchronized void clear() {
            count = 0;
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
