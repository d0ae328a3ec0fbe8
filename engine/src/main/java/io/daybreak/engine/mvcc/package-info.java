/**
 * Who sees what: transaction ids, the set of active ones, read views.
 *
 * <p>The set of active transactions is an immutable snapshot that every begin and end of a writing
 * transaction replaces; a read view is a reference to the snapshot that is current when it is
 * taken, so taking one costs two atomic operations however many transactions are active.
 *
 * <p>Invariants: a transaction is in the set before its first change can be seen by anybody, and
 * leaves it after its COMMIT record has its LSN and before its locks go. Threads: thread-safe;
 * {@link io.daybreak.engine.mvcc.ActiveTransactions} has one short lock for begin and end of
 * writers. Sources: InnoDB's {@code ReadView}; Hekaton's and PostgreSQL's snapshots.
 */
@NullMarked
package io.daybreak.engine.mvcc;

import org.jspecify.annotations.NullMarked;
