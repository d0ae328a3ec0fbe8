package io.daybreak.sql.expr;

/**
 * Texts of many rows where they stand in one array. Owned by one evaluation; reused.
 *
 * <p>Each number is an offset in the upper and a length in the lower half; negative where the text
 * is null or stands elsewhere.
 */
public final class SliceVector {
    public byte[] bytes = new byte[0];
    public long[] slices = new long[128];

    /** Makes room; what was in there is gone. */
    public void reserve(int count) {
        if (slices.length < count) {
            slices = new long[Math.max(count, 2 * slices.length)];
        }
    }

    public static int offset(long slice) {
        return (int) (slice >>> 32);
    }

    public static int length(long slice) {
        return (int) slice;
    }
}
