package io.daybreak.it.torture;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Rounds of load, death, restart and comparison against one server. Owned by one thread. */
final class Torture {
    private static final long WRITERS_END_MILLIS = 120_000;

    /** What a round was and what came of it. */
    record Round(int number, Moment moment, long readyMillis, List<String> wrong) {}

    private final ServerProcess server;
    private final SplittableRandom random;
    private final List<Facts> facts = new ArrayList<>();
    private final Writer.Tally tally = new Writer.Tally();
    private int rounds;
    private int doubts;

    Torture(ServerProcess server, int writers, long seed) {
        this.server = server;
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < writers; i++) {
            facts.add(new Facts());
        }
    }

    /** Starts the server on an empty directory and makes the tables. */
    void prepare() throws IOException, SQLException, InterruptedException {
        server.launch();
        server.awaitReady();
        try (Connection c = server.connect("")) {
            Schema.create(c);
        }
    }

    /** A round with a moment of its own choosing. */
    Round round() throws IOException, SQLException, InterruptedException {
        Moment[] moments = Moment.values();
        return round(moments[random.nextInt(moments.length)]);
    }

    Round round(Moment moment) throws IOException, SQLException, InterruptedException {
        Kill kill = new Kill(moment, random.split());
        List<String> wrong = new ArrayList<>(live(kill));
        for (Facts each : facts) {
            doubts += each.isInDoubt() ? 1 : 0;
        }
        long ready = comeBack(moment);
        try (Connection c = server.connect(Schema.NAME)) {
            wrong.addAll(new Verifier(c).verify(facts));
        }
        server.errors().forEach(line -> wrong.add("the server says: " + line));
        return new Round(++rounds, moment, ready, wrong);
    }

    // ---- life

    /** Load until the kill; returns what should not have happened meanwhile. */
    private List<String> live(Kill kill) throws SQLException, InterruptedException, IOException {
        AtomicBoolean stop = new AtomicBoolean();
        List<Writer> writers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            Session session =
                    new Session(i, facts.get(i), random.split(), server.connect(Schema.NAME), kill);
            Writer writer = new Writer(session, tally, stop);
            writers.add(writer);
            threads.add(Thread.ofPlatform().name("writer-" + i).start(writer));
        }
        List<String> wrong = new ArrayList<>();
        if (kill.moment() == Moment.IN_PURGE) {
            holdSnapshot();
        } else {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000));
        }
        kill.arm();
        kill.await(10_000);
        if (!server.isAlive()) {
            wrong.add("the server died by itself");
        }
        server.errors().forEach(line -> wrong.add("the server says: " + line));
        server.kill();
        stop.set(true);
        wrong.addAll(end(threads, writers));
        return wrong;
    }

    /** Old versions pile up under an open snapshot; they may go from the moment it is closed. */
    private void holdSnapshot() throws SQLException, InterruptedException {
        try (Connection c = server.connect(Schema.NAME);
                var s = c.createStatement()) {
            s.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
            TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(3_000));
            s.execute("COMMIT");
        }
    }

    private static List<String> end(List<Thread> threads, List<Writer> writers)
            throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            threads.get(i).join(WRITERS_END_MILLIS);
            if (threads.get(i).isAlive()) {
                wrong.add(threads.get(i).getName() + " hangs");
                threads.get(i).interrupt();
            } else if (writers.get(i).failure() != null) {
                SQLException failure = writers.get(i).failure();
                wrong.add(
                        threads.get(i).getName()
                                + ": error "
                                + failure.getErrorCode()
                                + " "
                                + failure.getMessage());
            }
        }
        return wrong;
    }

    // ---- the life after

    private long comeBack(Moment moment) throws IOException, InterruptedException {
        int deaths = moment == Moment.IN_RECOVERY ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < deaths; i++) {
            server.launch();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(moment.spreadMillis));
            server.kill();
        }
        server.launch();
        long ready = server.awaitReady();
        if (moment == Moment.AFTER_RECOVERY) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(moment.spreadMillis));
            server.kill();
            server.launch();
            ready = server.awaitReady();
        }
        server.forgetOldOutput();
        return ready;
    }

    /** Transactions whose commit was not answered. */
    int doubts() {
        return doubts;
    }

    Writer.Tally tally() {
        return tally;
    }
}
