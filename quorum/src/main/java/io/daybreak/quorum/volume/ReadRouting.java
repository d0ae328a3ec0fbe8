package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentId;

/**
 * Which segment to ask for a page: of those that are complete up to the read point the one that
 * answered fastest of late; now and then another one, so that a belief does not outlive its reason
 * (SIGMOD 2018, section 3.1). No clock; times come from the caller.
 *
 * <p>Thread-safe without a lock: a lost update of an average costs a slightly worse choice.
 */
public final class ReadRouting {
    private static final int EXPLORE_EVERY = 128;
    private static final long HEDGE_NANOS_MIN = 5_000_000;
    private static final long HEDGE_NANOS_MAX = 200_000_000;

    /** A page from memory takes a tenth of it, one from a good disk less. */
    private static final long QUICK_NANOS = 1_000_000;

    private final long[] averageNanos = new long[SegmentId.REPLICAS];
    private int reads;

    /** An answer took so long. */
    public void answered(int index, long nanos) {
        long average = averageNanos[index];
        averageNanos[index] = average == 0 ? nanos : average + (nanos - average) / 8;
    }

    /** A request was overtaken or not answered: the node counts as slow. */
    public void late(int index, long nanos) {
        averageNanos[index] = Math.max(averageNanos[index], nanos);
    }

    /**
     * @param candidates bit set of segments
     * @return the one to ask; -1 if there is none
     */
    public int choose(int candidates) {
        if (candidates == 0) {
            return -1;
        }
        boolean explore = ++reads % EXPLORE_EVERY == 0;
        int skip = explore ? Math.floorMod(reads / EXPLORE_EVERY, Integer.bitCount(candidates)) : 0;
        int best = -1;
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            if ((candidates & 1 << i) == 0) {
                continue;
            }
            if (explore) {
                best = i;
                if (skip-- == 0) {
                    return i;
                }
            } else if (best < 0 || averageNanos[i] < averageNanos[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Whether it answers so fast of late that nobody minds to wait for it. */
    public boolean isQuick(int index) {
        return averageNanos[index] < QUICK_NANOS;
    }

    /** After so long without an answer another segment is asked as well. */
    public long hedgeNanos(int index) {
        return Math.clamp(averageNanos[index] * 10, HEDGE_NANOS_MIN, HEDGE_NANOS_MAX);
    }
}
