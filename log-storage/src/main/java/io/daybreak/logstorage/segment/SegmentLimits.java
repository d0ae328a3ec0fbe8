package io.daybreak.logstorage.segment;

/**
 * What bounds a segment's memory.
 *
 * @param pendingBatchesMax batches out of order that wait for the ones before them; more are not
 *     stored, and come again by gossip
 * @param pendingBytesMax bytes in them
 * @param heldBytesMax redo of a full segment kept in memory; older redo is read from the log
 * @param tailHeldBytesMax the same for a tail segment, which needs it for peers only
 * @param keptLogBytesMax log that a node keeps for lagging peers; above it full segments drop what
 *     their pages have
 */
public record SegmentLimits(
        int pendingBatchesMax,
        long pendingBytesMax,
        long heldBytesMax,
        long tailHeldBytesMax,
        long keptLogBytesMax) {
    public static final SegmentLimits DEFAULT =
            new SegmentLimits(4096, 16L << 20, 96L << 20, 4L << 20, 1L << 30);

    public SegmentLimits {
        if (pendingBatchesMax < 1
                || pendingBytesMax < 1
                || heldBytesMax < 0
                || tailHeldBytesMax < 0
                || keptLogBytesMax < 0) {
            throw new IllegalArgumentException("limits of a segment must be positive");
        }
    }
}
