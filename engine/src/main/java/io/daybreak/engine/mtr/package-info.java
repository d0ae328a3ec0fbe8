/**
 * Mini-transactions: every change of a page goes through one.
 *
 * <p><b>Invariants.</b> A changed page stays exclusively latched until the redo of the whole
 * mini-transaction was given to the volume, so that redo of a page is appended in the order of its
 * changes; only then the page LSNs are stamped and the latches go. Frame bytes are what {@code
 * PageOps} makes of the redo, byte for byte. A mini-transaction that is closed without commit puts
 * every byte back: a reader never sees part of one.
 *
 * <p><b>Threads.</b> An {@link io.daybreak.engine.mtr.Mtr} belongs to one thread at a time and is
 * reused. The order in which latches are taken is {@link io.daybreak.engine.mtr.LatchLevel}.
 *
 * <p>Sources: InnoDB's mtr0mtr; SIGMOD 2017, section 5 (mini-transactions and CPLs).
 */
@NullMarked
package io.daybreak.engine.mtr;

import org.jspecify.annotations.NullMarked;
