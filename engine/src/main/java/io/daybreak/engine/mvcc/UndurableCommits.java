package io.daybreak.engine.mvcc;

import java.util.Arrays;

/**
 * Commits that are visible but not durable yet, oldest first; their number is bounded by that of
 * the sessions, each of which waits for its own. Owned by {@link ActiveTransactions}, guarded by
 * its lock.
 */
final class UndurableCommits {
    private long[] ids = new long[64];
    private long[] lsns = new long[64];
    private int head;
    private int size;
    private long trimmed;

    /** Commit LSNs ascend but for neighbours that overtook each other; that is harmless. */
    void add(long id, long lsn) {
        if (size == ids.length) {
            grow();
        }
        int at = (head + size++) & (ids.length - 1);
        ids[at] = id;
        lsns[at] = lsn;
    }

    /** Lets go of what is durable. */
    void trim(long durableLsn) {
        while (size > 0 && lsns[head] <= durableLsn) {
            head = (head + 1) & (ids.length - 1);
            size--;
            trimmed++;
        }
    }

    /** How many were let go of so far. */
    long trimmed() {
        return trimmed;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The ids, ascending. */
    long[] ids() {
        long[] all = new long[size];
        for (int i = 0; i < size; i++) {
            all[i] = ids[(head + i) & (ids.length - 1)];
        }
        Arrays.sort(all);
        return all;
    }

    private void grow() {
        int capacity = ids.length * 2;
        ids = unrolled(ids, capacity);
        lsns = unrolled(lsns, capacity);
        head = 0;
    }

    private long[] unrolled(long[] ring, int capacity) {
        long[] straight = new long[capacity];
        for (int i = 0; i < size; i++) {
            straight[i] = ring[(head + i) & (ring.length - 1)];
        }
        return straight;
    }
}
