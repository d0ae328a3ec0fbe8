package io.daybreak.logstorage.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.logstorage.chronicle.ChronicleSegmentLog;
import io.daybreak.logstorage.chronicle.Disk;
import io.daybreak.logstorage.chronicle.SharedForce;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log thread of a disk: the foreground of all nodes of this process whose directories are on
 * it. In rounds: every node takes what came in while the round before ran and appends it to its
 * log; all those logs are forced together ({@link SharedForce}); every node answers; those whose
 * log file is full start a new one. That is group commit, over commits and over nodes.
 *
 * <p>A node that fails in any of these steps fails alone; the others go on with the round. Nothing
 * that waits for one node only may run here: a failed log is opened anew elsewhere.
 *
 * <p>Thread-safe. Threads are made with the first node of a disk and end with the last.
 */
final class LogThread {
    private static final Logger LOG = LoggerFactory.getLogger(LogThread.class);

    /** The first seconds belong to the first statements. */
    private static final long LOAD_MILLIS = 2_000;

    @GuardedBy("BY_DISK")
    private static final Map<Object, LogThread> BY_DISK = new HashMap<>();

    private final Disk disk;
    private final SharedForce sharedForce;
    private final Thread thread;
    private final List<NodeForeground> nodes = new CopyOnWriteArrayList<>();

    /** The thread sleeps, or is about to: whoever brings work wakes it. */
    private volatile boolean idle;

    /** The thread's own: those that appended in this round, and their logs. */
    private final List<NodeForeground> appended = new ArrayList<>();

    private final List<ChronicleSegmentLog> logs = new ArrayList<>();

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
            if (disk.overwritesInPlace()) {
                SharedThreads.PAGES.schedule(SharedForce::load, LOAD_MILLIS, TimeUnit.MILLISECONDS);
            }
            return made;
        }
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
                node.betweenRounds();
            }
        } while (!leaveThoseDone());
    }

    private void awaitWork() {
        while (true) {
            // In this order: whoever brings work looks at the flag after that.
            idle = true;
            for (NodeForeground node : nodes) {
                if (node.hasWork()) {
                    idle = false;
                    return;
                }
            }
            LockSupport.park(this);
        }
    }

    private void force() {
        try {
            if (!logs.isEmpty()) {
                sharedForce.force(logs, (cause, index) -> appended.get(index).fail(cause));
            }
        } catch (RuntimeException | Error e) {
            LOG.error("a force failed in an unforeseen way", e);
            appended.forEach(node -> node.fail(e));
        } finally {
            appended.clear();
            logs.clear();
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
