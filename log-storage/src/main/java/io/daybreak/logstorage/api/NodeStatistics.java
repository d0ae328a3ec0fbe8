package io.daybreak.logstorage.api;

/**
 * Counters of a storage node since its start.
 *
 * @param forces forces of the log
 * @param excerpts excerpts written, one per force
 * @param excerptBytes bytes in them
 * @param batches redo batches in them
 * @param logBytes bytes that the log files take now
 * @param imagesWritten images that the materialiser wrote
 * @param pageReads pages served
 * @param heldRedoBytes redo in memory that is not in the page store yet
 * @param logWrittenBytes bytes that the log took to the disk: whole blocks, files made beforehand
 * @param pagesWrittenBytes bytes that the page store took to the disk, compactions included
 * @param damages damaged places found in log and pages
 * @param mendedPages damaged pages replaced by a peer's
 * @param scrubbedBytes log and images that the scrub has verified
 * @param scrubRounds how often it has walked over all there is
 * @param pageDebtBytes redo that pages could be made of now, and are not yet
 * @param pagesBehind whether that is more than the node wants in memory; the writer waits unless
 *     another full node keeps up
 * @param pageFailures how often pages could not be made or stored, on a full disk say
 * @param pagesFailing why they cannot now; empty if they can
 */
public record NodeStatistics(
        long forces,
        long excerpts,
        long excerptBytes,
        long batches,
        long logBytes,
        long imagesWritten,
        long pageReads,
        long heldRedoBytes,
        long logWrittenBytes,
        long pagesWrittenBytes,
        long damages,
        long mendedPages,
        long scrubbedBytes,
        long scrubRounds,
        long pageDebtBytes,
        boolean pagesBehind,
        long pageFailures,
        String pagesFailing) {
    /** Of a node that is not there. */
    public static final NodeStatistics NONE =
            new NodeStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, "");

    /** The same, with what its owner knows of failures. */
    public NodeStatistics withPageFailures(long failures, String failing) {
        return new NodeStatistics(
                forces,
                excerpts,
                excerptBytes,
                batches,
                logBytes,
                imagesWritten,
                pageReads,
                heldRedoBytes,
                logWrittenBytes,
                pagesWrittenBytes,
                damages,
                mendedPages,
                scrubbedBytes,
                scrubRounds,
                pageDebtBytes,
                pagesBehind,
                failures,
                failing);
    }
}
