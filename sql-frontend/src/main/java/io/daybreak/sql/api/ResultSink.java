package io.daybreak.sql.api;

import io.daybreak.engine.api.RowReader;

/**
 * Takes the answer to one command: for each statement either {@link #columns}, rows and {@link
 * #end}, or {@link #ok}; or {@link #error}, which ends the answer. Called by the thread that runs
 * the statement, and for a commit by the volume's completion thread.
 */
public interface ResultSink {
    /**
     * Starts a result set. The array is the plan's own; not to be changed, and the same array for
     * each run of a cached plan.
     */
    void columns(ResultColumn[] columns);

    /**
     * One row. Column {@code i} of the result is {@code row} column {@code i}, in the value
     * representation of the engine's package, of type {@code columns[i].type()}. The reader is
     * valid only during the call.
     */
    void row(RowReader row);

    /**
     * Whether the client keeps up. When false, the statement waits with {@link #awaitWritable} (or
     * gives up its thread with WOULD_BLOCK if it has written nothing yet).
     */
    boolean isWritable();

    /**
     * Blocks until the client has read enough.
     *
     * @throws InterruptedException if it is gone or the statement was killed. The thread is not
     *     interrupted, nor may it be when it rolls the statement back: a file that an interrupted
     *     thread reads is closed for everybody
     */
    void awaitWritable() throws InterruptedException;

    /** Ends a result set. */
    void end(int warnings, int statusFlags, boolean more);

    /** A statement without rows. */
    void ok(
            long affectedRows,
            long lastInsertId,
            int warnings,
            int statusFlags,
            String info,
            boolean more);

    void error(SqlException error);

    /**
     * LOAD DATA LOCAL: asks the client for a file and hands its bytes over, on this thread, until
     * the end. Only with {@code mayBlock = true}.
     *
     * @throws InterruptedException as {@link #awaitWritable} does
     */
    void requestLocalFile(String name, LocalFileReader reader)
            throws SqlException, InterruptedException;

    /** Takes the client's file piece by piece; an exception makes the rest be skipped. */
    interface LocalFileReader {
        void chunk(byte[] bytes, int offset, int length) throws SqlException;
    }
}
