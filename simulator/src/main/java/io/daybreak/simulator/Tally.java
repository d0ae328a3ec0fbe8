package io.daybreak.simulator;

/** Counts faults injected and paths reached. Owned by one thread. */
final class Tally {
    private final long[] faults = new long[Fault.values().length];
    private final long[] paths = new long[Path.values().length];

    void count(Fault fault) {
        faults[fault.ordinal()]++;
    }

    void count(Path path) {
        count(path, 1);
    }

    void count(Path path, long times) {
        paths[path.ordinal()] += times;
    }

    long of(Fault fault) {
        return faults[fault.ordinal()];
    }

    long of(Path path) {
        return paths[path.ordinal()];
    }

    void add(Tally other) {
        for (int i = 0; i < faults.length; i++) {
            faults[i] += other.faults[i];
        }
        for (int i = 0; i < paths.length; i++) {
            paths[i] += other.paths[i];
        }
    }
}
