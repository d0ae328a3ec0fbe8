package io.daybreak.engine.api;

/**
 * A position in an index, moving through a range in either direction; reads the row it stands on.
 * Not thread-safe; owned by one statement and closed by it.
 *
 * <p>A consistent read shows the rows of the transaction's read view. A locking read shows the
 * newest committed rows and locks what it passes as InnoDB does: next-key locks under REPEATABLE
 * READ and SERIALIZABLE, record locks under READ COMMITTED, a record lock alone for a full match of
 * a unique key.
 *
 * <p>Columns that the index does not cover are fetched from the clustered index when first read.
 */
public interface Cursor extends RowReader, AutoCloseable {
    /** Starts (again) before the range, or behind it if {@code backward}. */
    void seek(KeyRange range, boolean backward);

    /** Moves to the next row of the range. */
    boolean next();

    /**
     * Moves to at least one of the next rows, and to as many as can be shown without looking
     * elsewhere. The cursor stands on the first of them then, and {@link #next} goes on behind the
     * last.
     *
     * @return how many; 0 at the end of the range
     */
    int nextBatch();

    /** Stands on a row of the last {@link #nextBatch}, counted from 0. */
    void standOn(int row);

    /**
     * Values of a {@link PhysicalType.Int} column, of many rows of the last {@link #nextBatch}; the
     * cursor stays where it is.
     *
     * @param rows which rows, ascending
     * @param count how many of {@code rows} there are
     * @param into the values, 0 for those that are null
     * @param nulls which are null
     * @return false if the rows do not have the column at hand; each has to be asked for it then
     */
    boolean getLongs(int column, int[] rows, int count, long[] into, boolean[] nulls);

    /**
     * Where the values of a {@link PhysicalType.Bytes} column stand, of many rows of the last
     * {@link #nextBatch}: offset in the upper and length in the lower half of each number; negative
     * for those that are null or do not stand in the array. May leave the cursor on any of the
     * rows.
     *
     * @return the array that they stand in, valid until the cursor moves
     */
    byte[] getSlices(int column, int[] rows, int count, long[] slices);

    /**
     * Frees the lock of the row it stands on, if this cursor took it and the isolation level lets
     * it go (READ COMMITTED).
     */
    void releaseRow();

    /**
     * Names the row it stands on for {@link Transaction#update} and {@link Transaction#delete},
     * after the cursor moved on too.
     */
    RowId rowId();

    @Override
    void close();
}
