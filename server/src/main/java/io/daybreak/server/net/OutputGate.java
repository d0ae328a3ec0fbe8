package io.daybreak.server.net;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds a command back while its client does not read what it was sent, and lets go of it when the
 * statement is killed or the client is gone. Thread-safe: the event loop opens and closes it, the
 * command's virtual thread waits at it.
 */
final class OutputGate {
    private final Channel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean interrupted;
    private volatile boolean gone;
    private volatile boolean full;
    private volatile long fullSinceNanos;

    OutputGate(Channel channel) {
        this.channel = channel;
    }

    /** A new command begins, which nobody has interrupted. */
    void begin() {
        interrupted = false;
    }

    void interrupt() {
        interrupted = true;
        signal();
    }

    /** The client is gone: nothing passes any more. */
    void shut() {
        gone = true;
        signal();
    }

    boolean isShut() {
        return gone;
    }

    boolean isOpen() {
        return channel.isWritable() && !interrupted && !gone;
    }

    /** Event loop: the socket takes bytes again, or too many of them wait. */
    void writabilityChanged() {
        full = !channel.isWritable();
        if (full) {
            fullSinceNanos = System.nanoTime();
        } else {
            signal();
        }
    }

    /** Whether the client has read nothing for so long. */
    boolean isStuck(long nowNanos, long timeoutMillis) {
        return full && nowNanos - fullSinceNanos > TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    /**
     * Blocks the command's virtual thread until the client has read enough.
     *
     * @return false if it did not in that time
     * @throws InterruptedException if the client is gone or the statement was killed
     */
    boolean await(long timeoutMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (!channel.isWritable() && !gone && !interrupted) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        if (gone || interrupted) {
            throw new InterruptedException("the statement was killed");
        }
        return true;
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
