package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * A transport that can be told to lose or delay what goes to a node: a laptop loses an availability
 * zone. Thread-safe; a fault applies to requests sent after it was set.
 */
final class FaultyTransport implements SegmentTransport {
    private static final int NONE = 0;
    private static final int SILENT = 1;
    private static final int REFUSING = 2;
    private static final int FULL = 3;

    private final SegmentTransport transport;
    private final AtomicIntegerArray faults = new AtomicIntegerArray(SegmentId.REPLICAS);
    private final AtomicLongArray delayMicros = new AtomicLongArray(SegmentId.REPLICAS);

    FaultyTransport(SegmentTransport transport) {
        this.transport = transport;
    }

    /** The node neither gets requests nor answers: dead, or cut off. */
    void silence(int node) {
        faults.set(node, SILENT);
    }

    /** The node answers every request with a failure: a broken disk. */
    void refuse(int node) {
        faults.set(node, REFUSING);
    }

    /** The node answers every write as one with a full disk does; it reads. */
    void fill(int node) {
        faults.set(node, FULL);
    }

    /** Requests reach the node so much later. */
    void delay(int node, long micros) {
        delayMicros.set(node, micros);
    }

    void heal(int node) {
        faults.set(node, NONE);
        delayMicros.set(node, 0);
    }

    @Override
    public void send(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        int node = segment.index();
        if (faults.get(node) == FULL && !isRead(request)) {
            reply.accept(new SegmentReply.Failed(segment, "No space left on device (injected)"));
            return;
        }
        switch (faults.get(node)) {
            case SILENT -> {
                // Nothing comes back: that is the fault.
            }
            case REFUSING -> reply.accept(new SegmentReply.Failed(segment, "fault injection"));
            default -> {
                long delay = delayMicros.get(node);
                if (delay == 0) {
                    transport.send(segment, request, reply);
                } else {
                    CompletableFuture.delayedExecutor(delay, TimeUnit.MICROSECONDS)
                            .execute(() -> transport.send(segment, request, reply));
                }
            }
        }
    }

    private static boolean isRead(SegmentRequest request) {
        return request instanceof SegmentRequest.ReadPage
                || request instanceof SegmentRequest.FetchLog
                || request instanceof SegmentRequest.FetchPages
                || request instanceof SegmentRequest.Inspect;
    }

    @Override
    public List<NodeStatistics> statistics() {
        return transport.statistics();
    }

    @Override
    public void close() {
        transport.close();
    }
}
