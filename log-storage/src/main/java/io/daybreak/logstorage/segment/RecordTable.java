package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of a segment in one part of a log summary, by page: searched where it stands, so that
 * a start need not take record by record into an index. The layout is {@link SummaryLayout}'s.
 *
 * <p>The bytes do not change; the batches are those of the segment's chain and guarded by its
 * monitor.
 */
final class RecordTable {
    /** More than this is kept out of the heap: a collector would copy it, at a start above all. */
    private static final int HEAP_BYTES_MAX = 16 << 10;

    private final ByteBuffer bytes;
    private final int records;
    private final long last;
    private final int slots;
    private final int entriesAt;

    private LogEntry[] batches = new LogEntry[64];
    private int batchCount;

    /** Where the varint that was read last ends. */
    private int next;

    private RecordTable(ByteBuffer bytes) {
        if (bytes.capacity() < SummaryLayout.TABLE_HEADER_SIZE) {
            throw new CorruptRedoException("a log summary's table ends early");
        }
        this.bytes = bytes;
        this.records = bytes.getInt(0);
        this.last = bytes.getLong(4);
        this.slots = 1 << bytes.get(12);
        this.entriesAt = SummaryLayout.TABLE_HEADER_SIZE + slots * Integer.BYTES;
        if (entriesAt > bytes.capacity()) {
            throw new CorruptRedoException("a log summary's table ends early");
        }
    }

    static RecordTable copyOf(byte[] part, int offset, int length) {
        ByteBuffer copy =
                length > HEAP_BYTES_MAX
                        ? ByteBuffer.allocateDirect(length)
                        : ByteBuffer.allocate(length);
        return new RecordTable(copy.put(0, part, offset, length));
    }

    /** The batches come in the order of their LSNs. */
    void add(LogEntry batch) {
        if (batchCount == batches.length) {
            batches = Arrays.copyOf(batches, batchCount * 2);
        }
        batches[batchCount++] = batch;
    }

    int records() {
        return records;
    }

    long first() {
        return batchCount == 0 ? Long.MAX_VALUE : batches[0].first;
    }

    long last() {
        return last;
    }

    int batchCount() {
        return batchCount;
    }

    LogEntry batch(int number) {
        return batches[number];
    }

    /** The number of the batch that has the LSN; negative if it was annulled. */
    int batchOf(long lsn) {
        int low = 0;
        int high = batchCount;
        while (low < high) {
            int middle = low + high >>> 1;
            if (batches[middle].first <= lsn) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > 0 && lsn <= batches[low - 1].last ? low - 1 : -1;
    }

    /**
     * Adds the page's records, newest first, to a list.
     *
     * @param above exclusive
     * @param upTo inclusive
     * @param imaged LSN of an image that makes older records unnecessary
     * @param sizeMax of the list; it is cut short there
     * @return whether older tables may have more that is needed
     */
    boolean collect(long page, long above, long upTo, long imaged, int sizeMax, RecordList into) {
        int at = find(page);
        if (at < 0) {
            return true;
        }
        long lsn = last;
        long left = varint(at);
        while (left-- > 0) {
            lsn -= varint(next);
            long place = varint(next);
            if (lsn <= above) {
                return false;
            }
            if (lsn <= imaged) {
                into.imageLsn = imaged;
                return false;
            }
            int batch = lsn <= upTo ? batchOf(lsn) : -1;
            if (batch < 0) {
                continue;
            }
            if (into.size >= sizeMax) {
                into.cutShort = true;
                return false;
            }
            into.add(batches[batch], (int) (place >>> 1), lsn);
            if ((place & 1) != 0) {
                into.startsAnew = true;
                return false;
            }
        }
        return true;
    }

    /** Where the number of the page's records stands; negative if it has none. */
    private int find(long page) {
        int slot = SummaryLayout.slot(page, slots);
        while (true) {
            int entry = bytes.getInt(SummaryLayout.TABLE_HEADER_SIZE + slot * Integer.BYTES);
            if (entry == 0) {
                return -1;
            }
            if (varint(entriesAt + entry - 1) == page) {
                return next;
            }
            slot = slot + 1 & slots - 1;
        }
    }

    // ---- one page after the other

    /** Takes the records of pages one after the other, each page's newest first. */
    interface Records {
        void record(long page, long lsn, int offset, boolean initialises);
    }

    /** Where the first page stands. */
    int firstPage() {
        return entriesAt;
    }

    boolean isEnd(int at) {
        return at >= bytes.limit();
    }

    /** Shows the page that stands there and returns where the next one does. */
    int show(int at, Records to) {
        long page = varint(at);
        long left = varint(next);
        long lsn = last;
        while (left-- > 0) {
            lsn -= varint(next);
            long place = varint(next);
            to.record(page, lsn, (int) (place >>> 1), (place & 1) != 0);
        }
        return next;
    }

    private long varint(int offset) {
        int at = offset;
        long value = 0;
        int shift = 0;
        byte b;
        do {
            b = bytes.get(at++);
            value |= (b & 0x7fL) << shift;
            shift += 7;
        } while (b < 0);
        next = at;
        return value;
    }

    /** Makes the table of the records that are added in the order of their LSNs. */
    static final class Builder {
        private static final int PAGES_MIN = 64;

        private long[] lsns = new long[256];
        private int[] places = new int[256];

        /** The page's record before this one, plus one; 0 = there is none. */
        private int[] links = new int[256];

        private int records;

        /** Number of a page plus one; 0 = free. */
        private int[] slots = new int[2 * PAGES_MIN];

        private long[] pages = new long[PAGES_MIN];
        private int[] heads = new int[PAGES_MIN];
        private int[] counts = new int[PAGES_MIN];
        private int pageCount;
        private boolean ordered = true;

        void add(long page, long lsn, int offset, boolean initialises) {
            if (records == lsns.length) {
                lsns = Arrays.copyOf(lsns, records * 2);
                places = Arrays.copyOf(places, records * 2);
                links = Arrays.copyOf(links, records * 2);
            }
            ordered &= records == 0 || lsn > lsns[records - 1];
            int number = number(page);
            lsns[records] = lsn;
            places[records] = offset << 1 | (initialises ? 1 : 0);
            links[records] = heads[number];
            heads[number] = ++records;
            counts[number]++;
        }

        private int number(long page) {
            int slot = SummaryLayout.slot(page, slots.length);
            while (slots[slot] != 0) {
                if (pages[slots[slot] - 1] == page) {
                    return slots[slot] - 1;
                }
                slot = slot + 1 & slots.length - 1;
            }
            if (pageCount == pages.length) {
                grow();
                return number(page);
            }
            pages[pageCount] = page;
            heads[pageCount] = 0;
            counts[pageCount] = 0;
            slots[slot] = ++pageCount;
            return pageCount - 1;
        }

        private void grow() {
            pages = Arrays.copyOf(pages, pageCount * 2);
            heads = Arrays.copyOf(heads, pageCount * 2);
            counts = Arrays.copyOf(counts, pageCount * 2);
            slots = new int[pageCount * 4];
            for (int number = 0; number < pageCount; number++) {
                int slot = SummaryLayout.slot(pages[number], slots.length);
                while (slots[slot] != 0) {
                    slot = slot + 1 & slots.length - 1;
                }
                slots[slot] = number + 1;
            }
        }

        int records() {
            return records;
        }

        /** LSN of the last record; 0 if there is none. */
        long last() {
            return records == 0 ? 0 : lsns[records - 1];
        }

        void clear() {
            Arrays.fill(slots, 0);
            records = 0;
            pageCount = 0;
            ordered = true;
        }

        /** The table; null if there is nothing to find in it, or if the LSNs did not ascend. */
        byte @Nullable [] take() {
            byte[] table = records == 0 || !ordered ? null : encode();
            clear();
            return table;
        }

        private byte[] encode() {
            int entriesAt = SummaryLayout.TABLE_HEADER_SIZE + slots.length * Integer.BYTES;
            VarintOut out = new VarintOut(entriesAt + records * 8 + pageCount * 8);
            out.skip(entriesAt);
            int[] entries = new int[pageCount];
            long last = lsns[records - 1];
            for (int number = 0; number < pageCount; number++) {
                entries[number] = out.length() - entriesAt + 1;
                out.put(pages[number]);
                out.put(counts[number]);
                long newer = last;
                for (int record = heads[number]; record != 0; record = links[record - 1]) {
                    out.put(newer - lsns[record - 1]);
                    out.put(places[record - 1]);
                    newer = lsns[record - 1];
                }
            }
            byte[] table = out.take();
            ByteBuffer header = ByteBuffer.wrap(table);
            header.putInt(records);
            header.putLong(last);
            header.put((byte) Integer.numberOfTrailingZeros(slots.length));
            for (int slot : slots) {
                header.putInt(slot == 0 ? 0 : entries[slot - 1]);
            }
            return table;
        }
    }
}
