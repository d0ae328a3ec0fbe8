package io.daybreak.engine.txn;

import io.daybreak.engine.lock.LockOwner;
import io.daybreak.engine.undo.TransactionUndo;

/** A transaction whose rollback failed half-way; it stays active until it is done. */
record Orphan(long transactionId, TransactionUndo undo, LockOwner owner) {}
