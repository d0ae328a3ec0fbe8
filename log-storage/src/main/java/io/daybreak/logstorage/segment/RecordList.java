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

    /** Whether there are older ones that were not looked at. */
    boolean cutShort;

    /** Records up to here were left out, as the page store has an image of so much; -1 = none. */
    long imageLsn = -1;

    void add(LogEntry entry, int offset, long lsn) {
        RedoBatch batch = entry.batch;
        add(batch, batch == null ? placeOf(entry) : null, offset, lsn);
    }

    /** A batch has many records of a page that changes all the time. */
    private LogPlace placeOf(LogEntry entry) {
        LogPlace last = size == 0 ? null : places[size - 1];
        return last != null
                        && last.position() == entry.position
                        && last.offset() == entry.offset
                        && last.last() == entry.last
                        && last.previous() == entry.previous
                ? last
                : LogPlace.of(entry);
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
        }
        return batch;
    }

    /** How many records side by side, this one and newer ones, stand in the same place. */
    int countFrom(int index) {
        LogPlace place = places[index];
        int first = index;
        while (first > 0 && places[first - 1] == place) {
            first--;
        }
        return index - first + 1;
    }

    /** Whether nothing older is needed. */
    boolean isEnded() {
        return startsAnew || imageLsn >= 0;
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
        cutShort = false;
        imageLsn = -1;
    }
}
