package io.daybreak.quorum.volume;

/**
 * The bounds of the log stream.
 *
 * @param lsnAllocationLimit LAL: no LSN is given out further than this above VDL, inclusive. Part
 *     of the recovery protocol: a volume is always opened with the same one or a smaller one
 * @param recordsAheadMax the writer asks for a pause when this many records are not durable
 * @param bytesAheadMax the writer asks for a pause when this much redo is not durable
 * @param boxcarBytes a boxcar of this size leaves although nobody waits for it
 * @param roundsMax so many rounds of boxcars are under way at once for those who wait; full boxcars
 *     may add as many again
 * @param nodeBytesMax a node that owes answers for this much redo gets no more until it answers
 * @param stuckNanos a node that owes answers and gives none for so long is suspect
 * @param retransmitNanos a batch without quorum for so long is sent again
 * @param retryNanos how often a suspect or strange segment is tried again
 */
public record WriterLimits(
        long lsnAllocationLimit,
        long recordsAheadMax,
        long bytesAheadMax,
        int boxcarBytes,
        int roundsMax,
        long nodeBytesMax,
        long stuckNanos,
        long retransmitNanos,
        long retryNanos) {
    public static final WriterLimits DEFAULT =
            new WriterLimits(
                    10_000_000,
                    1_000_000,
                    64L << 20,
                    64 << 10,
                    1,
                    16L << 20,
                    1_000_000_000,
                    500_000_000,
                    500_000_000);

    public WriterLimits {
        if (lsnAllocationLimit < recordsAheadMax || recordsAheadMax < 1 || boxcarBytes < 1) {
            throw new IllegalArgumentException("contradictory limits of the log stream");
        }
    }
}
