/**
 * The engine's threads: rollback after a crash, freeing of dropped trees, purge.
 *
 * <p>Invariants: only these threads and rollback remove records. Threads: each purge thread has the
 * streams whose number modulo the threads is its own, so a stream has one purger. Sources: InnoDB's
 * {@code trx0purge}.
 */
@NullMarked
package io.daybreak.engine.purge;

import org.jspecify.annotations.NullMarked;
