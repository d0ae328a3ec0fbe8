package io.daybreak.logstorage.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.logstorage.chronicle.Disk;
import io.daybreak.logstorage.chronicle.SharedForce;
import io.daybreak.logstorage.posix.RealTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log thread of a disk: the foreground of all nodes of this process whose directories are on
 * it. In rounds: every node takes what came in while the round before ran and appends it to its
 * log; all those logs are forced together ({@link SharedForce}); every node answers. That is group
 * commit, over commits and over nodes.
 *
 * <p>A node that fails in any of these steps fails alone; the others go on with the round. Nothing
 * that takes long for one node may run here: for the next log file, a peer's pages, or a segment to
 * be made the node goes aside, to a thread of its own, and misses rounds until it is back. At most
 * {@link #UPKEEP_MAX} at a time are away for the upkeep of their logs, so that the others are a
 * write quorum; all logs are about equally full.
 *
 * <p>Whoever is late, or catches up, has work when the others have none. It does not begin a round
 * by itself at once: a commit that comes next would wait for its force.
 *
 * <p>All commits wait for it, and it works for tenths of a millisecond at a time: where the system
 * lets it, it has real-time priority ({@link RealTime}).
 *
 * <p>Thread-safe. Threads are made with the first node of a disk and end with the last.
 */
final class LogThread {
    private static final Logger LOG = LoggerFactory.getLogger(LogThread.class);

    /** Of the six nodes of a volume four are enough. */
    private static final int UPKEEP_MAX = 2;

    /** How long the work of a few nodes waits for that of the others. */
    private static final long GATHER_NANOS = 1_000_000;

    /** The first seconds belong to the first statements. */
    private static final long LOAD_MILLIS = 2_000;

    @GuardedBy("BY_DISK")
    private static final Map<Object, LogThread> BY_DISK = new HashMap<>();

    private final Disk disk;
    private final SharedForce sharedForce;
    private final Thread thread;
    private final List<NodeForeground> nodes = new CopyOnWriteArrayList<>();
    private final Semaphore upkeep = new Semaphore(UPKEEP_MAX);

    /** The thread sleeps, or is about to: whoever brings work wakes it. */
    private volatile boolean idle;

    /** The thread's own: those that appended in this round, and their logs. */
    private final List<NodeForeground> appended = new ArrayList<>();

    private final List<SharedForce.Log> logs = new ArrayList<>();
    private final SlowForces slowForces = new SlowForces();
    private boolean priorityTried;

    private LogThread(Disk disk) {
        this.disk = disk;
        this.sharedForce = new SharedForce(disk);
        this.thread = Thread.ofPlatform().daemon().name("log").unstarted(this::run);
    }

    /** Serves the node from now on, until it is done. */
    static LogThread serve(Disk disk, NodeForeground node) {
        synchronized (BY_DISK) {
            LogThread found = BY_DISK.get(disk.id());
            if (found != null) {
                found.nodes.add(node);
                return found;
            }
            LogThread made = new LogThread(disk);
            BY_DISK.put(disk.id(), made);
            made.nodes.add(node);
            made.thread.start();
            SharedThreads.PAGES.schedule(made::load, LOAD_MILLIS, TimeUnit.MILLISECONDS);
            return made;
        }
    }

    private void load() {
        if (disk.overwritesInPlace()) {
            SharedForce.load();
        }
        RealTime.load();
    }

    /** There is work. */
    void wake() {
        if (idle) {
            idle = false;
            LockSupport.unpark(thread);
        }
    }

    // ---- the thread

    private void run() {
        do {
            awaitWork();
            askForPriority();
            for (NodeForeground node : nodes) {
                if (node.append()) {
                    appended.add(node);
                    logs.add(node.log());
                }
            }
            force();
            for (NodeForeground node : nodes) {
                node.finish();
            }
            for (NodeForeground node : nodes) {
                node.betweenRounds(upkeep, this::wake);
            }
        } while (!leaveThoseDone());
        sharedForce.close();
    }

    private void askForPriority() {
        if (!priorityTried && RealTime.isLoaded()) {
            priorityTried = true;
            LOG.info("the log thread has {} priority", RealTime.enter() ? "real-time" : "ordinary");
        }
    }

    private void awaitWork() {
        long begun = 0;
        while (true) {
            // In this order: whoever brings work looks at the flag after that.
            idle = true;
            int working = 0;
            boolean urgent = false;
            for (NodeForeground node : nodes) {
                working += node.hasWork() ? 1 : 0;
                urgent |= node.isStopping();
            }
            if (working == 0 && !urgent) {
                LockSupport.park(this);
                continue;
            }
            long now = System.nanoTime();
            begun = begun == 0 ? now : begun;
            long left = begun + GATHER_NANOS - now;
            if (urgent || working * 2 >= nodes.size() || left <= 0) {
                idle = false;
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    private void force() {
        try {
            if (!logs.isEmpty()) {
                long began = System.nanoTime();
                sharedForce.force(logs, (cause, index) -> appended.get(index).fail(cause));
                warnOfSlow(began);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("a force failed in an unforeseen way", e);
            appended.forEach(node -> node.fail(e));
        } finally {
            appended.clear();
            logs.clear();
        }
    }

    private void warnOfSlow(long began) {
        long now = System.nanoTime();
        String warning = slowForces.took(now - began, logs.size(), now);
        if (warning != null) {
            LOG.warn(warning);
        }
    }

    /** Returns whether nobody is left. */
    private boolean leaveThoseDone() {
        boolean alone = false;
        for (NodeForeground node : nodes) {
            if (node.isDone()) {
                alone |= remove(node);
                node.left();
            }
        }
        return alone;
    }

    private boolean remove(NodeForeground node) {
        synchronized (BY_DISK) {
            nodes.remove(node);
            if (!nodes.isEmpty()) {
                return false;
            }
            BY_DISK.remove(disk.id());
            return true;
        }
    }
}
