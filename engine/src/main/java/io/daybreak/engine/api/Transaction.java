package io.daybreak.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * One transaction. Used by one thread at a time. Reads cost nothing until the first change: an id
 * and undo are taken then.
 *
 * <p>Life of a statement: {@link #beginStatement}, reads and changes, then {@link #endStatement} or
 * {@link #rollbackStatement}. A {@link DeadlockException} or a {@link LockTableFullException} means
 * that the whole transaction was rolled back already.
 */
public interface Transaction {
    /** 0 until the first change. */
    long id();

    Isolation isolation();

    boolean isReadOnly();

    boolean hasChanges();

    /** Whether calls may wait; true at first. */
    void mayBlock(boolean allowed);

    /** How long a row lock is waited for, in milliseconds ({@code innodb_lock_wait_timeout}). */
    void lockWaitTimeoutMillis(long millis);

    /**
     * Wakes a lock wait of this transaction with {@link StatementInterruptedException}; for KILL.
     * Any thread.
     */
    void interrupt();

    /**
     * Marks where {@link #rollbackStatement} goes back to; takes a fresh read view under READ
     * COMMITTED.
     */
    void beginStatement();

    void endStatement();

    /** Undoes the changes since {@link #beginStatement}; locks stay, as in InnoDB. */
    void rollbackStatement();

    /** START TRANSACTION WITH CONSISTENT SNAPSHOT. */
    void takeReadView();

    void savepoint(String name);

    /**
     * @return false if there is no such savepoint (error 1305)
     */
    boolean rollbackTo(String name);

    boolean release(String name);

    /**
     * Opens a cursor.
     *
     * @throws TableChangedException for a consistent read of an index that is younger than the read
     *     view
     */
    Cursor open(Index index, LockMode lock, WaitPolicy wait);

    /**
     * Inserts a row.
     *
     * @param values one per column
     * @param onDuplicate what to do when a unique key is there already
     * @return null when inserted; else the first index that has the key already, and nothing was
     *     changed
     */
    @Nullable Index insert(Table table, @Nullable Object[] values, OnDuplicate onDuplicate);

    /**
     * From here to {@link #endBulk}, {@link #insert} may put off the entries of indexes that are
     * not unique, to write many in the order of their keys. Until then this transaction may miss
     * its new rows when it reads by such an index; the clustered index and unique ones have them. A
     * few rows wait, too: what is wrong with one may be thrown by a later call.
     */
    void beginBulk();

    /** Writes what was put off. {@link #rollbackStatement} does without it. */
    void endBulk();

    /** What an insert does about a row with an equal unique key. */
    enum OnDuplicate {
        /** Locks it shared and throws {@link DuplicateKeyException}. */
        FAIL,
        /** Locks it shared and returns the index: INSERT IGNORE. */
        REPORT,
        /** Locks it exclusive and returns the index: REPLACE, ON DUPLICATE KEY UPDATE. */
        REPORT_EXCLUSIVE
    }

    /**
     * Changes a row that this transaction read through an {@link LockMode#EXCLUSIVE} cursor.
     *
     * @param values one per column; a value that is the same as the stored one costs nothing in the
     *     indexes that do not have the column
     * @return null when changed; else, for {@code REPORT} modes, the first unique index that has
     *     the new key already
     */
    @Nullable Index update(
            Table table, RowId row, @Nullable Object[] values, OnDuplicate onDuplicate);

    /**
     * Deletes a row that this transaction read through an {@link LockMode#EXCLUSIVE} cursor.
     *
     * @return false if the transaction has deleted it since
     */
    boolean delete(Table table, RowId row);

    /**
     * Takes the metadata lock of a table for the rest of the transaction. Statements take {@link
     * MetadataLock#SHARED} for every table they read and {@link MetadataLock#SHARED_WRITE} for
     * those they change, DDL takes {@link MetadataLock#EXCLUSIVE}; waits up to {@code
     * timeoutMillis} ({@code lock_wait_timeout}).
     *
     * @param table empty for the schema itself
     */
    void lockMetadata(String schema, String table, MetadataLock mode, long timeoutMillis);

    enum MetadataLock {
        SHARED,
        SHARED_WRITE,
        /** Nobody changes rows: LOCK TABLES … READ. */
        READ_ONLY,
        EXCLUSIVE
    }

    /**
     * Changes of the dictionary in this transaction; they commit or roll back with it, also over a
     * crash.
     */
    Ddl ddl();

    /**
     * Whether a read view that is opened from now on may leave out commits that are not durable
     * yet, so that the statement need not wait for them. For statements that only read; what
     * changes rows or definitions must see all.
     */
    default void mayReadPast(boolean may) {}

    /**
     * What must be durable before an answer made of this transaction's reads so far may be sent: a
     * reader may have seen commits that are not durable yet. {@link #commit} returns it as well.
     *
     * @return an LSN to wait for with {@code Volume.onDurable}; 0 if there is nothing to wait for
     */
    default long seenLsn() {
        return 0;
    }

    /**
     * Commits: row changes become visible to new read views when this returns; whoever acknowledges
     * it waits for the LSN first.
     *
     * @return the commit LSN to wait for with {@code Volume.onDurable}; 0 if there is nothing to
     *     wait for
     */
    long commit();

    void rollback();
}
