package io.daybreak.sql.exec;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;

/** What the operators of one execution may keep on the heap. Owned by the execution. */
final class MemoryBudget {
    private static final int SHARE_DIVISOR = 16;

    private final long limitBytes;
    private long usedBytes;

    MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Whether this much more fits; counts it if so. */
    boolean tryReserve(long bytes) {
        if (usedBytes + bytes > limitBytes) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    /**
     * The same for an operator that has a way without more memory. Others may have taken all there
     * is before it began, so each may have a small part of the budget in any case.
     *
     * @param heldBytes what the operator has reserved already
     */
    boolean tryReserve(long bytes, long heldBytes) {
        if (tryReserve(bytes)) {
            return true;
        }
        if (heldBytes + bytes > limitBytes / SHARE_DIVISOR) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    /** The same, but half the budget stays free for what the operator's rows need later. */
    boolean tryReserveHalf(long bytes, long heldBytes) {
        if (usedBytes + bytes > limitBytes / 2
                && heldBytes + bytes > limitBytes / SHARE_DIVISOR / 2) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    /** For the one row without which an operator gets no further. */
    void force(long bytes) {
        usedBytes += bytes;
    }

    void reserve(long bytes) {
        if (!tryReserve(bytes)) {
            throw new SqlException(
                    MySqlError.ER_UNKNOWN_ERROR,
                    "Out of memory: the statement needs more than "
                            + limitBytes
                            + " bytes for its hash tables and temporary results");
        }
    }

    /** The same for an operator that may have a small part of the budget in any case. */
    void reserve(long bytes, long heldBytes) {
        if (!tryReserve(bytes, heldBytes)) {
            reserve(bytes);
        }
    }

    void release(long bytes) {
        usedBytes -= bytes;
    }
}
