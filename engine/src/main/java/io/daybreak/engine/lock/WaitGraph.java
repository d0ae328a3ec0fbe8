package io.daybreak.engine.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds cycles of waiting transactions. The graph is not stored: it is read from the queues, under
 * one lock for all searches, after the asking transaction has queued; so the last of a cycle to
 * queue sees it whole. Thread-safe.
 */
final class WaitGraph {
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Looks for a cycle through this owner and chooses a victim: the one with the fewest changes,
     * this one if equal.
     *
     * @return whether a victim was chosen; there may be further cycles
     */
    boolean breakCycle(LockOwner start) {
        lock.lock();
        try {
            List<LockOwner> cycle = findCycle(start);
            if (cycle == null) {
                return false;
            }
            LockOwner victim = start;
            for (LockOwner owner : cycle) {
                if (owner.weight() < victim.weight()) {
                    victim = owner;
                }
            }
            Wait wait = victim.waiting();
            if (wait == null || !condemn(wait)) {
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static boolean condemn(Wait wait) {
        boolean condemned =
                switch (wait) {
                    case RecordLock record -> {
                        record.queue.shard.lock();
                        try {
                            yield condemnLocked(record);
                        } finally {
                            record.queue.shard.unlock();
                        }
                    }
                    case RangeWait range -> range.condemn();
                };
        if (condemned) {
            LockSupport.unpark(wait.thread());
        }
        return condemned;
    }

    static boolean condemnLocked(Wait wait) {
        if (wait.state != Wait.State.WAITING) {
            return false;
        }
        wait.state = Wait.State.VICTIM;
        return true;
    }

    /** Breadth first from the start; the way back is read from the predecessors. */
    private static @Nullable List<LockOwner> findCycle(LockOwner start) {
        Map<LockOwner, LockOwner> cameFrom = new HashMap<>();
        ArrayDeque<LockOwner> todo = new ArrayDeque<>();
        List<LockOwner> blockers = new ArrayList<>();
        todo.add(start);
        while (!todo.isEmpty()) {
            LockOwner owner = todo.remove();
            Wait wait = owner.waiting();
            if (wait == null || wait.state != Wait.State.WAITING) {
                continue;
            }
            blockers.clear();
            wait.blockers(blockers);
            for (LockOwner blocker : blockers) {
                if (blocker == start) {
                    return path(owner, cameFrom);
                }
                if (!cameFrom.containsKey(blocker)) {
                    cameFrom.put(blocker, owner);
                    todo.add(blocker);
                }
            }
        }
        return null;
    }

    private static List<LockOwner> path(LockOwner last, Map<LockOwner, LockOwner> cameFrom) {
        List<LockOwner> path = new ArrayList<>();
        LockOwner at = last;
        while (at != null) {
            path.add(at);
            at = cameFrom.get(at);
        }
        return path;
    }
}
