package io.daybreak.sql.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * FLUSH TABLES WITH READ LOCK: while one or more hold it, no statement changes anything and no
 * change commits. Thread-safe.
 *
 * <p>Writers say that they write and then look whether the lock is held; who takes the lock says so
 * and then looks for writers: so one of them sees the other.
 */
final class GlobalReadLock {
    private final AtomicInteger writers = new AtomicInteger();
    private final AtomicInteger holders = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Begins to write; false if the lock is held. Never waits. */
    boolean enter() {
        writers.incrementAndGet();
        if (holders.get() == 0) {
            return true;
        }
        exit();
        return false;
    }

    /** As {@link #enter}, but waits while the lock is held. */
    boolean enter(long timeoutMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (!enter()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void exit() {
        if (writers.decrementAndGet() == 0 && holders.get() > 0) {
            signal();
        }
    }

    /** Takes the lock when those have finished who write now; false if they do not in time. */
    boolean acquire(long timeoutMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        boolean acquired = false;
        lock.lock();
        try {
            holders.incrementAndGet();
            while (writers.get() > 0) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            acquired = true;
            return true;
        } finally {
            if (!acquired) {
                holders.decrementAndGet();
                changed.signalAll();
            }
            lock.unlock();
        }
    }

    void release() {
        holders.decrementAndGet();
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
