/**
 * Transactions: row changes with undo and locks, cursors, savepoints, commit and rollback, recovery
 * of what a crash left unfinished.
 *
 * <p><b>A row change</b> is one mini-transaction for the clustered record with its undo record, and
 * one more for each secondary entry. The clustered record comes first, so whoever finds its
 * transaction id and roll pointer can finish or undo the rest: rollback repairs secondary entries
 * first and the clustered record last, and so may be repeated after a crash.
 *
 * <p><b>Secondary entries</b> carry the id of the transaction that last marked or unmarked them. A
 * read view that sees that transaction takes the entry as it is; only otherwise the clustered
 * record decides. Rollback puts back the mark with the id of the transaction whose mark it was.
 *
 * <p><b>Order.</b> Row locks are waited for without any latch; then the tree, then undo, overflow
 * and space pages are latched as {@link io.daybreak.engine.mtr.LatchLevel} says. The short mutex of
 * a unique key value is held across latches but never across a lock wait.
 *
 * <p>Threads: a transaction with its cursors and workspace is used by one thread at a time; the
 * kernel is shared and thread-safe. Sources: InnoDB's row0ins, row0upd, row0vers, row0undo; Gray
 * and Reuter, chapter 10.
 */
@NullMarked
package io.daybreak.engine.txn;

import org.jspecify.annotations.NullMarked;
