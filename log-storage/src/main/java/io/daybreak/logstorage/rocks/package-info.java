/**
 * The page store on RocksDB, without its write-ahead log and with blob files. Its types do not
 * leave this package.
 *
 * <p>All databases of the process share one block cache, one write buffer budget and RocksDB's
 * background threads, so that six nodes in one process stay small.
 *
 * <p>Sources: RocksDB wiki, "BlobDB", "Write Buffer Manager".
 */
@NullMarked
package io.daybreak.logstorage.rocks;

import org.jspecify.annotations.NullMarked;
