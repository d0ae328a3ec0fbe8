package io.daybreak.logstorage.api;

/**
 * What a segment is asked. Every request carries the caller's epoch; a segment that has seen a
 * newer one answers {@link SegmentReply.StaleEpoch} and does nothing. Requests are idempotent.
 */
public sealed interface SegmentRequest {
    VolumeEpoch epoch();

    /**
     * Store redo. Foreground path: check, append to the log, force, answer {@link
     * SegmentReply.Durable}.
     *
     * @param batch a framed batch as {@link RedoBatch} describes it; shared between the six
     *     segments, never changed
     * @param durableLsn the writer's VDL when it sent this
     * @param minReadPoint PGMRPL: no reader will ask for an older page version
     */
    record Append(VolumeEpoch epoch, RedoBatch batch, Lsn durableLsn, Lsn minReadPoint)
            implements SegmentRequest {}

    /**
     * Tell the points without redo; sent when the writer is idle. Answered with {@link
     * SegmentReply.Durable}; forces nothing.
     */
    record Advance(VolumeEpoch epoch, Lsn durableLsn, Lsn minReadPoint) implements SegmentRequest {}

    /**
     * The page with exactly the redo up to {@code asOf} (inclusive) applied. Only full segments
     * that are complete up to there answer.
     */
    record ReadPage(VolumeEpoch epoch, TimelineId timeline, PageId page, Lsn asOf)
            implements SegmentRequest {}

    /**
     * First step of recovery: durably refuse every epoch older than this one, and report what is
     * here.
     */
    record Fence(VolumeEpoch epoch) implements SegmentRequest {}

    /**
     * Second step of recovery: durably annul every record with {@code from <= LSN <= to}, now and
     * whenever it arrives.
     *
     * @param from inclusive, VDL + 1
     * @param to inclusive, an upper bound proven by the LSN allocation limit; new LSNs start above
     *     it
     */
    record Truncate(VolumeEpoch epoch, Lsn from, Lsn to) implements SegmentRequest {}

    /**
     * Gossip: the records with {@code after < LSN <= upTo} along this group's chain, at most about
     * {@code maxBytes} of them, in order.
     */
    record FetchLog(VolumeEpoch epoch, Lsn after, Lsn upTo, int maxBytes)
            implements SegmentRequest {}

    /**
     * Repair of a full segment that lost its pages or lags behind a peer's log: the newest images
     * of pages from {@code fromPage} on.
     */
    record FetchPages(VolumeEpoch epoch, PageId fromPage, int maxPages) implements SegmentRequest {}
}
