package io.daybreak.logstorage.segment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Batches that came before those that they follow: at most one behind each LSN. Within the
 * segment's limits, which whoever adds asks for. Guarded by its segment's monitor.
 */
final class PendingBatches {
    private final SegmentLimits limits;
    private final TreeMap<Long, LogEntry> byPrevious = new TreeMap<>();
    private long bytes;

    PendingBatches(SegmentLimits limits) {
        this.limits = limits;
    }

    boolean isEmpty() {
        return byPrevious.isEmpty();
    }

    Collection<LogEntry> all() {
        return byPrevious.values();
    }

    /** The one that follows this LSN; null if there is none. */
    @Nullable LogEntry after(long previous) {
        return byPrevious.get(previous);
    }

    boolean hasRoomFor(long lengthBytes) {
        return byPrevious.size() < limits.pendingBatchesMax()
                && bytes + lengthBytes <= limits.pendingBytesMax();
    }

    /** Adds a batch, in the place of a shorter one that follows the same LSN. */
    void add(LogEntry entry) {
        LogEntry known = byPrevious.put(entry.previous, entry);
        bytes += entry.lengthBytes - (known == null ? 0 : known.lengthBytes);
    }

    /** Takes out the lowest one if it follows this LSN or one below; else null. */
    @Nullable LogEntry takeUpTo(long lsn) {
        Map.Entry<Long, LogEntry> lowest = byPrevious.firstEntry();
        if (lowest == null || lowest.getKey() > lsn) {
            return null;
        }
        remove(lowest.getValue());
        return lowest.getValue();
    }

    void remove(LogEntry entry) {
        byPrevious.remove(entry.previous);
        bytes -= entry.lengthBytes;
    }

    /** Those that have records from one LSN to another, both inclusive. */
    List<LogEntry> overlapping(long from, long to) {
        List<LogEntry> hit = new ArrayList<>();
        for (LogEntry entry : byPrevious.values()) {
            if (entry.first <= to && entry.last >= from) {
                hit.add(entry);
            }
        }
        return hit;
    }

    void clear() {
        byPrevious.clear();
        bytes = 0;
    }
}
