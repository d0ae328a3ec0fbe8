/**
 * The production shell of a storage node: threads, directory and clock around {@code NodeCore}.
 *
 * <p>A directory holds {@code log/} (see {@code ChronicleSegmentLog}), {@code pages/} (RocksDB) and
 * {@code node.lock}, which one process holds.
 *
 * <p>Threads: one log thread per node; for all nodes of the process together one thread that makes
 * log files, two that make pages, and a few that read.
 */
@NullMarked
package io.daybreak.logstorage.node;

import org.jspecify.annotations.NullMarked;
