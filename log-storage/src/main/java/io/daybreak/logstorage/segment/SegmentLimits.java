package io.daybreak.logstorage.segment;

/**
 * What bounds the memory of a node's segments.
 *
 * @param pendingBatchesMax batches out of order that wait for the ones before them, in each
 *     segment; more are not stored, and come again by gossip
 * @param pendingBytesMax bytes in them
 * @param heldBytesMax redo of the node's full segments kept in memory; older redo is read from the
 *     log
 * @param tailHeldBytesMax the same for tail segments, which need it for peers only
 * @param materializeBytesMin pages are made for that much redo of the node at least, so that one
 *     image covers many records
 * @param keptLogBytesMax log that a node keeps for lagging peers; above it full segments drop what
 *     their pages have
 */
public record SegmentLimits(
        int pendingBatchesMax,
        long pendingBytesMax,
        long heldBytesMax,
        long tailHeldBytesMax,
        long materializeBytesMin,
        long keptLogBytesMax) {
    private static final long HELD_MIN = 96L << 20;

    /** More than the redo that a round of page making begins with. */
    private static final long HELD_MAX = 192L << 20;

    public static final SegmentLimits DEFAULT = forLogFiles(64L << 20);

    public SegmentLimits {
        if (pendingBatchesMax < 1
                || pendingBytesMax < 1
                || heldBytesMax < 0
                || tailHeldBytesMax < 0
                || materializeBytesMin < 0
                || keptLogBytesMax < 0) {
            throw new IllegalArgumentException("limits of a segment must be positive");
        }
    }

    /** The defaults for a log with files of this size. */
    public static SegmentLimits forLogFiles(long bytes) {
        long held = Math.clamp(Runtime.getRuntime().maxMemory() / 16, HELD_MIN, HELD_MAX);
        return new SegmentLimits(4096, 16L << 20, held, 4L << 20, 2 * bytes, 1L << 30);
    }

    /**
     * Redo of the node's full segments that is read back from the log and kept: what the writer
     * sends is shared by the nodes of a process, what each of them read back is not.
     */
    long readBackBytesMax() {
        return Math.min(heldBytesMax, HELD_MIN) / 4;
    }

    /**
     * Whether the redo that a round of page making begins with is in memory, so that the log is
     * hardly read.
     */
    public boolean holdsRounds() {
        return heldBytesMax > materializeBytesMin;
    }

    /** Pages are made for that many records too: each costs memory in the index until they are. */
    long materializeRecordsMin() {
        return Math.max(1, materializeBytesMin / 128);
    }

    /** With more redo than this that pages could be made of, the node asks the writer to wait. */
    long behindBytesMax() {
        return 2 * materializeBytesMin;
    }

    /** The same in records. */
    long behindRecordsMax() {
        return 2 * materializeRecordsMin();
    }

    /**
     * After so much redo the pages that it changed most get images of their own, so that who reads
     * one, after a start above all, need not look at all the redo of a round for it.
     */
    long hotBytesMin() {
        return Math.min(materializeBytesMin / 8, 16L << 20);
    }

    /** A page with that many records is one of them. */
    int hotRecordsMin() {
        return Math.clamp(materializeRecordsMin() / 2048, 4, 512);
    }

    /** A log summary is written for about that much log: what a start has to read instead. */
    long summaryBytes() {
        return Math.clamp(materializeBytesMin / 16, 1, 4L << 20);
    }
}
