package io.daybreak.logstorage.api;

import java.util.List;
import java.util.function.Consumer;

/**
 * A storage node: a directory with the segments of many protection groups, served by the log thread
 * of its disk. Thread-safe.
 */
public interface StorageNode extends AutoCloseable {
    /** The segments that live here, in order of group. */
    List<SegmentId> segments();

    /**
     * Whether the log failed and does not work again yet: a segment that was being made meanwhile
     * may be gone afterwards.
     */
    boolean isFailing();

    /**
     * Makes an empty segment and returns when that is durable; nothing happens if it is there
     * already.
     */
    void createSegment(SegmentId segment, SegmentKind kind, TimelineId timeline);

    /**
     * Hands a request to a segment; never blocks on I/O. Requests that write or fence are answered
     * on the node's log thread, in order; reads are answered on a reader thread. A request to a
     * segment that is not here is answered with {@link SegmentReply.Failed}.
     *
     * @param reply called exactly once unless the process dies; must be short and must not block
     */
    void send(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply);

    /**
     * As {@link #send}, but the node may let it lie until {@link #deliver}. Who has something for
     * several nodes posts all of it and then delivers, so that nodes which share a log thread find
     * it together.
     */
    default void post(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        send(segment, request, reply);
    }

    /** What was posted is to be taken up. */
    default void deliver() {}

    /**
     * {@link #send} for {@code ReadPage}, {@code FetchLog}, {@code FetchPages} and {@code Inspect},
     * on this thread; blocks on I/O.
     */
    SegmentReply read(SegmentId segment, SegmentRequest request);

    /**
     * As {@link #read}, into memory of the caller's: the bytes of a {@link SegmentReply.PageImage}
     * are {@code into}. With any other answer they are undefined.
     */
    SegmentReply readPage(SegmentId segment, SegmentRequest.ReadPage request, byte[] into);

    NodeStatistics statistics();

    /**
     * Answers what is queued and stops. Idempotent. The log needs no clean stop; it saves the next
     * start some work.
     */
    @Override
    void close();
}
