package io.daybreak.sql.session;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The locks of GET_LOCK(), by name without regard to case; a session may take one several times.
 * Thread-safe.
 */
final class NamedLocks {
    private static final class Held {
        final long owner;
        int count = 1;

        Held(long owner) {
            this.owner = owner;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Map<String, Held> held = new HashMap<>();

    /**
     * @param seconds negative: without end
     */
    boolean acquire(String name, long owner, double seconds) throws InterruptedException {
        String key = name.toLowerCase(Locale.ROOT);
        long nanos = seconds < 0 ? Long.MAX_VALUE : (long) (Math.min(seconds, 1e9) * 1e9);
        lock.lockInterruptibly();
        try {
            while (true) {
                Held current = held.get(key);
                if (current == null) {
                    held.put(key, new Held(owner));
                    return true;
                }
                if (current.owner == owner) {
                    current.count++;
                    return true;
                }
                if (nanos <= 0) {
                    return false;
                }
                nanos = released.awaitNanos(Math.min(nanos, TimeUnit.SECONDS.toNanos(3600)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** 1, 0 if another session holds it, null if nobody does. */
    @Nullable Long release(String name, long owner) {
        String key = name.toLowerCase(Locale.ROOT);
        lock.lock();
        try {
            Held current = held.get(key);
            if (current == null) {
                return null;
            }
            if (current.owner != owner) {
                return 0L;
            }
            if (--current.count == 0) {
                held.remove(key);
                released.signalAll();
            }
            return 1L;
        } finally {
            lock.unlock();
        }
    }

    long releaseAll(long owner) {
        lock.lock();
        try {
            long count = 0;
            var holds = held.values().iterator();
            while (holds.hasNext()) {
                Held current = holds.next();
                if (current.owner == owner) {
                    count += current.count;
                    holds.remove();
                }
            }
            released.signalAll();
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Nullable Long holder(String name) {
        lock.lock();
        try {
            Held current = held.get(name.toLowerCase(Locale.ROOT));
            return current == null ? null : current.owner;
        } finally {
            lock.unlock();
        }
    }
}
