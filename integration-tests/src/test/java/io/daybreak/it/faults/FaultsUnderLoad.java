package io.daybreak.it.faults;

import io.daybreak.it.DaybreakServer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures what commits and reads cost while storage nodes are dead, hung, slow or failing: {@code
 * integration-tests/faults}. Clients never stop; the fault comes and goes every few seconds, so
 * that healthy and faulty time share whatever else the machine does, and their ratio means
 * something. A program, because times are for people to judge; it prints tables for the docs.
 */
public final class FaultsUnderLoad {
    private static final int WRITERS = 16;
    private static final int READERS = 2;

    private final DaybreakServer server;
    private final int rounds;
    private final long phaseSeconds;
    private final PrintStream out = System.out;
    private final List<Client> writers = new ArrayList<>();
    private final List<Client> readers = new ArrayList<>();
    private volatile Phase phase = Phase.NONE;

    private FaultsUnderLoad(DaybreakServer server, int rounds, long phaseSeconds) {
        this.server = server;
        this.rounds = rounds;
        this.phaseSeconds = phaseSeconds;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        String only = arguments.length > 2 ? arguments[2] : "";
        long seconds = arguments.length > 3 ? Long.parseLong(arguments[3]) : 3;
        try (DaybreakServer server = DaybreakServer.in(directory)) {
            new FaultsUnderLoad(server, rounds, seconds).all(only);
        }
    }

    private void all(String only) throws Exception {
        prepare();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Client(server, Client.COMMIT, i, WRITERS, () -> phase));
        }
        for (int i = 0; i < READERS; i++) {
            readers.add(new Client(server, Client.READ, i * 500, 7, () -> phase));
        }
        clients.addAll(writers);
        clients.addAll(readers);
        List<Thread> threads =
                clients.stream().map(client -> Thread.ofPlatform().start(client)).toList();
        // Compiled code, full pages.
        TimeUnit.SECONDS.sleep(10);
        List<Ailment> chosen =
                Ailment.all().stream().filter(a -> a.toString().contains(only)).toList();
        out.println(
                "| fault | where | healthy p99, ms | faulty p99, ms | ratio: median (each round) |"
                        + " failed | p99 catching up, ms | whole in, ms |");
        out.println("|---|---|---:|---:|---|---:|---:|---:|");
        for (Ailment ailment : chosen) {
            if (!ailment.isQuorumLost()) {
                measure(ailment);
            }
        }
        out.println();
        out.println(
                "| fault | where | commits meanwhile | reads meanwhile, a second |"
                        + " healthy read p99, ms | faulty read p99, ms | failed |"
                        + " all commit again in, ms | whole in, ms |");
        out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|");
        for (Ailment ailment : chosen) {
            if (ailment.isQuorumLost()) {
                measureWaiting(ailment);
            }
        }
        clients.forEach(Client::stop);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void prepare() throws SQLException {
        try (Connection c = server.connect("");
                Statement s = c.createStatement()) {
            s.execute("CREATE DATABASE faults");
            s.execute("CREATE TABLE faults.t (id INT PRIMARY KEY, v INT NOT NULL, pad CHAR(100))");
            for (int id = 0; id < Client.ROWS; id++) {
                s.execute("INSERT INTO faults.t VALUES (" + id + ", 0, REPEAT('x', 100))");
            }
        }
    }

    /** Healthy seconds, then as many with the fault. */
    private void healthyThenFaulty(Ailment ailment) throws Exception {
        writers.forEach(Client::forget);
        readers.forEach(Client::forget);
        phase = Phase.HEALTHY;
        TimeUnit.SECONDS.sleep(phaseSeconds);
        for (String statement : ailment.statements()) {
            execute("ALTER SYSTEM SIMULATE " + statement + " FOR INTERVAL 1 HOUR");
        }
        phase = Phase.FAULT;
        TimeUnit.SECONDS.sleep(phaseSeconds);
        phase = Phase.CATCHING_UP;
        execute("ALTER SYSTEM END SIMULATION");
    }

    private void measure(Ailment ailment) throws Exception {
        long failed = failed();
        double[] healthy = new double[rounds];
        double[] faulty = new double[rounds];
        double[] ratios = new double[rounds];
        double[] catchingUp = new double[rounds];
        double[] whole = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            healthyThenFaulty(ailment);
            whole[round] = awaitHealthy();
            phase = Phase.NONE;
            healthy[round] = Times.p99Millis(Client.times(writers, Phase.HEALTHY));
            faulty[round] = Times.p99Millis(Client.times(writers, Phase.FAULT));
            ratios[round] = faulty[round] / healthy[round];
            catchingUp[round] = Times.p99Millis(Client.times(writers, Phase.CATCHING_UP));
        }
        out.printf(
                "| %s | %s | %.1f | %.1f | %.2f (%s) | %d | %.0f | %.0f, at most %.0f |%n",
                ailment.name(),
                ailment.place(),
                median(healthy),
                median(faulty),
                median(ratios),
                each(ratios),
                failed() - failed,
                median(catchingUp),
                median(whole),
                Arrays.stream(whole).max().orElse(0));
    }

    private void measureWaiting(Ailment ailment) throws Exception {
        long failed = failed();
        long commits = 0;
        double[] reads = new double[rounds];
        double[] healthy = new double[rounds];
        double[] faulty = new double[rounds];
        double[] again = new double[rounds];
        double[] whole = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            healthyThenFaulty(ailment);
            long end = System.nanoTime();
            again[round] = awaitCommits(end);
            awaitHealthy();
            whole[round] = (System.nanoTime() - end) / 1e6;
            phase = Phase.NONE;
            commits += Client.endedInFault(writers);
            reads[round] = Client.endedInFault(readers) / (double) phaseSeconds;
            healthy[round] = Times.p99Millis(Client.times(readers, Phase.HEALTHY));
            faulty[round] = Times.p99Millis(Client.times(readers, Phase.FAULT));
        }
        out.printf(
                "| %s | %s | %d | %.0f | %.1f | %.1f | %d | %.0f, at most %.0f | %.0f, at most"
                        + " %.0f |%n",
                ailment.name(),
                ailment.place(),
                commits,
                median(reads),
                median(healthy),
                median(faulty),
                failed() - failed,
                median(again),
                Arrays.stream(again).max().orElse(0),
                median(whole),
                Arrays.stream(whole).max().orElse(0));
    }

    private long failed() {
        return writers.stream().mapToLong(Client::failed).sum()
                + readers.stream().mapToLong(Client::failed).sum();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String each(double[] ratios) {
        List<String> texts = new ArrayList<>();
        for (double ratio : ratios) {
            texts.add("%.2f".formatted(ratio));
        }
        return String.join(" ", texts);
    }

    private void execute(String sql) throws SQLException {
        try (Connection c = server.connect("");
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    /** How long it takes until every writer has committed once more. */
    private double awaitCommits(long since) throws InterruptedException {
        while (!writers.stream().allMatch(writer -> writer.hasEndedSince(since))) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return (System.nanoTime() - since) / 1e6;
    }

    /** How long it takes until every segment has everything. */
    private double awaitHealthy() throws Exception {
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
                        return (System.nanoTime() - start) / 1e6;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }
}
