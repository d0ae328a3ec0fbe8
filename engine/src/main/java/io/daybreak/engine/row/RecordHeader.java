package io.daybreak.engine.row;

import io.daybreak.engine.key.BigEndian;

/**
 * What stands before the row in a clustered record's value, and what is a secondary entry's whole
 * value. Big-endian. No state.
 *
 * <pre>
 * offset  length  field
 *      0       1  flags: 01 delete mark
 *      1       7  transaction id of the last change; 0 in a secondary entry: unknown, ask the clustered record
 *      8       8  roll pointer (clustered records only); 0 if there is nothing to go back to
 *     16          row, see {@link RowLayout}
 * </pre>
 */
public final class RecordHeader {
    public static final int SECONDARY_LENGTH = 8;
    public static final int CLUSTERED_LENGTH = 16;
    public static final int ROLL_POINTER_OFFSET = 8;

    public static final long DELETED = 1L << 56;
    public static final long ID_MASK = (1L << 56) - 1;

    private RecordHeader() {}

    /** Flags and transaction id in one word. */
    public static long word(byte[] value, int offset) {
        return BigEndian.i64(value, offset);
    }

    public static long transactionId(byte[] value, int offset) {
        return BigEndian.i64(value, offset) & ID_MASK;
    }

    public static boolean isDeleted(byte[] value, int offset) {
        return (value[offset] & 1) != 0;
    }

    public static long rollPointer(byte[] value, int offset) {
        return BigEndian.i64(value, offset + ROLL_POINTER_OFFSET);
    }
}
