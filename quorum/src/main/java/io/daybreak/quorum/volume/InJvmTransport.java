package io.daybreak.quorum.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.StorageNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Storage nodes in this JVM. A node answers {@link SegmentReply.Failed} until it is {@link #admit
 * admitted}. Thread-safe; owns the nodes.
 */
final class InJvmTransport implements SegmentTransport {
    private final AtomicReferenceArray<@Nullable StorageNode> nodes =
            new AtomicReferenceArray<>(SegmentId.REPLICAS);
    private final AtomicReferenceArray<String> reasons =
            new AtomicReferenceArray<>(SegmentId.REPLICAS);

    @GuardedBy("this")
    private boolean closed;

    InJvmTransport() {
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            reasons.set(i, "not open yet");
        }
    }

    /** Takes in a node that is open; false if all are closed already. */
    synchronized boolean admit(int index, StorageNode node) {
        if (closed) {
            return false;
        }
        nodes.set(index, node);
        return true;
    }

    /** Why the node is not open. */
    void refuse(int index, String reason) {
        reasons.set(index, reason);
    }

    @Override
    public void send(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        post(segment, request, reply);
        StorageNode node = nodes.get(segment.index());
        if (node != null) {
            node.deliver();
        }
    }

    @Override
    public void deliver() {
        for (int i = 0; i < nodes.length(); i++) {
            StorageNode node = nodes.get(i);
            if (node != null) {
                node.deliver();
            }
        }
    }

    @Override
    public void post(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        StorageNode node = nodes.get(segment.index());
        if (node == null) {
            reply.accept(new SegmentReply.Failed(segment, reasons.get(segment.index())));
        } else {
            node.post(segment, request, reply);
        }
    }

    @Override
    public @Nullable SegmentReply readPage(
            SegmentId segment, SegmentRequest.ReadPage request, byte[] into) {
        StorageNode node = nodes.get(segment.index());
        return node == null ? null : node.readPage(segment, request, into);
    }

    @Nullable StorageNode node(int index) {
        return nodes.get(index);
    }

    @Override
    public List<NodeStatistics> statistics() {
        List<NodeStatistics> all = new ArrayList<>();
        for (int i = 0; i < nodes.length(); i++) {
            StorageNode node = nodes.get(i);
            all.add(node == null ? NodeStatistics.NONE : node.statistics());
        }
        return all;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        RuntimeException first = null;
        for (int i = 0; i < nodes.length(); i++) {
            StorageNode node = nodes.get(i);
            try {
                if (node != null) {
                    node.close();
                }
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
