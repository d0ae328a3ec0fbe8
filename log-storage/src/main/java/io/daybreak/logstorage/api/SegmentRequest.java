package io.daybreak.logstorage.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * Second step of recovery, and the way back for a segment that was away when the epoch began:
     * durably and atomically replaces the list of truncation ranges by this one. Every record with
     * {@code from <= LSN <= to} of any range is annulled, now and whenever it arrives.
     *
     * <p>With it the segment has <em>joined</em> the epoch. Until then it may hold records that a
     * recovery annulled without it, so it answers {@link SegmentReply.NotJoined} to {@link Append},
     * {@link Advance}, {@link ReadPage}, {@link FetchLog} and {@link FetchPages}.
     *
     * @param ranges all ranges of the volume's history, ascending and disjoint; the last one is of
     *     the recovery that began this epoch: from VDL + 1 to an upper bound proven by the LSN
     *     allocation limit, new LSNs start above it. Empty in a volume's first epoch.
     */
    record Truncate(VolumeEpoch epoch, List<SegmentReply.Truncation> ranges)
            implements SegmentRequest {
        public Truncate {
            ranges = List.copyOf(ranges);
        }
    }

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

    /**
     * Hydration of a segment whose missing records no peer's log holds any more: takes what a full
     * peer answered to {@link FetchPages}. Images already here with a greater page LSN stay. With
     * {@code last} the images are forced to disk and the chain starts anew: every record up to
     * {@code complete} counts as here. Answered with {@link SegmentReply.Durable}. A tail segment
     * gets one request, without images.
     *
     * @param first whether a hydration begins with it. Whoever goes on with one that the node does
     *     not know, since its images were taken back or it opened its log anew, is refused
     * @param complete the least {@code complete} of the peer's answers in this hydration
     */
    record InstallPages(
            VolumeEpoch epoch, List<byte[]> images, Lsn complete, boolean first, boolean last)
            implements SegmentRequest {
        public InstallPages {
            images = List.copyOf(images);
        }
    }

    /**
     * A damaged stretch of the log ({@link SegmentReply.Damage}) as a peer has it: it is stored
     * anew. What is not damaged here is left alone. Answered with {@link SegmentReply.Durable}.
     *
     * @param batches the whole stretch, in chain order
     */
    record MendLog(VolumeEpoch epoch, List<RedoBatch> batches) implements SegmentRequest {
        public MendLog {
            batches = List.copyOf(batches);
        }
    }

    /**
     * A damaged page as a peer has it. Nothing happens if it is not damaged here. Answered with
     * {@link SegmentReply.Durable}.
     *
     * @param image sealed, with all redo of the page up to {@code asOf}; null if the peer says that
     *     there is no such page
     * @param asOf PGMRPL at least: this segment's images must not be ahead of it
     */
    record MendPage(VolumeEpoch epoch, PageId page, byte @Nullable [] image, Lsn asOf)
            implements SegmentRequest {}

    /**
     * Log up to {@code below} (inclusive) is needed by no peer: every full segment of the group has
     * it in its page store (see {@link SegmentReply.Status}) and no segment in membership has a
     * smaller SCL. A tail segment drops it; a full segment when its own pages are complete up to
     * there. Send it now and then; without it logs grow. Answered with {@link SegmentReply.Status}.
     */
    record CollectLog(VolumeEpoch epoch, Lsn below) implements SegmentRequest {}

    /** Asks for {@link SegmentReply.Status}; the epoch is not checked. */
    record Inspect(VolumeEpoch epoch) implements SegmentRequest {}
}
