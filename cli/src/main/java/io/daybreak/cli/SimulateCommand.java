package io.daybreak.cli;

import io.daybreak.simulator.Outcome;
import io.daybreak.simulator.Report;
import io.daybreak.simulator.Simulator;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code daybreak simulate}: tests the storage of this build in simulated disasters. */
@Command(
        name = "simulate",
        description = {
            "Runs whole volumes on simulated time, networks and disks, and breaks them.",
            "Every seed is another run, and always the same one. Nothing on this machine is touched."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every promise was kept",
            "1:a seed failed; it and its history are shown"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final int DEFAULT_SEEDS = 100;
    private static final long PROGRESS_NANOS = 10_000_000_000L;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "So many runs (default: " + DEFAULT_SEEDS + ", with --trace 1).")
    private long seeds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The seed of the first run (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--trace", description = "Prints every event and message as it happens.")
    private boolean trace;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "So many runs at the same time (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    private long nextProgress;
    private long finished;

    @Override
    public Integer call() throws InterruptedException {
        long runs = seeds != 0 ? seeds : trace ? 1 : DEFAULT_SEEDS;
        if (runs < 1 || threads < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--seeds and --threads are at least 1.");
        }
        PrintWriter out = spec.commandLine().getOut();
        return trace ? traced(runs, out) : simulated(runs, out);
    }

    private int traced(long runs, PrintWriter out) {
        for (long next = seed; next < seed + runs; next++) {
            out.println("seed " + next);
            Report report = Simulator.trace(next, out::println);
            report.lines().forEach(out::println);
            for (Outcome failure : report.failures()) {
                out.println("seed " + failure.seed() + " fails: " + failure.failure());
                out.flush();
                return 1;
            }
        }
        out.flush();
        return 0;
    }

    private int simulated(long runs, PrintWriter out) throws InterruptedException {
        nextProgress = System.nanoTime() + PROGRESS_NANOS;
        Report report = Simulator.run(seed, runs, threads, _ -> progress(runs));
        report.lines().forEach(out::println);
        for (Outcome failure : report.failures()) {
            out.println();
            out.println(failure.history());
            out.println("seed " + failure.seed() + " fails: " + failure.failure());
            out.println("every message of it: daybreak simulate --trace --seed " + failure.seed());
        }
        if (report.failures().isEmpty()) {
            out.println("every promise was kept");
        }
        out.flush();
        return report.failures().isEmpty() ? 0 : 1;
    }

    private void progress(long runs) {
        finished++;
        if (System.nanoTime() >= nextProgress) {
            nextProgress = System.nanoTime() + PROGRESS_NANOS;
            spec.commandLine().getErr().println(finished + " of " + runs + " seeds");
        }
    }
}
