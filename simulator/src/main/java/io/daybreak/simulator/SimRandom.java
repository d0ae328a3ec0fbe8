package io.daybreak.simulator;

import java.util.SplittableRandom;

/**
 * The choices of one part of a simulation. Each part forks its own source, so that one more choice
 * in one part does not change those of the others.
 */
final class SimRandom {
    private final SplittableRandom random;

    SimRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private SimRandom(SplittableRandom random) {
        this.random = random;
    }

    SimRandom fork() {
        return new SimRandom(random.split());
    }

    /** From 0 (inclusive) to the bound (exclusive). */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both bounds inclusive. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    long nextLong() {
        return random.nextLong();
    }

    /** Mostly small, now and then large: a latency. */
    long latency(long typical, long worst) {
        return worst > typical && chance(0.05)
                ? between(typical, worst)
                : between(typical / 4, typical * 2);
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[below(choices.length)];
    }
}
