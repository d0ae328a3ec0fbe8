package io.daybreak.logstorage.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
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

    // ---- where they stand in the log

    /** A batch that stands in the log once more was damaged at its old place. */
    void relocate(long previous, long last, LogPlace place) {
        int index = indexAfter(previous);
        if (index < size) {
            LogEntry entry = at(index);
            if (entry.previous == previous && entry.last == last && entry.position >= 0) {
                entry.position = place.position();
                entry.offset = place.offset();
                entry.storedBytes = place.lengthBytes();
            }
        }
    }

    /**
     * Where batches above an LSN stand.
     *
     * @param upTo none begins above
     */
    List<LogPlace> places(long after, long upTo, int countMax, Predicate<LogEntry> which) {
        List<LogPlace> places = new ArrayList<>();
        for (int i = indexAfter(after);
                i < size && at(i).first <= upTo && places.size() < countMax;
                i++) {
            LogEntry entry = at(i);
            if (which.test(entry)) {
                places.add(LogPlace.of(entry));
            }
        }
        return places;
    }

    /**
     * The lowest position of the batches above the LSN; {@code Long.MAX_VALUE} if none is written.
     *
     * @param fileOf the log file of a position
     * @param oldestFile a position in this file or before it will do
     */
    long oldestPosition(long after, long oldestFile, LongUnaryOperator fileOf) {
        long oldest = Long.MAX_VALUE;
        for (int i = indexAfter(after); i < size && fileOf.applyAsLong(oldest) > oldestFile; i++) {
            oldest = Math.min(oldest, at(i).neededPosition());
        }
        return oldest;
    }

    /** How many batches stand before the last one in a file older than this, it included. */
    int countBefore(long file, LongUnaryOperator fileOf) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            long position = at(i).position;
            if (position >= 0 && fileOf.applyAsLong(position) < file) {
                count = i + 1;
            }
        }
        return count;
    }

    /**
     * The batches above an LSN until they are about so many bytes.
     *
     * @param upTo none begins above
     * @param forced none ends above
     */
    RecordList list(long after, long upTo, long forced, int bytesMax) {
        RecordList list = new RecordList();
        long bytes = 0;
        for (int i = indexAfter(after);
                i < size && at(i).first <= upTo && at(i).last <= forced;
                i++) {
            LogEntry entry = at(i);
            if (list.size > 0 && bytes + entry.lengthBytes > bytesMax) {
                break;
            }
            bytes += entry.lengthBytes;
            list.add(entry, 0, entry.first);
        }
        return list;
    }

    void restart(long newBase) {
        Arrays.fill(ring, null);
        head = 0;
        size = 0;
        base = newBase;
    }
}
