package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.RedoBatch;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The records of one page that a read or the materialiser needs, newest first, copied out of the
 * index so that they can be applied without the segment's monitor. Owned by the reading thread.
 */
final class RecordList {
    int size;
    @Nullable RedoBatch[] batches = new RedoBatch[8];
    int[] offsets = new int[8];
    long[] lsns = new long[8];

    /** For a batch that is not in memory: where the log has it. */
    @Nullable LogPlace[] places = new LogPlace[8];

    void add(LogEntry entry, int offset, long lsn) {
        if (size == offsets.length) {
            int capacity = size * 2;
            batches = Arrays.copyOf(batches, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            lsns = Arrays.copyOf(lsns, capacity);
            places = Arrays.copyOf(places, capacity);
        }
        batches[size] = entry.batch;
        offsets[size] = offset;
        lsns[size] = lsn;
        places[size] = entry.batch == null ? LogPlace.of(entry) : null;
        size++;
    }

    /** The batch of an entry, from the log if it is not in memory. */
    RedoBatch load(int index, SegmentCore owner, BatchSource source) {
        RedoBatch batch = batches[index];
        if (batch == null) {
            LogPlace place = Objects.requireNonNull(places[index]);
            batch = source.load(owner, place);
            batches[index] = batch;
            // A batch has many records of a page: the next ones are in memory now.
            for (int i = index + 1; i < size && place.equals(places[i]); i++) {
                batches[i] = batch;
            }
        }
        return batch;
    }

    void clear() {
        Arrays.fill(batches, 0, size, null);
        Arrays.fill(places, 0, size, null);
        size = 0;
    }
}
