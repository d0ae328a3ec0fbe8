package io.daybreak.sql.fuzz;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.SqlDatabases;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.testsupport.sql.FuzzTables;
import io.daybreak.testsupport.sql.StatementFuzzer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts made-up statements to a session, in batches: tables made anew, statements, CHECK TABLE. What
 * must not happen is a finding: an exception instead of a MySQL error, an error that says
 * "internal", a statement that does not end, a table that does not pass its check.
 *
 * <p>{@code main SECONDS [SEED]} runs batches until the time is over and prints the findings, and
 * every minute what lives in memory. The seed of a batch is printed with its findings and makes the
 * same batch again.
 */
final class StatementFuzz implements AutoCloseable {
    static final int BATCH = 300;
    static final boolean SHOW_SYNTAX = Boolean.getBoolean("syntax");

    private static final long WATCH_MILLIS = 200;

    /**
     * A statement that works for so long, or is seen waiting so often, is interrupted, which is a
     * finding. The clock on the wall says nothing: a machine that sleeps or is busy with other
     * things is no fault of the statement.
     */
    private static final long WORK_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    private static final int LOOKS_MAX = 3000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final StorageEngine engine =
            Engines.open(InMemoryVolume.durableAtOnce(), new EngineConfig(1L << 24, 1));
    private final SqlDatabase database;
    private final FuzzSession session;
    private final TreeMap<Integer, Integer> codes = new TreeMap<>();
    private final AtomicLong looks = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread watch;
    private volatile boolean atWork;
    private volatile long worker;
    private volatile long workedBefore;
    private volatile String running = "";
    private volatile String stuck = "";
    private long statements;
    private long errors;

    StatementFuzz(Path directory) {
        database = SqlDatabases.open(engine, new SqlConfig("8.4.0", 3306, directory, "localhost"));
        try (FuzzSession first = new FuzzSession(database, "")) {
            first.run("CREATE DATABASE fuzz");
        }
        session = new FuzzSession(database, "fuzz");
        watch = Thread.ofPlatform().daemon().name("fuzz-watch").start(this::watch);
    }

    private void watch() {
        while (!closed.get()) {
            try {
                TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
            } catch (InterruptedException _) {
                return; // The fuzz is over.
            }
            if (atWork && (looks.incrementAndGet() > LOOKS_MAX || worked() > WORK_NANOS_MAX)) {
                stuck = running;
                session.session().interrupt();
            }
        }
    }

    private long worked() {
        return THREADS.getThreadCpuTime(worker) - workedBefore;
    }

    /** One batch; the findings, empty if all is well. */
    List<String> batch(long seed) {
        List<String> findings = new ArrayList<>();
        StatementFuzzer fuzzer = new StatementFuzzer(seed);
        session.reopen();
        for (String statement : FuzzTables.setup()) {
            FuzzSession.Answer answer = session.run(statement);
            if (!answer.errors.isEmpty()) {
                findings.add(statement + " => " + answer.errors.getFirst());
            }
        }
        for (int i = 0; i < BATCH; i++) {
            byte[] sql = fuzzer.next();
            String text = new String(sql, StandardCharsets.UTF_8);
            String finding = one(sql, text);
            if (!finding.isEmpty()) {
                findings.add("seed " + seed + " #" + i + ": " + text + "\n    " + finding);
            }
        }
        session.reopen();
        FuzzSession.Answer check = session.run(FuzzTables.checkStatement());
        String answer = check.text.toString().toLowerCase(Locale.ROOT);
        if (!check.errors.isEmpty() || answer.contains("corrupt") || answer.contains("warning")) {
            findings.add("seed " + seed + ": CHECK TABLE: " + check.errors + check.text);
        }
        return findings;
    }

    private String one(byte[] sql, String text) {
        statements++;
        running = text;
        stuck = "";
        worker = Thread.currentThread().threadId();
        workedBefore = THREADS.getThreadCpuTime(worker);
        looks.set(0);
        atWork = true;
        try {
            FuzzSession.Answer answer = session.run(sql);
            for (SqlException error : answer.errors) {
                errors++;
                if (SHOW_SYNTAX && error.code() == 1235) {
                    System.out.println(text + "\n  ## " + error.getMessage());
                }
                codes.merge(error.code(), 1, Integer::sum);
                if (isInternal(error)) {
                    return String.valueOf(error.getMessage());
                }
            }
            return stuck.isEmpty() ? "" : "had to be interrupted";
        } catch (OutOfMemoryError _) {
            // The server answers it with an error, too: it is the statement's, not a finding.
            codes.merge(MySqlError.ER_OUT_OF_RESOURCES.code(), 1, Integer::sum);
            session.reopen();
            return "";
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            StringBuilder trace = new StringBuilder(String.valueOf(e));
            for (StackTraceElement frame : e.getStackTrace()) {
                trace.append("\n        ").append(frame);
                if (trace.length() > 1500) {
                    break;
                }
            }
            return trace.toString();
        } finally {
            atWork = false;
        }
    }

    private static boolean isInternal(SqlException error) {
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        return error.error() == MySqlError.ER_INTERNAL_ERROR || message.contains("internal error");
    }

    private String memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long live = runtime.totalMemory() - runtime.freeMemory() >> 20;
        return "%,d statements, live heap %d MB, %d threads"
                .formatted(statements, live, Thread.activeCount());
    }

    String summary() {
        return statements + " statements, " + errors + " errors by code " + codes;
    }

    @Override
    public void close() {
        closed.set(true);
        watch.interrupt();
        session.close();
        database.close();
        engine.close();
    }

    public static void main(String[] args) throws java.io.IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[0]));
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
        Path directory = java.nio.file.Files.createTempDirectory("fuzz-");
        long findings = 0;
        long minute = 0;
        long start = System.nanoTime();
        try (StatementFuzz fuzz = new StatementFuzz(directory)) {
            do {
                for (String finding : fuzz.batch(seed)) {
                    findings++;
                    System.out.println(finding);
                }
                seed++;
                long now = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - start);
                if (now > minute) {
                    minute = now;
                    System.out.println(minute + " min: " + fuzz.memory());
                }
            } while (System.nanoTime() < end);
            System.out.println(fuzz.summary() + "; findings: " + findings);
        }
    }
}
