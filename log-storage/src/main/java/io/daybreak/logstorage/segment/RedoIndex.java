package io.daybreak.logstorage.segment;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recent redo of a page: the records above the page store's complete LSN, newest first.
 *
 * <p>Records stand in chunks, in LSN order under ascending ids; each knows its batch, its place
 * there and how many ids ago the page's record before it was. A table with open addressing maps a
 * page to the id of its newest record, and to the LSN of an image that makes all up to it
 * unnecessary. What is in the page store goes by moving the tail; a link to a place before the tail
 * is the end of a list. 24 bytes and about 20 ns a record. Chunks, because whoever appends would
 * wait for larger arrays to be filled.
 *
 * <p>Guarded by its segment's monitor.
 */
final class RedoIndex {
    private static final long NONE = -1;
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int PAGES_MIN = 64;
    private static final int HOT_MAX = 1024;

    /** Bits of a place: 40 of the page number, 22 of the offset, 1 of whether it initialises. */
    private static final int OFFSET_BITS = 22;

    private static final int PAGE_SHIFT = OFFSET_BITS + 1;

    private static final class Chunk {
        final long[] lsns = new long[CHUNK];
        final long[] places = new long[CHUNK];

        /** How many ids before this one the page's record before it has; 0 = there is none. */
        final int[] links = new int[CHUNK];

        final @Nullable LogEntry[] entries = new LogEntry[CHUNK];
    }

    /** Chunk n is at n modulo the length. */
    private @Nullable Chunk[] chunks = new Chunk[1];

    private long tail = 1;
    private long next = 1;

    private long[] keys = new long[PAGES_MIN];
    private long[] heads = new long[PAGES_MIN];
    private long[] imaged = new long[PAGES_MIN];
    private int[] counts = new int[PAGES_MIN];
    private int used;

    private final int hotRecords;
    private long[] hot = new long[4];
    private int hotCount;

    /**
     * @param hotRecords a page with that many records is hot
     */
    RedoIndex(int hotRecords) {
        this.hotRecords = hotRecords;
        Arrays.fill(heads, NONE);
    }

    long tail() {
        return tail;
    }

    /** One above the newest id. */
    long next() {
        return next;
    }

    /** How many records there is room for without more memory. */
    int capacity() {
        int room = 0;
        for (Chunk chunk : chunks) {
            room += chunk == null ? 0 : CHUNK;
        }
        return room;
    }

    private Chunk chunk(long id) {
        Chunk chunk = chunks[(int) (id >>> CHUNK_BITS) & chunks.length - 1];
        if (chunk == null) {
            throw new IllegalStateException("record " + id + " is not indexed");
        }
        return chunk;
    }

    private static int at(long id) {
        return (int) id & CHUNK - 1;
    }

    long lsn(long id) {
        return chunk(id).lsns[at(id)];
    }

    long pageNumber(long id) {
        return chunk(id).places[at(id)] >>> PAGE_SHIFT;
    }

    /** Where the record starts in its batch. */
    int offset(long id) {
        return (int) chunk(id).places[at(id)] >>> 1 & (1 << OFFSET_BITS) - 1;
    }

    /** Whether nothing before the record counts for its page. */
    boolean initialises(long id) {
        return (chunk(id).places[at(id)] & 1) != 0;
    }

    LogEntry entry(long id) {
        LogEntry entry = chunk(id).entries[at(id)];
        if (entry == null) {
            throw new IllegalStateException("record " + id + " is not indexed");
        }
        return entry;
    }

    /** Adds a record; LSNs ascend. */
    void add(long page, long lsn, LogEntry entry, int offset, boolean initialises) {
        int slot = slot(page);
        if (heads[slot] == NONE) {
            if (used * 2 >= keys.length) {
                rehash(keys.length * 2);
                slot = slot(page);
            }
            keys[slot] = page;
            imaged[slot] = 0;
            counts[slot] = 0;
            used++;
        }
        Chunk chunk = lastChunk();
        int at = at(next);
        chunk.lsns[at] = lsn;
        chunk.links[at] = heads[slot] >= tail ? (int) (next - heads[slot]) : 0;
        chunk.places[at] = page << PAGE_SHIFT | (long) offset << 1 | (initialises ? 1 : 0);
        chunk.entries[at] = entry;
        heads[slot] = next++;
        count(slot, page);
    }

    private void count(int slot, long page) {
        if (++counts[slot] != hotRecords) {
            return;
        }
        if (hotCount == HOT_MAX) {
            counts[slot]--;
            return;
        }
        if (hotCount == hot.length) {
            hot = Arrays.copyOf(hot, hotCount * 2);
        }
        hot[hotCount++] = page;
    }

    private Chunk lastChunk() {
        long number = next >>> CHUNK_BITS;
        if (number - (tail >>> CHUNK_BITS) >= chunks.length) {
            @Nullable Chunk[] more = new Chunk[chunks.length * 2];
            for (long n = tail >>> CHUNK_BITS; n < number; n++) {
                more[(int) n & more.length - 1] = chunks[(int) n & chunks.length - 1];
            }
            chunks = more;
        }
        int at = (int) number & chunks.length - 1;
        Chunk last = chunks[at];
        if (last == null) {
            last = new Chunk();
            chunks[at] = last;
        }
        return last;
    }

    /** The id of the page's newest record up to the LSN (inclusive); negative if there is none. */
    long newest(long page, long upTo) {
        long id = heads[slot(page)];
        while (id >= tail && lsn(id) > upTo) {
            id = before(id);
        }
        return id >= tail ? id : NONE;
    }

    /** The id of the same page's record before this one; negative if there is none. */
    long before(long id) {
        int link = chunk(id).links[at(id)];
        return link != 0 && id - link >= tail ? id - link : NONE;
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

    // ---- hot pages

    /** The pages that got enough records to be hot since the last call. */
    long[] takeHot() {
        long[] taken = Arrays.copyOf(hot, hotCount);
        hotCount = 0;
        Arrays.fill(counts, 0);
        return taken;
    }

    /** The page store has an image of the page with this LSN: older records are not needed. */
    void imaged(long page, long lsn) {
        int slot = slot(page);
        if (heads[slot] != NONE) {
            imaged[slot] = Math.max(imaged[slot], lsn);
        }
    }

    /** What {@link #imaged} said last; 0 = nothing. */
    long imagedUpTo(long page) {
        int slot = slot(page);
        return heads[slot] == NONE ? 0 : imaged[slot];
    }

    /** The image that {@link #imaged} told of may be gone. */
    void forgetImage(long page) {
        imaged[slot(page)] = 0;
    }

    void forgetImages() {
        Arrays.fill(imaged, 0);
    }

    // ---- what goes

    /** Forgets the records up to the LSN (inclusive). */
    void dropUpTo(long lsn) {
        moveTail(firstAfter(lsn));
        int live = 0;
        for (long head : heads) {
            if (head >= tail) {
                live++;
            }
        }
        int capacity = keys.length;
        while (capacity > PAGES_MIN && live * 8 < capacity) {
            capacity /= 2;
        }
        rehash(capacity);
    }

    private void moveTail(long to) {
        long keep = to == next ? (next >>> CHUNK_BITS) + 1 : to >>> CHUNK_BITS;
        long end = Math.min(keep, (next - 1 >>> CHUNK_BITS) + 1);
        for (long n = tail >>> CHUNK_BITS; n < end; n++) {
            chunks[(int) n & chunks.length - 1] = null;
        }
        tail = to;
        if (tail == next) {
            chunks = new Chunk[1];
        }
    }

    /** Forgets the records from the LSN (inclusive) on. */
    void dropFrom(long lsn) {
        while (next > tail && lsn(next - 1) >= lsn) {
            long last = next - 1;
            long before = before(last);
            heads[slot(pageNumber(last))] = before == NONE ? tail - 1 : before;
            chunk(last).entries[at(last)] = null;
            next = last;
        }
        // A head before the tail keeps its slot in use but leads nowhere; rehashing drops it.
        rehash(keys.length);
    }

    void clear() {
        moveTail(next);
        Arrays.fill(heads, NONE);
        used = 0;
        hotCount = 0;
    }

    private int slot(long page) {
        int tableMask = keys.length - 1;
        int slot = (int) (page * 0x9e3779b97f4a7c15L >>> 40) & tableMask;
        while (heads[slot] != NONE && keys[slot] != page) {
            slot = slot + 1 & tableMask;
        }
        return slot;
    }

    private void rehash(int capacity) {
        long[] oldKeys = keys;
        long[] oldHeads = heads;
        long[] oldImaged = imaged;
        int[] oldCounts = counts;
        keys = new long[capacity];
        heads = new long[capacity];
        imaged = new long[capacity];
        counts = new int[capacity];
        Arrays.fill(heads, NONE);
        used = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldHeads[i] != NONE && oldHeads[i] >= tail) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                heads[slot] = oldHeads[i];
                imaged[slot] = oldImaged[i];
                counts[slot] = oldCounts[i];
                used++;
            }
        }
    }
}
