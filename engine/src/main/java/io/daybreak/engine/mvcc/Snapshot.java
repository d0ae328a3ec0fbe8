package io.daybreak.engine.mvcc;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * A read view: which transactions' changes are visible. The content is immutable and shared by all
 * views taken while no writer began or ended; a reference count tells purge which are in use. A
 * view is opened by {@link ActiveTransactions#open} and closed once by {@link #close}.
 */
public final class Snapshot {
    private static final int DEAD = -1;

    private final long[] active;
    private final long lowest;
    private final long next;
    private final long commitLsn;
    private final AtomicInteger references = new AtomicInteger();

    /**
     * @param active ids of the active writers, ascending
     * @param next every id from here on (inclusive) is invisible
     * @param commitLsn the greatest commit LSN among the visible transactions
     */
    Snapshot(long[] active, long next, long commitLsn) {
        this.active = active;
        // A view made of others may leave out ids that are beyond its own end.
        this.lowest = active.length == 0 ? next : Math.min(active[0], next);
        this.next = next;
        this.commitLsn = commitLsn;
    }

    /**
     * Whether the changes of this transaction are visible. Its own changes are the caller's
     * business.
     */
    public boolean sees(long transactionId) {
        if (transactionId < lowest) {
            return true;
        }
        return transactionId < next && Arrays.binarySearch(active, transactionId) < 0;
    }

    public boolean isActive(long transactionId) {
        return transactionId >= lowest && Arrays.binarySearch(active, transactionId) >= 0;
    }

    public long commitLsn() {
        return commitLsn;
    }

    long[] active() {
        return active;
    }

    long next() {
        return next;
    }

    /** The same view, but for these transactions; the ids are ascending. */
    Snapshot without(long[] ids, long visibleCommitLsn) {
        return new Snapshot(union(active, ids), next, Math.min(commitLsn, visibleCommitLsn));
    }

    /** What both see. */
    Snapshot and(Snapshot other) {
        return new Snapshot(
                union(active, other.active),
                Math.min(next, other.next),
                Math.min(commitLsn, other.commitLsn));
    }

    private static long[] union(long[] a, long[] b) {
        return LongStream.concat(Arrays.stream(a), Arrays.stream(b)).sorted().distinct().toArray();
    }

    boolean tryOpen() {
        while (true) {
            int count = references.get();
            if (count == DEAD) {
                return false;
            }
            if (references.compareAndSet(count, count + 1)) {
                return true;
            }
        }
    }

    /** Makes it unusable if nobody holds it. */
    boolean tryKill() {
        return references.compareAndSet(0, DEAD);
    }

    public void close() {
        int left = references.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("read view closed twice");
        }
    }
}
