/**
 * The production shell of a storage node: threads, directory and clock around {@code NodeCore}.
 *
 * <p>A directory holds {@code log/} (see {@code ChronicleSegmentLog}), {@code pages/} (RocksDB) and
 * {@code node.lock}, which one process holds.
 *
 * <p>Threads: one log thread per disk ({@code LogThread}), which serves the foreground of all nodes
 * on it and forces their logs together; for all nodes of the process together two that make log
 * files, two that make pages and open failed logs anew, a few that read, and as many as needed for
 * nodes that went aside from their log thread.
 */
@NullMarked
package io.daybreak.logstorage.node;

import org.jspecify.annotations.NullMarked;
