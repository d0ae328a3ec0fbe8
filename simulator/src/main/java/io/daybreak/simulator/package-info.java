/**
 * Deterministic simulation of a volume: the production cores of writer, recovery, gossip and
 * storage node on virtual time, a virtual network and virtual disks, with one seed behind every
 * choice. The same seed gives the same run, event by event.
 *
 * <p>What runs here is the product: {@code WriterCore}, {@code RecoveryCore}, {@code SegmentCare},
 * {@code PageRead}, {@code NodeCore}, the redo codec, the excerpt codec and the scanner of log
 * files. What is simulated: threads, clocks, network, disks, RocksDB and the control plane.
 *
 * <p>Invariants of the simulator itself: one thread per run; no class looks at a clock, makes a
 * thread, or iterates over a collection whose order may differ between runs; every fault stays
 * within what the volume promises to survive.
 *
 * <p>Sources: FoundationDB's simulator, TigerBeetle's VOPR, Cassandra Accord's burn test.
 */
@NullMarked
package io.daybreak.simulator;

import org.jspecify.annotations.NullMarked;
