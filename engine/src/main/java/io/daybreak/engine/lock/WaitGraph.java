package io.daybreak.engine.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds cycles of waiting transactions. The graph is not stored: it is read from the queues, under
 * one lock for all searches, after the asking transaction has queued; so the last of a cycle to
 * queue sees it whole. Thread-safe.
 */
final class WaitGraph {
    /** Cycles that were none, one after the other; who waits looks again later. */
    private static final int SEARCHES_MAX = 16;

    /** This wait of the waiter is for the blocker, or was when it was read. */
    private record Edge(Wait waiting, LockOwner blocker) {}

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
            for (int search = 0; search < SEARCHES_MAX; search++) {
                List<Edge> cycle = findCycle(start);
                if (cycle == null) {
                    return false;
                }
                if (stands(cycle)) {
                    return condemn(victim(start, cycle));
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static Wait victim(LockOwner start, List<Edge> cycle) {
        Wait victim = cycle.getFirst().waiting();
        for (Edge edge : cycle) {
            LockOwner owner = edge.waiting().owner();
            long weight = victim.owner().weight();
            if (owner.weight() < weight || owner == start && owner.weight() == weight) {
                victim = edge.waiting();
            }
        }
        return victim;
    }

    /**
     * Whether all edges are there still. They were read one after the other, and who frees records
     * before its end may have gone from the end of the one to the start of another meanwhile: then
     * they were never there at once. Those that are found again were.
     */
    private static boolean stands(List<Edge> cycle) {
        List<LockOwner> blockers = new ArrayList<>();
        for (Edge edge : cycle) {
            Wait wait = edge.waiting();
            if (wait.owner().waiting() != wait || wait.state != Wait.State.WAITING) {
                return false;
            }
            blockers.clear();
            wait.blockers(blockers);
            if (!blockers.contains(edge.blocker())) {
                return false;
            }
        }
        return true;
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

    /** Breadth first from the start; the way back is read from the edges that led on. */
    private static @Nullable List<Edge> findCycle(LockOwner start) {
        Map<LockOwner, Edge> cameBy = new HashMap<>();
        ArrayDeque<LockOwner> todo = new ArrayDeque<>();
        List<LockOwner> blockers = new ArrayList<>();
        todo.add(start);
        while (!todo.isEmpty()) {
            Wait wait = todo.remove().waiting();
            if (wait == null || wait.state != Wait.State.WAITING) {
                continue;
            }
            blockers.clear();
            wait.blockers(blockers);
            for (LockOwner blocker : blockers) {
                if (!cameBy.containsKey(blocker)) {
                    Edge edge = new Edge(wait, blocker);
                    cameBy.put(blocker, edge);
                    if (blocker == start) {
                        return path(edge, start, cameBy);
                    }
                    todo.add(blocker);
                }
            }
        }
        return null;
    }

    private static List<Edge> path(Edge last, LockOwner start, Map<LockOwner, Edge> cameBy) {
        List<Edge> path = new ArrayList<>();
        Edge at = last;
        path.add(at);
        while (at.waiting().owner() != start) {
            at = Objects.requireNonNull(cameBy.get(at.waiting().owner()));
            path.add(at);
        }
        return path;
    }
}
