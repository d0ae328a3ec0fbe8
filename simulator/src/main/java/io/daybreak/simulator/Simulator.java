package io.daybreak.simulator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs simulated volumes, one for each seed, several at the same time. A run belongs to one thread
 * and shares nothing with another.
 */
public final class Simulator {
    private Simulator() {}

    /** One run. */
    public static Outcome run(long seed) {
        return run(seed, null, new Tally());
    }

    /**
     * One run whose history is told while it happens, with every message.
     *
     * @param trace gets a line at a time
     */
    public static Report trace(long seed, Consumer<String> trace) {
        Report report = new Report();
        Tally tally = new Tally();
        long start = System.nanoTime();
        report.add(run(seed, trace, tally), tally);
        report.elapsed(System.nanoTime() - start);
        return report;
    }

    /**
     * Runs consecutive seeds; no new one is begun after one has failed.
     *
     * @param progress called by any of the threads after each run, one at a time
     */
    public static Report run(long firstSeed, long seeds, int threads, Consumer<Outcome> progress)
            throws InterruptedException {
        Report report = new Report();
        AtomicLong next = new AtomicLong(firstSeed);
        AtomicBoolean failed = new AtomicBoolean();
        long start = System.nanoTime();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(
                    Thread.ofPlatform()
                            .name("simulator-" + i)
                            .start(() -> {
                                for (long seed = next.getAndIncrement();
                                        seed - firstSeed < seeds && !failed.get();
                                        seed = next.getAndIncrement()) {
                                    Tally tally = new Tally();
                                    Outcome outcome = run(seed, null, tally);
                                    if (!outcome.isClean()) {
                                        failed.set(true);
                                    }
                                    synchronized (report) {
                                        report.add(outcome, tally);
                                        progress.accept(outcome);
                                    }
                                }
                            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        report.elapsed(System.nanoTime() - start);
        return report;
    }

    private static Outcome run(long seed, @Nullable Consumer<String> trace, Tally tally) {
        SimCluster cluster = new SimCluster(seed, trace, tally);
        String failure = null;
        try {
            cluster.run();
        } catch (Violation e) {
            failure = e.getMessage();
        } catch (RuntimeException | AssertionError e) {
            failure = "the product failed: " + stackOf(e);
        }
        Simulation simulation = cluster.simulation;
        return new Outcome(
                seed,
                failure,
                simulation.log(),
                simulation.now(),
                simulation.steps(),
                simulation.logHash());
    }

    private static String stackOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().strip();
    }
}
