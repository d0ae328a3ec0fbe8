package io.daybreak.testsupport.history;

import java.util.List;

/** A client of a database of lists. Used by one thread. A method that throws has rolled back. */
public interface ListClient extends AutoCloseable {
    void begin() throws AbortedException;

    /** The list, empty if there is none. */
    List<Long> read(int key, boolean locking) throws AbortedException;

    /** All lists from the first key to the last, in order. */
    List<List<Long>> readAll(int firstKey, int lastKey) throws AbortedException;

    void append(int key, long value) throws AbortedException;

    void commit() throws AbortedException;

    void rollback();

    @Override
    void close();

    /** A deadlock, a timeout, a duplicate key: nothing of the transaction remains. */
    final class AbortedException extends Exception {
        private static final long serialVersionUID = 1L;

        public AbortedException(Throwable cause) {
            super(cause);
        }
    }
}
