package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.RedoBatch;
import java.util.Arrays;
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

    /** For a batch that is not in memory: where the log has it, and where it ends logically. */
    long[] positions = new long[8];

    int[] batchOffsets = new int[8];
    long[] lasts = new long[8];

    void add(LogEntry entry, int offset, long lsn) {
        if (size == offsets.length) {
            int capacity = size * 2;
            batches = Arrays.copyOf(batches, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            lsns = Arrays.copyOf(lsns, capacity);
            positions = Arrays.copyOf(positions, capacity);
            batchOffsets = Arrays.copyOf(batchOffsets, capacity);
            lasts = Arrays.copyOf(lasts, capacity);
        }
        batches[size] = entry.batch;
        offsets[size] = offset;
        lsns[size] = lsn;
        positions[size] = entry.position;
        batchOffsets[size] = entry.offset;
        lasts[size] = entry.last;
        size++;
    }

    void clear() {
        Arrays.fill(batches, 0, size, null);
        size = 0;
    }
}
