/**
 * Undo: what takes a transaction's changes back, and what older read views read instead.
 *
 * <p>Undo lies in <i>streams</i>, chains of pages that are appended to at the tail and freed at the
 * head. A writing transaction owns one stream until it ends, so a stream is a sequence of whole
 * transactions, of which only the last can be unfinished. That is all that recovery has to look at;
 * and purge goes along each stream from its head while the transactions there are visible to the
 * oldest read view. A transaction costs no page of its own: small ones share pages.
 *
 * <p>Invariants: records are never changed nor their place used again before purge has passed them,
 * so a roll pointer that a read view needs stays good; a savepoint's undone records stay and a
 * marker says that they are. Undoing a record does nothing if the row's roll pointer is not the
 * record's: so undo may be done twice, after a crash.
 *
 * <p>History is bounded only by the oldest read view: a view that stays open keeps all undo from
 * its time on, about a hundred bytes and the old values per change.
 *
 * <p>Latches: a stream's header and the directory are of level ROLLBACK_SEGMENT, its data pages of
 * level UNDO. Sources: InnoDB's undo logs and history list; Graefe, "Log-structured undo".
 */
@NullMarked
package io.daybreak.engine.undo;

import org.jspecify.annotations.NullMarked;
