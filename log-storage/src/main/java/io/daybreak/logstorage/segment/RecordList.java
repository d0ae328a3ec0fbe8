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

    /** Whether the oldest record here initialises the page. */
    boolean startsAnew;

    /** Records up to here were left out, as the page store has an image of so much; -1 = none. */
    long imageLsn = -1;

    void add(LogEntry entry, int offset, long lsn) {
        RedoBatch batch = entry.batch;
        add(batch, batch == null ? LogPlace.of(entry) : null, offset, lsn);
    }

    void add(@Nullable RedoBatch batch, @Nullable LogPlace place, int offset, long lsn) {
        if (size == offsets.length) {
            int capacity = size * 2;
            batches = Arrays.copyOf(batches, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            lsns = Arrays.copyOf(lsns, capacity);
            places = Arrays.copyOf(places, capacity);
        }
        batches[size] = batch;
        offsets[size] = offset;
        lsns[size] = lsn;
        places[size] = place;
        size++;
    }

    /** The batch of an entry, from the log if it is not in memory. */
    RedoBatch load(int index, SegmentCore owner, BatchSource source) {
        RedoBatch batch = batches[index];
        if (batch == null) {
            LogPlace place = Objects.requireNonNull(places[index]);
            batch = source.load(owner, place);
            batches[index] = batch;
            // A batch has many records of a page, and the newer ones come next.
            for (int i = index - 1; i >= 0 && place.equals(places[i]); i--) {
                batches[i] = batch;
            }
        }
        return batch;
    }

    /** How many records are above the LSN. */
    int countAbove(long lsn) {
        int count = size;
        while (count > 0 && lsns[count - 1] <= lsn) {
            count--;
        }
        return count;
    }

    void clear() {
        Arrays.fill(batches, 0, size, null);
        Arrays.fill(places, 0, size, null);
        size = 0;
        startsAnew = false;
        imageLsn = -1;
    }
}
