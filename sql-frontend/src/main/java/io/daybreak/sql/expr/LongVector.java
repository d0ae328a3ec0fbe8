package io.daybreak.sql.expr;

/**
 * Integers of many rows. Owned by one evaluation; reused.
 *
 * <p>The arrays may be longer than the rows are many; a value that is null is 0.
 */
public final class LongVector {
    public long[] values = new long[128];
    public boolean[] nulls = new boolean[128];

    /** Makes room; what was in there is gone. */
    public void reserve(int count) {
        if (values.length < count) {
            int size = Math.max(count, 2 * values.length);
            values = new long[size];
            nulls = new boolean[size];
        }
    }
}
