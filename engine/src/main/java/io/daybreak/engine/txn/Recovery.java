package io.daybreak.engine.txn;

import io.daybreak.engine.lock.LockOwner;
import io.daybreak.engine.undo.TransactionUndo;
import io.daybreak.engine.undo.UndoLogs;
import java.util.ArrayList;
import java.util.List;

/**
 * Rolls back what a crash left unfinished. First, alone, the changes of the dictionary; then, while
 * the engine is open, the rest. Until a transaction is rolled back its id is active and its records
 * are locked by it.
 */
public final class Recovery {
    private final Kernel kernel;
    private final List<UndoLogs.Unfinished> unfinished;

    public Recovery(Kernel kernel) {
        this.kernel = kernel;
        this.unfinished = new ArrayList<>(kernel.undoLogs.unfinished());
        for (UndoLogs.Unfinished transaction : unfinished) {
            kernel.writers.put(transaction.transactionId(), new LockOwner());
        }
    }

    /**
     * Undoes the changes of the tables that are known now, which are the dictionary's. Undoing them
     * again later does nothing.
     */
    public void rollBackDictionary() {
        for (UndoLogs.Unfinished transaction : unfinished) {
            Workspace work = kernel.borrow();
            TransactionUndo undo = new TransactionUndo(kernel.undoLogs, transaction);
            new Undoer(kernel, work, undo, transaction.transactionId(), true).undoTo(0);
            kernel.giveBack(work);
        }
    }

    /** Rolls back and ends all unfinished transactions. */
    public void rollBack() {
        while (!unfinished.isEmpty()) {
            UndoLogs.Unfinished transaction = unfinished.getLast();
            long id = transaction.transactionId();
            Workspace work = kernel.borrow();
            TransactionUndo undo = new TransactionUndo(kernel.undoLogs, transaction);
            new Undoer(kernel, work, undo, id, true).undoTo(0);
            long lsn = undo.finish(false, work.mtr);
            kernel.giveBack(work);
            unfinished.removeLast();
            kernel.active.endUndone(id, lsn);
            LockOwner owner = kernel.writers.remove(id);
            if (owner != null) {
                kernel.locks.releaseAll(owner);
            }
        }
    }

    /** Finishes rollbacks that failed while the engine ran. */
    public void adoptOrphans() {
        Orphan orphan = kernel.orphans.peek();
        while (orphan != null) {
            Workspace work = kernel.borrow();
            new Undoer(kernel, work, orphan.undo(), orphan.transactionId(), true).undoTo(0);
            long lsn = orphan.undo().finish(false, work.mtr);
            kernel.giveBack(work);
            kernel.active.endUndone(orphan.transactionId(), lsn);
            kernel.writers.remove(orphan.transactionId());
            kernel.locks.releaseAll(orphan.owner());
            kernel.orphans.remove();
            orphan = kernel.orphans.peek();
        }
    }

    public int count() {
        return unfinished.size();
    }
}
