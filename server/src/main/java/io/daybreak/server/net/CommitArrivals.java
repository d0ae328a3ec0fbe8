package io.daybreak.server.net;

import io.daybreak.quorum.api.CompletionBatch;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.AbstractEventExecutor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands durable commits to the event loop of their connections, and wakes it once for all that
 * became durable together: it would answer the first one, go back to sleep, and be woken for the
 * second. One a loop. Thread-safe.
 */
final class CommitArrivals {
    private final EventLoop loop;
    private final Runnable wakeTask = this::wake;

    /** Somebody is going to wake the loop; cleared before that is done. */
    private final AtomicBoolean waking = new AtomicBoolean();

    CommitArrivals(EventLoop loop) {
        this.loop = loop;
    }

    /** Runs the task on the loop. */
    void arrived(Runnable task) {
        if (loop.inEventLoop() || !(loop instanceof AbstractEventExecutor executor)) {
            loop.execute(task);
            return;
        }
        executor.lazyExecute(task);
        if (!waking.get() && waking.compareAndSet(false, true)) {
            CompletionBatch.last(wakeTask);
        }
    }

    private void wake() {
        waking.set(false);
        loop.execute(CommitArrivals::nothing);
    }

    private static void nothing() {}
}
