package io.daybreak.logstorage.segment;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recent redo of a page: the records above the page store's complete LSN, newest first.
 *
 * <p>Records stand in a ring in LSN order under ascending ids; each knows its batch, its place
 * there and the id of the page's record before it. A table with open addressing maps a page to the
 * id of its newest record. What is in the page store goes by moving the ring's tail; a link to a
 * place before the tail is the end of a list. About 30 bytes and 20 ns a record.
 *
 * <p>Guarded by its segment's monitor.
 */
final class RedoIndex {
    private static final long NONE = -1;
    private static final int RING_MIN = 1024;

    private int mask = RING_MIN - 1;
    private long[] lsns = new long[mask + 1];
    private long[] links = new long[mask + 1];
    private int[] offsets = new int[mask + 1];
    private @Nullable LogEntry[] entries = new LogEntry[mask + 1];
    private long[] pageOf = new long[mask + 1];
    private long tail = 1;
    private long next = 1;

    private long[] keys = new long[1024];
    private long[] heads = new long[1024];
    private int used;

    RedoIndex() {
        Arrays.fill(heads, NONE);
    }

    long tail() {
        return tail;
    }

    /** How many records there is room for without more memory. */
    int capacity() {
        return mask + 1;
    }

    /** One above the newest id. */
    long next() {
        return next;
    }

    long lsn(long id) {
        return lsns[(int) id & mask];
    }

    long pageNumber(long id) {
        return pageOf[(int) id & mask];
    }

    int offset(long id) {
        return offsets[(int) id & mask];
    }

    LogEntry entry(long id) {
        LogEntry entry = entries[(int) id & mask];
        if (entry == null) {
            throw new IllegalStateException("record " + id + " is not indexed");
        }
        return entry;
    }

    /** Adds a record; LSNs ascend. */
    void add(long pageNumber, long lsn, LogEntry entry, int offset) {
        if (next - tail > mask) {
            growRing();
        }
        int slot = slot(pageNumber);
        if (heads[slot] == NONE) {
            if (used * 2 >= keys.length) {
                rehash(keys.length * 2);
                slot = slot(pageNumber);
            }
            keys[slot] = pageNumber;
            used++;
        }
        int at = (int) next & mask;
        lsns[at] = lsn;
        links[at] = heads[slot];
        offsets[at] = offset;
        entries[at] = entry;
        pageOf[at] = pageNumber;
        heads[slot] = next++;
    }

    /** The id of the page's newest record up to the LSN (inclusive); negative if there is none. */
    long newest(long pageNumber, long upTo) {
        long id = heads[slot(pageNumber)];
        while (id >= tail && lsn(id) > upTo) {
            id = links[(int) id & mask];
        }
        return id >= tail ? id : NONE;
    }

    /** The id of the same page's record before this one; negative if there is none. */
    long before(long id) {
        long link = links[(int) id & mask];
        return link >= tail ? link : NONE;
    }

    /** The id of the oldest record above the LSN; {@link #next} if there is none. */
    long firstAfter(long lsn) {
        long low = tail;
        long high = next;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (lsn(middle) <= lsn) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Forgets the records up to the LSN (inclusive). */
    void dropUpTo(long lsn) {
        while (tail < next && lsn(tail) <= lsn) {
            entries[(int) tail & mask] = null;
            tail++;
        }
        shrinkRing();
        int live = 0;
        for (long head : heads) {
            if (head >= tail) {
                live++;
            }
        }
        int capacity = keys.length;
        while (capacity > 1024 && live * 8 < capacity) {
            capacity /= 2;
        }
        rehash(capacity);
    }

    /** Forgets the records from the LSN (inclusive) on. */
    void dropFrom(long lsn) {
        while (next > tail && lsn(next - 1) >= lsn) {
            next--;
            int at = (int) next & mask;
            heads[slot(pageOf[at])] = links[at] >= tail ? links[at] : tail - 1;
            entries[at] = null;
        }
        // A head before the tail keeps its slot in use but leads nowhere; rehashing drops it.
        rehash(keys.length);
    }

    void clear() {
        Arrays.fill(entries, null);
        tail = next;
        shrinkRing();
        Arrays.fill(heads, NONE);
        used = 0;
    }

    private int slot(long pageNumber) {
        int tableMask = keys.length - 1;
        int slot = (int) (pageNumber * 0x9e3779b97f4a7c15L >>> 40) & tableMask;
        while (heads[slot] != NONE && keys[slot] != pageNumber) {
            slot = slot + 1 & tableMask;
        }
        return slot;
    }

    private void rehash(int capacity) {
        long[] oldKeys = keys;
        long[] oldHeads = heads;
        keys = new long[capacity];
        heads = new long[capacity];
        Arrays.fill(heads, NONE);
        used = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldHeads[i] != NONE && oldHeads[i] >= tail) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                heads[slot] = oldHeads[i];
                used++;
            }
        }
    }

    private void growRing() {
        resizeRing((mask + 1) * 2);
    }

    /** A group that had its burst gives the memory back: a volume has many that are quiet. */
    private void shrinkRing() {
        int capacity = mask + 1;
        while (capacity > RING_MIN && (next - tail) * 4 < capacity) {
            capacity /= 2;
        }
        if (capacity <= mask) {
            resizeRing(capacity);
        }
    }

    private void resizeRing(int capacity) {
        int newMask = capacity - 1;
        long[] newLsns = new long[capacity];
        long[] newLinks = new long[capacity];
        int[] newOffsets = new int[capacity];
        @Nullable LogEntry[] newEntries = new LogEntry[capacity];
        long[] newPages = new long[capacity];
        for (long id = tail; id < next; id++) {
            int from = (int) id & mask;
            int to = (int) id & newMask;
            newLsns[to] = lsns[from];
            newLinks[to] = links[from];
            newOffsets[to] = offsets[from];
            newEntries[to] = entries[from];
            newPages[to] = pageOf[from];
        }
        mask = newMask;
        lsns = newLsns;
        links = newLinks;
        offsets = newOffsets;
        entries = newEntries;
        pageOf = newPages;
    }
}
