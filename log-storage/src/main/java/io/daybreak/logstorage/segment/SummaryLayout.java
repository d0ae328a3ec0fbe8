package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;

/**
 * What stands in some consecutive excerpts of a log file, without the redo itself: what a start
 * needs to know of them. Big-endian; a varint is little-endian base 128.
 *
 * <pre>
 * offset  length  field
 *      0       4  magic, "DBLS"
 *      4       1  format version, 3
 *      5       8  sequence number of the first excerpt
 *     13       8  position of the first excerpt
 *     21       4  length of the excerpts
 *     25       -  excerpts, then tables
 *
 * excerpt
 *  varint  position minus that of the excerpt before it (the first: 0)
 *  varint  number of items
 *
 * item
 *       1  type, as in the excerpt
 *       1  index of the segment in its group
 *       4  protection group
 *       4  where the body starts in the excerpt
 *       4  length of the body
 *
 * behind the item of a segment state: the body
 *
 * behind the item of a batch
 *       8  previous: LSN of the group's last record before the batch
 *       8  LSN of the first record
 *       8  LSN of the last record
 *       8  the writer's VDL when it closed the batch
 *
 * table: the records of a full segment by page; left out if their LSNs do not ascend
 *       1  index of the segment in its group
 *       4  protection group
 *       4  length of what follows
 *       4  number of records
 *       8  LSN of the last record
 *       1  n: there are 2^n slots
 * 4 * 2^n  slots: 0, or where an entry starts behind the slots, plus 1. That of a page is the first
 *          from {@link #slot} on, around the end, that is its own; one of 0 says there is none
 *       -  entries
 *
 * entry
 *  varint  page number
 *  varint  number of records
 *       -  records, newest first
 *
 * record
 *  varint  LSN of the record before it here (the first: the last LSN of the table) minus its own
 *  varint  twice the offset in the batch, plus 1 if the record initialises its page
 * </pre>
 *
 * <p>Checksums are the log's.
 */
final class SummaryLayout {
    static final int MAGIC = 0x44424c53;
    static final byte VERSION = 3;
    static final int HEADER_SIZE = 25;
    static final int ITEMS_LENGTH_OFFSET = 21;
    static final int TABLE_HEADER_SIZE = 13;

    private SummaryLayout() {}

    /** Where a page's entry is looked for first, in a table of a power of two of slots. */
    static int slot(long page, int slots) {
        return (int) (page * 0x9e3779b97f4a7c15L >>> 40) & slots - 1;
    }

    /** Reads varints and integers one after the other. Owned by one thread. */
    static final class In {
        final byte[] bytes;
        int at;

        In(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        boolean atEnd(int limit) {
            return at >= limit;
        }

        byte nextByte() {
            require(1);
            return bytes[at++];
        }

        int nextInt() {
            require(4);
            int value = 0;
            for (int i = 0; i < 4; i++) {
                value = value << 8 | bytes[at++] & 0xff;
            }
            return value;
        }

        long nextLong() {
            return (long) nextInt() << 32 | nextInt() & 0xffffffffL;
        }

        long nextVarint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte b = nextByte();
                value |= (b & 0x7fL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new CorruptRedoException("malformed number in a log summary");
        }

        void skip(int length) {
            require(length);
            at += length;
        }

        private void require(int length) {
            if (length < 0 || bytes.length - at < length) {
                throw new CorruptRedoException("log summary ends early");
            }
        }
    }
}
