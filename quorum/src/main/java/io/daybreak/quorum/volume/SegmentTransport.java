package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import java.util.function.Consumer;

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

    /** Forces of all nodes' logs so far; 0 if they are out of sight. */
    long forces();

    @Override
    void close();
}
