package io.daybreak.engine.txn;

import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.lock.LockTable.Outcome;
import io.daybreak.engine.table.EngineIndex;

/** Waits of one transaction for those who write or have locked a key. Owned by its thread. */
final class KeyWaits {
    private final EngineTransaction txn;
    private final Kernel kernel;

    KeyWaits(EngineTransaction txn, Kernel kernel) {
        this.txn = txn;
        this.kernel = kernel;
    }

    Outcome waitForWriter(EngineIndex index, byte[] key, long word, boolean exclusive) {
        return RowLocks.waitForWriter(
                kernel,
                txn.owner(),
                txn.id(),
                index,
                key,
                0,
                key.length,
                word,
                exclusive,
                WaitPolicy.WAIT);
    }

    Outcome lock(EngineIndex index, byte[] key, boolean exclusive) {
        return kernel.locks.lock(
                txn.owner(), index.id(), key, 0, key.length, exclusive, WaitPolicy.WAIT);
    }
}
