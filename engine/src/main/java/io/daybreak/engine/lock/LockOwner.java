package io.daybreak.engine.lock;

import io.daybreak.engine.api.StatementInterruptedException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as the lock table sees it. Fields without a comment belong to the transaction's
 * thread; the list of locks is guarded by this object's monitor, because another thread may turn an
 * implicit lock into an explicit one.
 */
public final class LockOwner {
    private boolean mayBlock = true;
    private long timeoutMillis = 50_000;
    private volatile boolean interrupted;
    private volatile long weight;
    private volatile @Nullable Wait waiting;

    private @Nullable RecordLock records;
    private @Nullable RangeLock ranges;
    private boolean closed;

    public void mayBlock(boolean allowed) {
        mayBlock = allowed;
    }

    public boolean mayBlock() {
        return mayBlock;
    }

    public void timeoutMillis(long millis) {
        timeoutMillis = millis;
    }

    public long timeoutMillis() {
        return timeoutMillis;
    }

    /** How much would be lost if this one were the victim of a deadlock: its number of changes. */
    public void weight(long changes) {
        weight = changes;
    }

    long weight() {
        return weight;
    }

    /** Any thread. */
    public void interrupt() {
        interrupted = true;
        Wait wait = waiting;
        if (wait != null) {
            LockSupport.unpark(wait.thread());
        }
    }

    public void clearInterrupt() {
        if (interrupted) {
            interrupted = false;
        }
    }

    public void throwIfInterrupted() {
        if (interrupted) {
            throw new StatementInterruptedException();
        }
    }

    boolean isInterrupted() {
        return interrupted;
    }

    @Nullable Wait waiting() {
        return waiting;
    }

    void waiting(@Nullable Wait wait) {
        waiting = wait;
    }

    /**
     * @return false if the transaction has ended
     */
    synchronized boolean add(RecordLock lock) {
        if (closed) {
            return false;
        }
        lock.ownerNext = records;
        if (records != null) {
            records.ownerPrevious = lock;
        }
        records = lock;
        return true;
    }

    synchronized void remove(RecordLock lock) {
        RecordLock previous = lock.ownerPrevious;
        RecordLock next = lock.ownerNext;
        if (previous != null) {
            previous.ownerNext = next;
        } else if (records == lock) {
            records = next;
        }
        if (next != null) {
            next.ownerPrevious = previous;
        }
        lock.ownerNext = null;
        lock.ownerPrevious = null;
    }

    synchronized void add(RangeLock lock) {
        lock.ownerNext = ranges;
        ranges = lock;
    }

    synchronized @Nullable RecordLock close() {
        closed = true;
        RecordLock list = records;
        records = null;
        return list;
    }

    synchronized @Nullable RangeLock takeRanges() {
        RangeLock list = ranges;
        ranges = null;
        return list;
    }
}
