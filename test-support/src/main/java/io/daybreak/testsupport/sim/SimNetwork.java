package io.daybreak.testsupport.sim;

import java.util.Arrays;

/**
 * A network between numbered places. It carries closures: whoever sends says what happens on
 * arrival.
 *
 * <p>Faults that a protocol must survive: delay without bound, reordering, loss, duplicates, and
 * links cut in one direction or both, for any time. It does not change messages: checksums are the
 * transport's business and tested there.
 */
public final class SimNetwork {
    private final Simulation simulation;
    private final SimRandom random;
    private final boolean[][] cut;
    private long typicalNanos = 100_000;
    private long worstNanos = 20_000_000;
    private double loss;
    private double duplicates;
    private long delivered;
    private long lost;

    public SimNetwork(Simulation simulation, SimRandom random, int places) {
        this.simulation = simulation;
        this.random = random;
        this.cut = new boolean[places][places];
    }

    public void faults(double lossProbability, double duplicateProbability, long worstDelayNanos) {
        loss = lossProbability;
        duplicates = duplicateProbability;
        worstNanos = worstDelayNanos;
    }

    /** Messages from one place to the other no longer arrive. */
    public void cut(int from, int to) {
        cut[from][to] = true;
    }

    public void heal() {
        for (boolean[] row : cut) {
            Arrays.fill(row, false);
        }
        loss = 0;
        duplicates = 0;
        worstNanos = typicalNanos * 10;
    }

    public void send(int from, int to, Runnable arrival) {
        if (cut[from][to] || random.chance(loss)) {
            lost++;
            return;
        }
        int copies = random.chance(duplicates) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            simulation.after(
                    random.latency(typicalNanos, worstNanos),
                    () -> {
                        if (!cut[from][to]) {
                            delivered++;
                            arrival.run();
                        }
                    });
        }
    }

    public long delivered() {
        return delivered;
    }

    public long lost() {
        return lost;
    }
}
