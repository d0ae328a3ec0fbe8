/**
 * The buffer pool: a bounded cache of pages in reused frames, with one latch per frame.
 *
 * <p><b>Invariants.</b> Nothing is ever written back: a frame is dropped when its page LSN is at or
 * below the volume's VDL, and read again from the volume as of the VDL of that time. A frame holds
 * a page exactly while it is linked in the page table; who has latched a frame asks {@link
 * io.daybreak.engine.buffer.Frame#page()} once more, because the frame may have been given to
 * another page before. Bytes of a frame are read under its shared or exclusive latch and changed
 * under the exclusive one, by mini-transactions only.
 *
 * <p><b>Threads.</b> Everything is thread-safe; there is no lock that all threads share. A hit
 * costs one compare-and-swap to latch and one add to release. Volume reads happen outside of the
 * table's locks, and threads that miss the same page share one read.
 *
 * <p>Sources: Corbató's CLOCK; InnoDB's buffer pool chapter; SIGMOD 2017, section 4.2.3 (a page is
 * evicted only if its LSN is at or below the VDL).
 */
@NullMarked
package io.daybreak.engine.buffer;

import org.jspecify.annotations.NullMarked;
