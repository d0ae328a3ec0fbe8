package io.daybreak.simulator;

import java.util.Arrays;

/**
 * A network between numbered places. It carries closures: whoever sends says what happens on
 * arrival.
 *
 * <p>Faults that a protocol must survive: delay without bound, reordering, loss, duplicates, links
 * cut in one direction or both, for any time, and places that are slow or hang. It does not change
 * messages: checksums are the transport's business and tested there.
 */
final class SimNetwork {
    private static final long TYPICAL_NANOS = 100_000;

    private final Simulation simulation;
    private final SimRandom random;
    private final Tally tally;
    private final boolean[][] cut;
    private final int[] slowness;
    private final long[] hangsUntil;
    private long worstNanos = 20_000_000;
    private double loss;
    private double duplicates;

    SimNetwork(Simulation simulation, SimRandom random, Tally tally, int places) {
        this.simulation = simulation;
        this.random = random;
        this.tally = tally;
        this.cut = new boolean[places][places];
        this.slowness = new int[places];
        this.hangsUntil = new long[places];
        Arrays.fill(slowness, 1);
    }

    void mistreat(double lossProbability, double duplicateProbability, long worstDelayNanos) {
        loss = lossProbability;
        duplicates = duplicateProbability;
        worstNanos = worstDelayNanos;
    }

    /** Messages from one place to the other no longer arrive. */
    void cut(int from, int to) {
        cut[from][to] = true;
    }

    /** Whatever a place sends or gets takes so many times as long. */
    void slow(int place, int factor) {
        slowness[place] = factor;
    }

    /** What arrives at a place waits until then. */
    void hang(int place, long untilNanos) {
        hangsUntil[place] = Math.max(hangsUntil[place], untilNanos);
    }

    long hangsUntil(int place) {
        return hangsUntil[place];
    }

    void heal() {
        for (boolean[] row : cut) {
            Arrays.fill(row, false);
        }
        Arrays.fill(slowness, 1);
        loss = 0;
        duplicates = 0;
        worstNanos = TYPICAL_NANOS * 10;
    }

    void send(int from, int to, Runnable arrival) {
        if (cut[from][to] || loss > 0 && random.chance(loss)) {
            tally.count(Path.MESSAGES_LOST);
            return;
        }
        int copies = duplicates > 0 && random.chance(duplicates) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long nanos = random.latency(TYPICAL_NANOS, worstNanos);
            simulation.after(
                    nanos * Math.max(slowness[from], slowness[to]),
                    () -> arrive(from, to, arrival));
        }
    }

    private void arrive(int from, int to, Runnable arrival) {
        if (cut[from][to]) {
            tally.count(Path.MESSAGES_LOST);
            return;
        }
        long wait = hangsUntil[to] - simulation.now();
        if (wait > 0) {
            simulation.after(wait, () -> arrive(from, to, arrival));
            return;
        }
        tally.count(Path.MESSAGES);
        arrival.run();
    }
}
