package io.daybreak.quorum.api;

/** What can go wrong with a storage node, as a volume in this process can be told to feel it. */
public sealed interface Fault {
    /** Nothing gets through in either direction, and what is sent is lost. */
    record Dead() implements Fault {}

    /**
     * What is sent waits until the fault ends, and arrives then; more than a bounded amount is
     * lost.
     */
    record Hung() implements Fault {}

    /**
     * So many of a hundred requests fail, as they do on a disk that fails.
     *
     * @param percent 0 to 100
     */
    record Failing(double percent) implements Fault {
        public Failing {
            checkPercent(percent);
        }
    }

    /**
     * So many of a hundred requests arrive later, by a time drawn for each.
     *
     * @param percent 0 to 100
     * @param minMillis inclusive
     * @param maxMillis inclusive
     */
    record Slow(double percent, long minMillis, long maxMillis) implements Fault {
        public Slow {
            checkPercent(percent);
            if (minMillis < 0 || maxMillis < minMillis) {
                throw new IllegalArgumentException("delay " + minMillis + " to " + maxMillis);
            }
        }
    }

    /** Every write fails as on a full disk; reads go on. */
    record Full() implements Fault {}

    private static void checkPercent(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent: " + percent);
        }
    }
}
