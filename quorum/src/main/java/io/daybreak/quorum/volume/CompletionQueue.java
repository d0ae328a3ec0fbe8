package io.daybreak.quorum.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.quorum.api.CompletionBatch;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait for an LSN to become durable, ordered by it. Adding and completing allocate
 * nothing. Commit LSNs come almost in order, so an insertion moves few entries.
 *
 * <p>Thread-safe. Actions run without a lock, one thread at a time, in order of LSN: a thread that
 * finds another one at it leaves the work to that one.
 */
final class CompletionQueue {
    private static final Logger LOG = LoggerFactory.getLogger(CompletionQueue.class);

    /** One entry per waiting session; more than any server has. */
    static final int ENTRIES_MAX = 1 << 20;

    private static final int TAKE = 64;

    private final LongSupplier durable;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private long[] lsns = new long[256];

    @GuardedBy("lock")
    private @Nullable Runnable[] actions = new Runnable[256];

    @GuardedBy("lock")
    private @Nullable Runnable[] failures = new Runnable[256];

    @GuardedBy("lock")
    private int head;

    @GuardedBy("lock")
    private int size;

    @GuardedBy("lock")
    private boolean draining;

    @GuardedBy("lock")
    private boolean closed;

    /** Only touched by the thread that drains. */
    private final @Nullable Runnable[] taken = new Runnable[TAKE];

    private final CompletionBatch batch = new CompletionBatch();

    CompletionQueue(LongSupplier durable) {
        this.durable = durable;
    }

    /**
     * @return false if the queue is closed; nothing was added then
     */
    boolean add(long lsn, Runnable action, Runnable failed) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            if (size == lsns.length) {
                grow();
            }
            int mask = lsns.length - 1;
            int at = head + size++;
            while (at > head && lsns[(at - 1) & mask] > lsn) {
                move((at - 1) & mask, at & mask);
                at--;
            }
            lsns[at & mask] = lsn;
            actions[at & mask] = action;
            failures[at & mask] = failed;
            return true;
        }
    }

    /** Runs the actions of all entries that are durable. */
    void drain() {
        while (true) {
            int count = 0;
            synchronized (lock) {
                // The one who drains looks at VDL again under this lock before it leaves, so
                // whoever raised VDL and finds it at work may go.
                if (draining) {
                    return;
                }
                long vdl = durable.getAsLong();
                int mask = lsns.length - 1;
                while (size > 0 && lsns[head] <= vdl && count < TAKE) {
                    taken[count++] = actions[head];
                    actions[head] = null;
                    failures[head] = null;
                    head = (head + 1) & mask;
                    size--;
                }
                if (count == 0) {
                    return;
                }
                draining = true;
            }
            batch.begin();
            try {
                for (int i = 0; i < count; i++) {
                    run(taken[i]);
                    taken[i] = null;
                }
            } finally {
                batch.end();
            }
            synchronized (lock) {
                draining = false;
            }
        }
    }

    /** Fails all entries that are left, and those that come. */
    void close() {
        @Nullable Runnable[] failing;
        synchronized (lock) {
            closed = true;
            failing = new @Nullable Runnable[size];
            for (int i = 0; i < failing.length; i++) {
                int at = (head + i) & (lsns.length - 1);
                failing[i] = failures[at];
                actions[at] = null;
                failures[at] = null;
            }
            size = 0;
        }
        for (@Nullable Runnable failed : failing) {
            run(failed);
        }
    }

    private static void run(@Nullable Runnable action) {
        if (action == null) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException e) {
            // One waiter's mistake must not cost the others their answer.
            LOG.error("an action that waited for a durable LSN failed", e);
        }
    }

    @GuardedBy("lock")
    private void move(int from, int to) {
        lsns[to] = lsns[from];
        actions[to] = actions[from];
        failures[to] = failures[from];
    }

    @GuardedBy("lock")
    private void grow() {
        int capacity = lsns.length * 2;
        if (capacity > ENTRIES_MAX) {
            throw new RejectedExecutionException("more than " + ENTRIES_MAX + " waiting commits");
        }
        long[] oldLsns = lsns;
        @Nullable Runnable[] oldActions = actions;
        @Nullable Runnable[] oldFailures = failures;
        lsns = new long[capacity];
        actions = Arrays.copyOf(oldActions, capacity);
        failures = Arrays.copyOf(oldFailures, capacity);
        for (int i = 0; i < size; i++) {
            int at = (head + i) & (oldLsns.length - 1);
            lsns[i] = oldLsns[at];
            actions[i] = oldActions[at];
            failures[i] = oldFailures[at];
        }
        head = 0;
    }
}
