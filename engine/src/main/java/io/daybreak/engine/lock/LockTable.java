package io.daybreak.engine.lock;

import io.daybreak.engine.api.DeadlockException;
import io.daybreak.engine.api.LockTableFullException;
import io.daybreak.engine.api.LockWaitTimeoutException;
import io.daybreak.engine.api.StatementInterruptedException;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.api.WouldBlockException;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All record locks, in shards by hash of the key. Thread-safe.
 *
 * <p>A space is an index id, or {@link #METADATA}.
 */
public final class LockTable {
    /** The space of metadata locks. */
    public static final long METADATA = -1;

    private static final int SHARDS = 64;

    /** How often a waiter looks for a deadlock that formed behind its back. */
    private static final long RECHECK_NANOS = 500_000_000L;

    /** What became of a request. */
    public enum Outcome {
        /** Held before. */
        HELD,
        /** Held now, and was free. */
        GRANTED,
        /** Held now after a wait: what was read before may have changed. */
        GRANTED_AFTER_WAIT,
        /** Locked by another; {@link WaitPolicy#SKIP_LOCKED} was asked for. */
        SKIPPED
    }

    /** What a lock of a record that nobody else locks takes, without its key. */
    static final int LOCK_BYTES = 112;

    private final long shardBytesMax;
    private final long recheckNanos;
    private final Shard[] shards = new Shard[SHARDS];
    private final WaitGraph graph = new WaitGraph();
    private final LongAdder waits = new LongAdder();
    private final LongAdder deadlocks = new LongAdder();

    /**
     * @param bytesMax memory that record locks may take, about
     */
    public LockTable(long bytesMax) {
        this(bytesMax, RECHECK_NANOS);
    }

    LockTable(long bytesMax, long recheckNanos) {
        this.recheckNanos = recheckNanos;
        shardBytesMax = Math.max(1, bytesMax / SHARDS);
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new Shard();
        }
    }

    static final class Shard extends ReentrantLock {
        private static final long serialVersionUID = 1L;

        private transient @Nullable RecordQueue[] buckets = new RecordQueue[16];
        private int size;

        /** What its queues and their locks take, about. */
        private long bytes;

        @Nullable RecordQueue find(long space, byte[] key, int offset, int length, int hash) {
            RecordQueue queue = buckets[hash >>> 8 & buckets.length - 1];
            while (queue != null && !(queue.hash == hash && queue.is(space, key, offset, length))) {
                queue = queue.bucketNext;
            }
            return queue;
        }

        void add(RecordQueue queue) {
            bytes += LOCK_BYTES + queue.key.length;
            if (size++ >= buckets.length) {
                grow();
            }
            int bucket = queue.hash >>> 8 & buckets.length - 1;
            queue.bucketNext = buckets[bucket];
            buckets[bucket] = queue;
        }

        private void grow() {
            @Nullable RecordQueue[] old = buckets;
            buckets = new RecordQueue[old.length * 2];
            for (RecordQueue head : old) {
                RecordQueue queue = head;
                while (queue != null) {
                    RecordQueue next = queue.bucketNext;
                    int bucket = queue.hash >>> 8 & buckets.length - 1;
                    queue.bucketNext = buckets[bucket];
                    buckets[bucket] = queue;
                    queue = next;
                }
            }
        }

        void removeIfEmpty(RecordQueue queue) {
            if (queue.first != null) {
                return;
            }
            int bucket = queue.hash >>> 8 & buckets.length - 1;
            RecordQueue at = buckets[bucket];
            if (at == queue) {
                buckets[bucket] = queue.bucketNext;
                removed(queue);
                return;
            }
            while (at != null) {
                if (at.bucketNext == queue) {
                    at.bucketNext = queue.bucketNext;
                    removed(queue);
                    return;
                }
                at = at.bucketNext;
            }
        }

        private void removed(RecordQueue queue) {
            size--;
            bytes -= LOCK_BYTES + queue.key.length;
        }
    }

    /**
     * Locks a record.
     *
     * @throws WouldBlockException if it would have to wait and the owner may not
     * @throws DeadlockException if the owner became the victim; its locks are still held
     * @throws LockTableFullException if there is no room for a record that nobody has locked
     */
    public Outcome lock(
            LockOwner owner,
            long space,
            byte[] key,
            int offset,
            int length,
            boolean exclusive,
            WaitPolicy policy) {
        return lock(owner, space, key, offset, length, Strength.of(exclusive), policy);
    }

    /** As above, with any strength. */
    public Outcome lock(
            LockOwner owner,
            long space,
            byte[] key,
            int offset,
            int length,
            Strength strength,
            WaitPolicy policy) {
        int hash = hash(space, key, offset, length);
        Shard shard = shards[hash & SHARDS - 1];
        RecordLock lock;
        shard.lock();
        try {
            RecordQueue queue = shard.find(space, key, offset, length, hash);
            if (queue == null) {
                if (shard.bytes >= shardBytesMax && space != METADATA) {
                    throw new LockTableFullException();
                }
                queue =
                        new RecordQueue(
                                shard,
                                space,
                                Arrays.copyOfRange(key, offset, offset + length),
                                hash);
                grant(owner, queue, strength);
                shard.add(queue);
                return Outcome.GRANTED;
            }
            if (space == METADATA && !strength.isRestrictive() && queue.restrictive == 0) {
                // The usual case of a queue that may be long; owners ask once for each name.
                grant(owner, queue, strength);
                return Outcome.GRANTED;
            }
            if (queue.held(owner, strength) != null) {
                return Outcome.HELD;
            }
            boolean bypass = queue.held(owner, Strength.SHARED) != null;
            if (!queue.conflicts(owner, strength, bypass)) {
                grant(owner, queue, strength);
                return Outcome.GRANTED;
            }
            if (policy == WaitPolicy.SKIP_LOCKED) {
                return Outcome.SKIPPED;
            }
            if (policy == WaitPolicy.NOWAIT) {
                throw new LockWaitTimeoutException(true);
            }
            if (!owner.mayBlock()) {
                throw WouldBlockException.INSTANCE;
            }
            lock = new RecordLock(owner, queue, strength, bypass);
            queue.append(lock);
        } finally {
            shard.unlock();
        }
        await(lock);
        return Outcome.GRANTED_AFTER_WAIT;
    }

    private static void grant(LockOwner owner, RecordQueue queue, Strength strength) {
        RecordLock lock = new RecordLock(owner, queue, strength, false);
        lock.state = Wait.State.GRANTED;
        if (!owner.add(lock)) {
            throw new IllegalStateException("the transaction has ended");
        }
        queue.append(lock);
    }

    /** Whether the owner holds such a lock explicitly. */
    public boolean holds(
            LockOwner owner, long space, byte[] key, int offset, int length, boolean exclusive) {
        int hash = hash(space, key, offset, length);
        Shard shard = shards[hash & SHARDS - 1];
        shard.lock();
        try {
            RecordQueue queue = shard.find(space, key, offset, length, hash);
            return queue != null && queue.held(owner, Strength.of(exclusive)) != null;
        } finally {
            shard.unlock();
        }
    }

    /** Whether another transaction holds or waits for any lock of the record. */
    public boolean isLockedByOther(
            LockOwner owner, long space, byte[] key, int offset, int length) {
        int hash = hash(space, key, offset, length);
        Shard shard = shards[hash & SHARDS - 1];
        shard.lock();
        try {
            RecordQueue queue = shard.find(space, key, offset, length, hash);
            return queue != null && queue.conflicts(owner, Strength.EXCLUSIVE, false);
        } finally {
            shard.unlock();
        }
    }

    /**
     * Makes an exclusive lock object for a record that its owner wrote, so that others can wait for
     * it. Does nothing if the owner has ended.
     */
    public void makeExplicit(LockOwner owner, long space, byte[] key, int offset, int length) {
        int hash = hash(space, key, offset, length);
        Shard shard = shards[hash & SHARDS - 1];
        shard.lock();
        try {
            RecordQueue queue = shard.find(space, key, offset, length, hash);
            if (queue != null && queue.held(owner, Strength.EXCLUSIVE) != null) {
                return;
            }
            boolean created = queue == null;
            if (queue == null) {
                queue =
                        new RecordQueue(
                                shard,
                                space,
                                Arrays.copyOfRange(key, offset, offset + length),
                                hash);
            }
            RecordLock lock = new RecordLock(owner, queue, Strength.EXCLUSIVE, false);
            lock.state = Wait.State.GRANTED;
            if (!owner.add(lock)) {
                return;
            }
            queue.append(lock);
            if (created) {
                shard.add(queue);
            }
        } finally {
            shard.unlock();
        }
    }

    /** Frees the owner's lock of one record. */
    public void release(
            LockOwner owner, long space, byte[] key, int offset, int length, boolean exclusive) {
        int hash = hash(space, key, offset, length);
        Shard shard = shards[hash & SHARDS - 1];
        shard.lock();
        try {
            RecordQueue queue = shard.find(space, key, offset, length, hash);
            RecordLock lock = queue == null ? null : queue.held(owner, Strength.of(exclusive));
            if (queue == null || lock == null) {
                return;
            }
            owner.remove(lock);
            queue.remove(lock, false);
            shard.removeIfEmpty(queue);
        } finally {
            shard.unlock();
        }
    }

    /** Frees everything; the owner can lock nothing any more. */
    public void releaseAll(LockOwner owner) {
        RecordLock lock = owner.close();
        while (lock != null) {
            RecordLock next = lock.ownerNext;
            RecordQueue queue = lock.queue;
            queue.shard.lock();
            try {
                queue.remove(lock, false);
                queue.shard.removeIfEmpty(queue);
            } finally {
                queue.shard.unlock();
            }
            lock = next;
        }
        RangeLock range = owner.takeRanges();
        while (range != null) {
            RangeLock next = range.ownerNext;
            range.table.release(range);
            range = next;
        }
    }

    /**
     * Waits until no other transaction's range lock holds the key back; the caller asks again under
     * the latch afterwards. Holds no latch.
     */
    public void awaitRange(LockOwner owner, RangeTable table, byte[] key) {
        if (!owner.mayBlock()) {
            throw WouldBlockException.INSTANCE;
        }
        RangeWait wait = table.enqueue(owner, key);
        if (wait != null) {
            await(wait);
        }
    }

    /** Memory that record locks take, about. */
    public long bytes() {
        long bytes = 0;
        for (Shard shard : shards) {
            shard.lock();
            try {
                bytes += shard.bytes;
            } finally {
                shard.unlock();
            }
        }
        return bytes;
    }

    public long waitCount() {
        return waits.sum();
    }

    public long deadlockCount() {
        return deadlocks.sum();
    }

    private void await(Wait wait) {
        LockOwner owner = wait.owner();
        waits.increment();
        owner.waiting(wait);
        try {
            long deadline = System.nanoTime() + Math.max(0, owner.timeoutMillis()) * 1_000_000L;
            while (wait.state == Wait.State.WAITING) {
                if (owner.isInterrupted()) {
                    giveUp(wait, new StatementInterruptedException());
                    break;
                }
                if (graph.breakCycle(owner)) {
                    continue;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    giveUp(wait, new LockWaitTimeoutException(false));
                    break;
                }
                // Looked at once more: the search takes a lock, and to wait for that uses up the
                // wake-up of whoever came meanwhile.
                if (wait.state == Wait.State.WAITING && !owner.isInterrupted()) {
                    LockSupport.parkNanos(wait, Math.min(left, recheckNanos));
                }
            }
            if (wait.state == Wait.State.VICTIM) {
                deadlocks.increment();
                giveUp(wait, new DeadlockException());
            }
        } finally {
            owner.waiting(null);
        }
        if (wait instanceof RecordLock lock && !owner.add(lock)) {
            throw new IllegalStateException("the transaction has ended");
        }
    }

    /** Leaves the queue; throws unless the lock was granted at the last moment. */
    private void giveUp(Wait wait, RuntimeException reason) {
        switch (wait) {
            case RecordLock lock -> {
                RecordQueue queue = lock.queue;
                queue.shard.lock();
                try {
                    if (lock.isGranted()) {
                        return;
                    }
                    queue.remove(lock, true);
                    queue.shard.removeIfEmpty(queue);
                } finally {
                    queue.shard.unlock();
                }
            }
            case RangeWait range -> range.dequeue();
        }
        throw reason;
    }

    /** Over the space and the key. */
    static int hash(long space, byte[] key, int offset, int length) {
        long h = space * 0x9e3779b97f4a7c15L;
        int end = offset + length;
        int at = offset;
        for (; at + 8 <= end; at += 8) {
            h = (h ^ io.daybreak.engine.key.BigEndian.i64(key, at)) * 0x9e3779b97f4a7c15L;
            h ^= h >>> 32;
        }
        for (; at < end; at++) {
            h = (h ^ key[at]) * 0x9e3779b97f4a7c15L;
        }
        h ^= h >>> 29;
        return (int) (h ^ h >>> 32);
    }
}
