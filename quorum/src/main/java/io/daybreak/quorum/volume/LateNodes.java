package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.StorageNode;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens storage nodes that could not be opened when the volume was, on a full disk say, as soon as
 * they can be. A thread of its own, which ends when all six are open.
 */
final class LateNodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LateNodes.class);
    private static final long PAUSE_MILLIS_MIN = 500;
    private static final long PAUSE_MILLIS_MAX = 10_000;

    /** Opens a node. */
    interface Opening {
        StorageNode open(int node) throws IOException;
    }

    private final InJvmTransport nodes;
    private final Opening opening;
    private final IntPredicate completion;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread thread;

    /** Those that have all segments, or were not late. */
    private final boolean[] complete = new boolean[SegmentId.REPLICAS];

    /**
     * @param completion makes the segments that a node lacks; false if some could not be made
     */
    LateNodes(InJvmTransport nodes, Opening opening, IntPredicate completion) {
        this.nodes = nodes;
        this.opening = opening;
        this.completion = completion;
    }

    LateNodes start() {
        for (int node = 0; node < SegmentId.REPLICAS; node++) {
            complete[node] = nodes.node(node) != null;
        }
        if (missing() > 0) {
            thread = Thread.ofPlatform().daemon().name("late-nodes").start(this::run);
        }
        return this;
    }

    private int missing() {
        int missing = 0;
        for (int node = 0; node < SegmentId.REPLICAS; node++) {
            missing += complete[node] ? 0 : 1;
        }
        return missing;
    }

    private void run() {
        long pause = PAUSE_MILLIS_MIN;
        try {
            while (missing() > 0 && !closed.await(pause, TimeUnit.MILLISECONDS)) {
                for (int node = 0; node < SegmentId.REPLICAS; node++) {
                    if (!complete[node]) {
                        tryOpen(node);
                    }
                }
                pause = Math.min(PAUSE_MILLIS_MAX, pause * 2);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryOpen(int index) {
        try {
            if (nodes.node(index) == null && !admit(index)) {
                return;
            }
            complete[index] = completion.test(index);
        } catch (IOException | RuntimeException | InternalError e) {
            LOG.debug("storage node {} does not open yet", index, e);
        }
    }

    private boolean admit(int index) throws IOException {
        StorageNode node = opening.open(index);
        if (!nodes.admit(index, node)) {
            node.close();
            return false;
        }
        LOG.info("storage node {} is open now", index);
        return true;
    }

    @Override
    public void close() {
        closed.countDown();
        Thread running = thread;
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
