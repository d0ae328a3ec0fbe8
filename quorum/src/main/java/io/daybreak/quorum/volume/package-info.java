/**
 * The volume: one writer, protection groups of six segments each, a write quorum of four.
 *
 * <p>Two kinds of classes live here. <em>Cores</em> ({@link io.daybreak.quorum.volume.WriterCore},
 * {@link io.daybreak.quorum.volume.RecoveryCore}, {@link io.daybreak.quorum.volume.GossipCore}) are
 * the protocol: state machines without threads, clocks or I/O. Messages and times go in, messages
 * come out of an {@link io.daybreak.quorum.volume.Outbox}. The <em>shell</em> ({@link
 * io.daybreak.quorum.volume.VolumeShell}) gives them threads, a clock, a transport and durable
 * metadata. The simulator drives the same cores with virtual time and broken networks; the cores
 * are public for its sake.
 *
 * <p>What does not belong here: how a segment stores redo and makes pages (log-storage), and what
 * the pages mean (engine).
 *
 * <p>Invariants, asserted in the cores: VDL never falls and is never above VCL; VCL is below the
 * first LSN that is not on four joined segments of its group; no LSN is given out above the LSN
 * allocation limit, which is what makes a recovery's truncation range final; a segment counts for a
 * quorum only after it has joined the writer's epoch.
 *
 * <p>Threads: the cores of an open volume are guarded by the shell's lock, which is held for
 * arithmetic and copying only, never for I/O, waiting or foreign code.
 *
 * <p>Sources: Verbitski et al., SIGMOD 2017, sections 2 and 4; SIGMOD 2018, sections 2 to 4.
 */
@NullMarked
package io.daybreak.quorum.volume;

import org.jspecify.annotations.NullMarked;
