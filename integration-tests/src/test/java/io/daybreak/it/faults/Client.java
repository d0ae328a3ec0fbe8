package io.daybreak.it.faults;

import io.daybreak.it.DaybreakServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Runs one statement on one row after the other, and keeps account. */
final class Client implements Runnable {
    static final int ROWS = 1_000;
    static final String COMMIT = "UPDATE t SET v = v + 1 WHERE id = ?";
    static final String READ = "SELECT v FROM t WHERE id = ?";

    private final DaybreakServer server;
    private final String sql;
    private final int first;
    private final int step;
    private final Supplier<Phase> phase;
    private final Times[] times = new Times[Phase.values().length];
    private final AtomicLong failed = new AtomicLong();

    /** Statements that began and ended while the fault was in force. */
    private final AtomicLong endedInFault = new AtomicLong();

    private volatile long lastEndNanos;
    private volatile boolean stop;

    /**
     * @param first the first row's id
     * @param step to the next one
     */
    Client(DaybreakServer server, String sql, int first, int step, Supplier<Phase> phase) {
        this.server = server;
        this.sql = sql;
        this.first = first;
        this.step = step;
        this.phase = phase;
        Arrays.setAll(times, _ -> new Times());
    }

    @Override
    public void run() {
        while (!stop) {
            try (Connection c = server.connect("faults", "useServerPrepStmts=true");
                    PreparedStatement s = c.prepareStatement(sql)) {
                for (int id = first; !stop; id = (id + step) % ROWS) {
                    execute(s, id);
                }
            } catch (SQLException e) {
                failed.incrementAndGet();
                System.err.println("failed: " + e.getMessage());
            }
        }
    }

    private void execute(PreparedStatement s, int id) throws SQLException {
        s.setInt(1, id);
        Phase began = phase.get();
        long start = System.nanoTime();
        s.execute();
        lastEndNanos = System.nanoTime();
        times[began.ordinal()].add(lastEndNanos - start);
        if (began == Phase.FAULT && phase.get() == Phase.FAULT) {
            endedInFault.incrementAndGet();
        }
    }

    void stop() {
        stop = true;
    }

    void forget() {
        for (Times some : times) {
            some.clear();
        }
        endedInFault.set(0);
    }

    long failed() {
        return failed.get();
    }

    boolean hasEndedSince(long nanos) {
        return lastEndNanos - nanos > 0;
    }

    static long endedInFault(List<Client> clients) {
        return clients.stream().mapToLong(client -> client.endedInFault.get()).sum();
    }

    static long[] times(List<Client> clients, Phase of) {
        List<Times> all = new ArrayList<>();
        clients.forEach(client -> all.add(client.times[of.ordinal()]));
        return Times.sorted(all);
    }
}
