package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to the six storage nodes; a segment's index is its node. In the same JVM or over a
 * network: the caller assumes neither that an answer comes, nor that answers come in order.
 * Implementations are thread-safe.
 */
interface SegmentTransport extends AutoCloseable {
    /**
     * Sends a request; never blocks.
     *
     * @param reply called at most once, on any thread, perhaps before this method returns; must be
     *     short and must not block
     */
    void send(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply);

    /** As {@link #send}, but the request may lie until {@link #deliver}. */
    default void post(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        send(segment, request, reply);
    }

    /** What was posted leaves now. */
    default void deliver() {}

    /**
     * Reads a page on this thread, which blocks on I/O meanwhile; the bytes of a {@link
     * SegmentReply.PageImage} are {@code into}.
     *
     * @return null if this way is not open: the node is elsewhere, or its answer is to come late
     */
    default @Nullable SegmentReply readPage(
            SegmentId segment, SegmentRequest.ReadPage request, byte[] into) {
        return null;
    }

    /** What the nodes have counted; empty if they are out of sight. */
    List<NodeStatistics> statistics();

    @Override
    void close();
}
