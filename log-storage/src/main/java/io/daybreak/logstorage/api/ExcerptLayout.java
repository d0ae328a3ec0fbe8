package io.daybreak.logstorage.api;

/**
 * What a storage node writes into its log at a time: the redo batches and segment states that came
 * in while the force before it ran. Big-endian.
 *
 * <pre>
 * offset  length  field
 *      0       4  CRC32C of bytes 4 (inclusive) to the total length
 *      4       4  magic, {@link #MAGIC}
 *      8       1  format version, {@link #VERSION}
 *      9       3  reserved, zero
 *     12       4  total length in bytes, this header included
 *     16       8  sequence number of the excerpt in its log, from 1, without holes
 *     24       -  items
 *
 * item
 *      0       1  type: {@link #BATCH} or {@link #STATE}
 *      1       1  index of the segment in its group
 *      2       2  reserved, zero
 *      4       4  protection group
 *      8       4  length of the body
 *     12       -  body: a batch as {@link RedoBatchCodec} frames it, or a segment state
 *
 * segment state; stands at the head of every log file for every segment, and where one changes
 *      0       1  version, 1
 *      1       1  kind: 0 full, 1 tail
 *      2       1  flags: bit 0 set = the chain starts anew at the SCL given here
 *      3       1  reserved, zero
 *      4       4  timeline
 *      8       8  epoch
 *     16       8  epoch that it joined last
 *     24       8  SCL
 *     32       8  greatest VDL known
 *     40       8  PGMRPL
 *     48       8  log at or below this LSN may go
 *     56       4  number of truncation ranges
 *     60    n*24  truncation ranges: epoch, from, to (both inclusive)
 * </pre>
 */
public final class ExcerptLayout {
    public static final int MAGIC = 0x44424558;
    public static final int VERSION = 1;
    public static final int HEADER_SIZE = 24;
    public static final int ITEM_HEADER_SIZE = 12;
    public static final byte BATCH = 1;
    public static final byte STATE = 2;

    private static final int MAGIC_OFFSET = 4;
    private static final int VERSION_OFFSET = 8;
    private static final int LENGTH_OFFSET = 12;
    private static final int SEQUENCE_OFFSET = 16;

    private ExcerptLayout() {}

    /** Writes header and checksum over an excerpt that fills {@code [0, length)}. */
    public static void seal(byte[] bytes, int length, long sequence) {
        RedoBatchCodec.INT.set(bytes, MAGIC_OFFSET, MAGIC);
        RedoBatchCodec.INT.set(bytes, VERSION_OFFSET, VERSION << 24);
        RedoBatchCodec.INT.set(bytes, LENGTH_OFFSET, length);
        RedoBatchCodec.LONG.set(bytes, SEQUENCE_OFFSET, sequence);
        RedoBatchCodec.INT.set(bytes, 0, RedoBatchCodec.checksum(bytes, 4, length - 4));
    }

    /** Whether an excerpt of any content could start here: its magic and version stand there. */
    public static boolean startsAt(byte[] bytes, int offset) {
        return (int) RedoBatchCodec.INT.get(bytes, offset + MAGIC_OFFSET) == MAGIC
                && bytes[offset + VERSION_OFFSET] == VERSION;
    }

    /** The total length as the header says; not verified. */
    public static int length(byte[] bytes, int offset) {
        return (int) RedoBatchCodec.INT.get(bytes, offset + LENGTH_OFFSET);
    }

    public static long sequence(byte[] bytes, int offset) {
        return (long) RedoBatchCodec.LONG.get(bytes, offset + SEQUENCE_OFFSET);
    }

    /** Whether the bytes from the offset on, up to the limit at most, are a sound excerpt. */
    public static boolean isSound(byte[] bytes, int offset, int limit) {
        if (limit - offset < HEADER_SIZE || !startsAt(bytes, offset)) {
            return false;
        }
        int length = length(bytes, offset);
        return length >= HEADER_SIZE
                && length <= limit - offset
                && (int) RedoBatchCodec.INT.get(bytes, offset)
                        == RedoBatchCodec.checksum(bytes, offset + 4, length - 4);
    }
}
