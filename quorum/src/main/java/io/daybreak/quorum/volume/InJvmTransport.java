package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.StorageNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Storage nodes in this JVM. A node that could not be opened answers {@link SegmentReply.Failed}.
 * Thread-safe; owns the nodes.
 */
final class InJvmTransport implements SegmentTransport {
    private final @Nullable StorageNode[] nodes;
    private final String[] reasons;

    InJvmTransport(@Nullable StorageNode[] nodes, String[] reasons) {
        this.nodes = nodes.clone();
        this.reasons = reasons.clone();
    }

    @Override
    public void send(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        post(segment, request, reply);
        StorageNode node = nodes[segment.index()];
        if (node != null) {
            node.deliver();
        }
    }

    @Override
    public void deliver() {
        for (StorageNode node : nodes) {
            if (node != null) {
                node.deliver();
            }
        }
    }

    @Override
    public void post(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        StorageNode node = nodes[segment.index()];
        if (node == null) {
            reply.accept(new SegmentReply.Failed(segment, reasons[segment.index()]));
        } else {
            node.post(segment, request, reply);
        }
    }

    @Override
    public @Nullable SegmentReply readPage(
            SegmentId segment, SegmentRequest.ReadPage request, byte[] into) {
        StorageNode node = nodes[segment.index()];
        return node == null ? null : node.readPage(segment, request, into);
    }

    @Nullable StorageNode node(int index) {
        return nodes[index];
    }

    @Override
    public List<NodeStatistics> statistics() {
        List<NodeStatistics> all = new ArrayList<>();
        for (StorageNode node : nodes) {
            all.add(node == null ? NodeStatistics.NONE : node.statistics());
        }
        return all;
    }

    @Override
    public void close() {
        RuntimeException first = null;
        for (StorageNode node : nodes) {
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
