/**
 * The segment: what it keeps, what it answers, how redo becomes pages.
 *
 * <p>{@link io.daybreak.logstorage.segment.NodeCore} is a storage node without threads, clocks or
 * I/O of its own: it works on a {@code SegmentLog} and a {@code PageStore}, so that production and
 * the simulator drive the same code. What does not belong here: quorums, and how log and page store
 * are kept.
 *
 * <p>Invariants: nothing is acknowledged that was not forced; nothing of an epoch older than the
 * newest seen is accepted; a record in a truncation range is never linked into the chain; what a
 * checksum refuses is never served.
 *
 * <p>Threads: the foreground ({@code accept}, {@code commit}, {@code collectLog}) belongs to one
 * thread, the materialiser to one other; reads come from any thread. A segment's monitor guards its
 * state; it is held for microseconds and never over I/O.
 *
 * <p>Sources: SIGMOD 2017, sections 3.3 and 4; SIGMOD 2018, sections 2 and 4.2.
 */
@NullMarked
package io.daybreak.logstorage.segment;

import org.jspecify.annotations.NullMarked;
