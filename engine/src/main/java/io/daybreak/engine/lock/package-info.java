/**
 * Row locks, range locks, metadata locks, waits and deadlocks.
 *
 * <p><b>Record locks</b> (shared, exclusive) are on index keys, not on places in pages, so splits
 * and merges do not move them. A writer makes no lock object for what it writes: the record's
 * transaction id is its <i>implicit</i> exclusive lock, turned into an explicit one by whoever has
 * to wait for it. <b>Range locks</b> do the work of InnoDB's gap locks: a locking read under
 * REPEATABLE READ locks the interval of keys it has passed, existing or not; an insert of a key
 * inside waits. An interval needs no inheritance when keys come and go, and is never wider than
 * what was read. <b>Metadata locks</b> are record locks of a name space of their own, so that one
 * wait-for graph shows every deadlock.
 *
 * <p>Latch order: wait graph, then one shard (record queue or range table), then a lock owner. No
 * page latch is held while a lock is waited for; asking without waiting under a page latch is
 * allowed. A queue is first come, first served; who holds a lock of a record already may pass those
 * who wait for it.
 *
 * <p>Threads: all thread-safe; waiting parks the thread, virtual or not. Sources: the InnoDB
 * locking chapter of the MySQL 8.4 manual; {@code lock0lock.cc} for the conflict rules; Gray and
 * Reuter, chapter 7 (key-range locks).
 */
@NullMarked
package io.daybreak.engine.lock;

import org.jspecify.annotations.NullMarked;
