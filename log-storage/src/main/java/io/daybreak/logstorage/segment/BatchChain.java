package io.daybreak.logstorage.segment;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a segment in chain order without holes, from the oldest one that the log still has
 * to the SCL. A ring; guarded by its segment's monitor.
 */
final class BatchChain {
    private @Nullable LogEntry[] ring = new LogEntry[64];
    private int head;
    private int size;
    private long base;

    BatchChain(long base) {
        this.base = base;
    }

    /** LSN of the group's record before the oldest one here. */
    long base() {
        return base;
    }

    /** SCL: LSN of the newest record here. */
    long end() {
        return size == 0 ? base : at(size - 1).last;
    }

    int size() {
        return size;
    }

    LogEntry at(int index) {
        LogEntry entry = ring[head + index & ring.length - 1];
        if (entry == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return entry;
    }

    void add(LogEntry entry) {
        if (entry.previous != end()) {
            throw new IllegalStateException(
                    "batch after LSN " + entry.previous + " linked behind " + end());
        }
        if (size == ring.length) {
            LogEntry[] larger = new LogEntry[size * 2];
            for (int i = 0; i < size; i++) {
                larger[i] = at(i);
            }
            ring = larger;
            head = 0;
        }
        entry.bytesBefore = size == 0 ? 0 : bytesUpTo(size - 1);
        ring[head + size & ring.length - 1] = entry;
        size++;
    }

    /** Index of the first batch with a record above the LSN; {@link #size} if there is none. */
    int indexAfter(long lsn) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (at(middle).last <= lsn) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long bytesUpTo(int index) {
        LogEntry entry = at(index);
        return entry.bytesBefore + entry.lengthBytes;
    }

    /** Bytes of the batches {@code [from, to)}. */
    long bytes(int from, int to) {
        return from >= to ? 0 : bytesUpTo(to - 1) - at(from).bytesBefore;
    }

    /** One above the index of the last batch with which those from an index on fit in the bytes. */
    int indexWithin(int from, long bytesMax) {
        int low = from;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (bytes(from, middle + 1) <= bytesMax) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    LogEntry removeFirst() {
        LogEntry entry = at(0);
        ring[head] = null;
        head = head + 1 & ring.length - 1;
        size--;
        base = entry.last;
        return entry;
    }

    LogEntry removeLast() {
        LogEntry entry = at(size - 1);
        ring[head + size - 1 & ring.length - 1] = null;
        size--;
        return entry;
    }

    void restart(long newBase) {
        Arrays.fill(ring, null);
        head = 0;
        size = 0;
        base = newBase;
    }
}
