package io.daybreak.engine.txn;

import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.lock.LockOwner;
import io.daybreak.engine.lock.LockTable.Outcome;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;

/** Locks records with regard to implicit locks. No state. */
final class RowLocks {
    private RowLocks() {}

    /**
     * If another unfinished transaction wrote the record, waits for it.
     *
     * @param word the record's flags and transaction id as just read
     * @return HELD if no one else's; GRANTED_AFTER_WAIT if the record is to be read again (the lock
     *     is held then)
     */
    static Outcome waitForWriter(
            Kernel kernel,
            LockOwner owner,
            long ownId,
            EngineIndex index,
            byte[] key,
            int offset,
            int length,
            long word,
            boolean exclusive,
            WaitPolicy policy) {
        long id = word & RecordHeader.ID_MASK;
        if (id == ownId || !kernel.active.isActive(id)) {
            return Outcome.HELD;
        }
        LockOwner writer = kernel.writers.get(id);
        if (writer != null) {
            kernel.locks.makeExplicit(writer, index.id(), key, offset, length);
        }
        Outcome outcome =
                kernel.locks.lock(owner, index.id(), key, offset, length, exclusive, policy);
        if (outcome == Outcome.HELD) {
            // Locked before the writer made the record: stand in line behind the writer.
            kernel.locks.release(owner, index.id(), key, offset, length, exclusive);
            outcome = kernel.locks.lock(owner, index.id(), key, offset, length, exclusive, policy);
        }
        return outcome == Outcome.SKIPPED ? outcome : Outcome.GRANTED_AFTER_WAIT;
    }
}
