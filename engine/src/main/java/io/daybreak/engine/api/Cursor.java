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
