/**
 * The page store: images in files of their own, and RocksDB, without its write-ahead log, for where
 * each is. RocksDB's types do not leave this package.
 *
 * <p>Invariant: what the index has on disk has its image on disk.
 *
 * <p>All databases of the process share one block cache and RocksDB's background threads, so that
 * six nodes in one process stay small.
 *
 * <p>Sources: M. Rosenblum, J. Ousterhout: The Design and Implementation of a Log-Structured File
 * System (1992), for the cleaner; RocksDB wiki, "Write Ahead Log".
 */
@NullMarked
package io.daybreak.logstorage.rocks;

import org.jspecify.annotations.NullMarked;
