package io.daybreak.sql.exec;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;

/** What the operators of one execution may keep on the heap. Owned by the execution. */
final class MemoryBudget {
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

    void reserve(long bytes) {
        if (!tryReserve(bytes)) {
            throw new SqlException(
                    MySqlError.ER_UNKNOWN_ERROR,
                    "Out of memory: the statement needs more than "
                            + limitBytes
                            + " bytes for its hash tables and temporary results");
        }
    }

    void release(long bytes) {
        usedBytes -= bytes;
    }
}
