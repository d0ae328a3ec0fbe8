package io.daybreak.testsupport.sim;

import java.util.SplittableRandom;

/**
 * The choices of one part of a simulation. Each part forks its own source, so that one more choice
 * in one part does not change those of the others.
 */
public final class SimRandom {
    private final SplittableRandom random;

    public SimRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private SimRandom(SplittableRandom random) {
        this.random = random;
    }

    public SimRandom fork() {
        return new SimRandom(random.split());
    }

    /** From 0 (inclusive) to the bound (exclusive). */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both bounds inclusive. */
    public long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    public long nextLong() {
        return random.nextLong();
    }

    /** Mostly small, now and then large: a latency. */
    public long latency(long typical, long worst) {
        return chance(0.05) ? between(typical, worst) : between(typical / 4, typical * 2);
    }
}
