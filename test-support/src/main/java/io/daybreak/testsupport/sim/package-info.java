/**
 * Gear of deterministic simulation: one thread, virtual time, and every choice from one seed. The
 * same seed gives the same run, event by event; {@link io.daybreak.testsupport.sim.Simulation#log}
 * proves it.
 *
 * <p>What does not belong here: what is simulated. The network carries closures and knows no
 * protocol; disks are the in-memory implementations of whoever owns the disk's interface.
 *
 * <p>Threads: none; everything is owned by the thread that runs the simulation. No class here looks
 * at a clock, and none iterates over a collection whose order may differ between runs.
 *
 * <p>Sources: FoundationDB's simulator, TigerBeetle's VOPR, Cassandra Accord's burn test.
 */
@NullMarked
package io.daybreak.testsupport.sim;

import org.jspecify.annotations.NullMarked;
