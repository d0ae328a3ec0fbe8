package io.daybreak.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What many runs came through together. Not thread-safe. */
public final class Report {
    private static final double NANOS_PER_HOUR = 3.6e12;
    private static final double NANOS_PER_MINUTE = 6e10;

    private final Tally tally = new Tally();
    private final List<Outcome> failures = new ArrayList<>();
    private long runs;
    private long steps;
    private long virtualNanos;
    private long elapsedNanos;

    void add(Outcome outcome, Tally counted) {
        runs++;
        steps += outcome.steps();
        virtualNanos += outcome.virtualNanos();
        tally.add(counted);
        if (!outcome.isClean()) {
            failures.add(outcome);
        }
    }

    void elapsed(long nanos) {
        elapsedNanos = nanos;
    }

    public long runs() {
        return runs;
    }

    /** The runs that broke a promise, by seed. */
    public List<Outcome> failures() {
        return failures.stream().sorted(Comparator.comparingLong(Outcome::seed)).toList();
    }

    long of(Path path) {
        return tally.of(path);
    }

    long of(Fault fault) {
        return tally.of(fault);
    }

    /** The summary for people, one fact a line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("faults injected");
        for (Fault fault : Fault.values()) {
            lines.add(line(tally.of(fault), fault.meaning));
        }
        lines.add("paths reached");
        for (Path path : Path.values()) {
            lines.add(line(tally.of(path), path.meaning));
        }
        lines.add(speed());
        return lines;
    }

    private static String line(long count, String meaning) {
        return String.format(Locale.ROOT, "%,14d  %s", count, meaning);
    }

    private String speed() {
        double minutes = Math.max(1, elapsedNanos) / NANOS_PER_MINUTE;
        return String.format(
                Locale.ROOT,
                "%,d seeds, %,d events, %.2f simulated hours in %.1f minutes:"
                        + " %.1f seeds a second, %.2f simulated hours a minute",
                runs,
                steps,
                virtualNanos / NANOS_PER_HOUR,
                minutes,
                runs / minutes / 60,
                virtualNanos / NANOS_PER_HOUR / minutes);
    }
}
