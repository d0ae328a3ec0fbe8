/**
 * A volume without storage nodes, for tests of the engine and for tools that only need pages and
 * redo for a while. It is stricter than a real volume: what a caller must not do fails here at
 * once.
 *
 * <p>What does not belong here: anything that a production process keeps data in.
 *
 * <p>Invariants: the same as the real volume's (VDL never falls, a page is read between the minimum
 * read point and VDL), checked on every call. Threads: see {@link
 * io.daybreak.quorum.memory.InMemoryVolume}.
 */
@NullMarked
package io.daybreak.quorum.memory;

import org.jspecify.annotations.NullMarked;
