package io.daybreak.engine.mvcc;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * The active writing transactions and the ids. Thread-safe.
 *
 * <p>Ids are reserved on disk in steps, so that an id is never given twice over a crash: {@code
 * reserve} is called, under the lock, before an id at or above the reserved limit is given.
 */
public final class ActiveTransactions {
    private static final long RESERVE_STEP = 1 << 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final LongConsumer reserve;
    private final ArrayDeque<Snapshot> held = new ArrayDeque<>();
    private int pruneAt = 64;
    private long nextId;
    private long reservedLimit;
    private volatile Snapshot current;

    /**
     * @param firstId the first id to give out
     * @param recovered ids of transactions found unfinished, ascending
     * @param reserve persists that ids below its argument may be in use
     */
    public ActiveTransactions(long firstId, long[] recovered, LongConsumer reserve) {
        this.nextId = firstId;
        this.reservedLimit = firstId;
        this.reserve = reserve;
        this.current = new Snapshot(recovered, firstId, 0);
    }

    /** Gives a new id and makes it active. */
    public long begin() {
        lock.lock();
        try {
            long id = takeId();
            long[] old = current.active();
            long[] active = Arrays.copyOf(old, old.length + 1);
            active[old.length] = id;
            replace(new Snapshot(active, nextId, current.commitLsn()));
            return id;
        } finally {
            lock.unlock();
        }
    }

    private long takeId() {
        long id = nextId;
        if (id >= reservedLimit) {
            reserve.accept(id + RESERVE_STEP);
            reservedLimit = id + RESERVE_STEP;
        }
        nextId++;
        return id;
    }

    /** A number from the same sequence that is no transaction's id: to name tables and trees. */
    public long takeNumber() {
        lock.lock();
        try {
            return takeId();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a transaction: new read views see its changes.
     *
     * @param commitLsn 0 for a rollback
     */
    public void end(long id, long commitLsn) {
        lock.lock();
        try {
            long[] old = current.active();
            int at = Arrays.binarySearch(old, id);
            if (at < 0) {
                throw new IllegalStateException("transaction " + id + " is not active");
            }
            long[] active = new long[old.length - 1];
            System.arraycopy(old, 0, active, 0, at);
            System.arraycopy(old, at + 1, active, at, active.length - at);
            replace(new Snapshot(active, nextId, Math.max(current.commitLsn(), commitLsn)));
        } finally {
            lock.unlock();
        }
    }

    private void replace(Snapshot snapshot) {
        Snapshot old = current;
        current = snapshot;
        if (!old.tryKill()) {
            held.addLast(old);
            if (held.size() >= pruneAt) {
                held.removeIf(Snapshot::tryKill);
                pruneAt = 64 + 2 * held.size();
            }
        }
    }

    public boolean isActive(long id) {
        return current.isActive(id);
    }

    public int activeCount() {
        return current.active().length;
    }

    /** The greatest commit LSN that a read of the newest committed rows can have seen. */
    public long lastCommitLsn() {
        return current.commitLsn();
    }

    /** A read view of now; the caller closes it. */
    public Snapshot open() {
        while (true) {
            Snapshot snapshot = current;
            if (snapshot.tryOpen()) {
                return snapshot;
            }
        }
    }

    /**
     * The oldest read view in use, or one of now if there is none; the caller closes it. What it
     * sees, all see, now and later.
     */
    public Snapshot openOldest() {
        lock.lock();
        try {
            while (!held.isEmpty()) {
                Snapshot oldest = held.peekFirst();
                if (oldest.tryKill()) {
                    held.removeFirst();
                } else if (oldest.tryOpen()) {
                    return oldest;
                }
            }
            return open();
        } finally {
            lock.unlock();
        }
    }
}
