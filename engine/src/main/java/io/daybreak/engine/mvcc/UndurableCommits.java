package io.daybreak.engine.mvcc;

import java.util.Arrays;

/**
 * Commits that are visible but not durable yet, oldest first; their number is bounded by that of
 * the sessions, each of which waits for its own. Owned by {@link ActiveTransactions}, guarded by
 * its lock. A rollback stands here as well; see {@link ActiveTransactions#endUndone}.
 */
final class UndurableCommits {
    private long[] ids = new long[64];
    private long[] lsns = new long[64];
    private int head;
    private int size;

    /** Commit LSNs ascend but for neighbours that overtook each other. */
    void add(long id, long lsn) {
        if (size == ids.length) {
            grow();
        }
        int at = (head + size++) & (ids.length - 1);
        ids[at] = id;
        lsns[at] = lsn;
    }

    /** Lets go of what is durable; one behind a commit that it overtook stays until that is. */
    void trim(long durableLsn) {
        while (size > 0 && lsns[head] <= durableLsn) {
            head = (head + 1) & (ids.length - 1);
            size--;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** How many are not durable. */
    int count(long durableLsn) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (lsns[(head + i) & (ids.length - 1)] > durableLsn) {
                count++;
            }
        }
        return count;
    }

    /** The LSN of one; 0 if it is durable. */
    long lsn(long id, long durableLsn) {
        for (int i = size - 1; i >= 0; i--) {
            int slot = (head + i) & (ids.length - 1);
            if (ids[slot] == id && lsns[slot] > durableLsn) {
                return lsns[slot];
            }
        }
        return 0;
    }

    /** The ids of those that are not durable, ascending. */
    long[] ids(long durableLsn) {
        long[] found = new long[count(durableLsn)];
        int at = 0;
        for (int i = 0; i < size; i++) {
            int slot = (head + i) & (ids.length - 1);
            if (lsns[slot] > durableLsn) {
                found[at++] = ids[slot];
            }
        }
        Arrays.sort(found);
        return found;
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
