package io.daybreak.logstorage.api;

import java.util.Arrays;
import java.util.List;

/** A segment's answer. Operating errors are cases here, not exceptions. */
public sealed interface SegmentReply {
    SegmentId segment();

    /** Everything of the group up to {@code scl} (inclusive) is on this segment's disk. */
    record Durable(SegmentId segment, Lsn scl) implements SegmentReply {}

    /** The caller is fenced out; it stops and never retries. */
    record StaleEpoch(SegmentId segment, VolumeEpoch current) implements SegmentReply {}

    /**
     * How the segment stands.
     *
     * @param pagesComplete the page store holds all redo up to here, durably; for a tail segment
     *     its SCL
     * @param oldest LSN of the group's record before the oldest one in the log
     * @param needsPages a full segment whose pages do not reach its log: hydrate it from a peer
     *     ({@link SegmentRequest.FetchPages}, {@link SegmentRequest.InstallPages})
     * @param damage what was found to be damaged and is to be mended from a peer
     * @param failure empty, or why the segment does not work
     */
    record Status(
            SegmentId segment,
            SegmentKind kind,
            VolumeEpoch epoch,
            Lsn scl,
            Lsn durableLsn,
            Lsn minReadPoint,
            Lsn pagesComplete,
            Lsn oldest,
            long logBytes,
            boolean needsPages,
            Damage damage,
            String failure)
            implements SegmentReply {
        /** Whether all is here and sound, as far as is known. */
        public boolean isWhole() {
            return !needsPages && damage.pages() == 0 && damage.batches() == 0 && failure.isEmpty();
        }
    }

    /**
     * What a segment has found to be damaged.
     *
     * @param pages how many pages
     * @param page one of them, another one each time; negative = none
     * @param batches how many batches of the log
     * @param after one of them, another one each time: LSN before its first record
     * @param upTo LSN of its last record; zero = none
     */
    record Damage(int pages, long page, int batches, Lsn after, Lsn upTo) {}

    /**
     * The page as of the asked LSN, sealed ({@link PageLayout#seal}); owned by the receiver. A page
     * that no record names is {@link NoSuchPage}.
     */
    record PageImage(SegmentId segment, PageId page, byte[] image) implements SegmentReply {}

    /** No record up to the asked LSN names this page. */
    record NoSuchPage(SegmentId segment, PageId page) implements SegmentReply {}

    /**
     * This segment cannot answer a read at that LSN: not complete up to there, a tail segment, or
     * already collected. Ask another.
     */
    record NotHere(SegmentId segment, Lsn scl, String reason) implements SegmentReply {}

    /**
     * What a fenced segment has.
     *
     * @param epoch the epoch now recorded on disk
     * @param scl segment complete LSN
     * @param durableLsn the greatest VDL that the writer ever told this segment; a lower bound of
     *     the volume's VDL
     * @param tail the LSNs above {@code durableLsn} that this segment has, by its chain up to the
     *     SCL, as runs in order
     * @param joined the epoch of the last {@link SegmentRequest.Truncate} recorded here, that is,
     *     of {@code truncations}; {@link VolumeEpoch#NONE} for a segment that never joined: a new
     *     one, or one that lost its disk
     * @param truncations the truncation ranges recorded here, oldest first
     */
    record Fenced(
            SegmentId segment,
            SegmentKind kind,
            VolumeEpoch epoch,
            Lsn scl,
            Lsn durableLsn,
            List<Run> tail,
            VolumeEpoch joined,
            List<Truncation> truncations)
            implements SegmentReply {}

    /** The ranges are recorded. {@code scl} is without the records that they annul. */
    record Truncated(SegmentId segment, Lsn scl) implements SegmentReply {}

    /**
     * The segment does not know the truncation ranges of the request's epoch; see {@link
     * SegmentRequest.Truncate}.
     *
     * @param joined the epoch that it joined last
     */
    record NotJoined(SegmentId segment, VolumeEpoch joined) implements SegmentReply {}

    /**
     * Part of the log, in chain order; empty if this segment has nothing in the asked range or
     * already collected it.
     */
    record LogRange(SegmentId segment, List<RedoBatch> batches, Lsn scl, Lsn oldest)
            implements SegmentReply {}

    /**
     * Sealed images in page order, each complete up to the page LSN in its header; {@code complete}
     * is the LSN up to which this peer's pages hold all redo.
     */
    record Pages(SegmentId segment, List<byte[]> images, Lsn complete, boolean last)
            implements SegmentReply {}

    /**
     * The request could not be carried out: disk full, damaged, closing. The text is for the log.
     */
    record Failed(SegmentId segment, String reason) implements SegmentReply {}

    /**
     * A run of consecutive LSNs of one group, {@code first} to {@code last} inclusive.
     *
     * @param consistencyPoints the CPLs among them, ascending
     */
    record Run(long first, long last, long[] consistencyPoints) {
        /** The same for equal runs: the simulator compares histories. */
        @Override
        public String toString() {
            return first + ".." + last + " CPLs " + Arrays.toString(consistencyPoints);
        }
    }

    /** LSNs annulled by the recovery that started {@code epoch}; both bounds inclusive. */
    record Truncation(VolumeEpoch epoch, Lsn from, Lsn to) {}
}
