package io.daybreak.logstorage.segment;

/** Takes what a segment wants to have in the log before its answer goes out. */
interface Stage {
    void batch(SegmentCore segment, LogEntry entry);

    /**
     * @param restart whether the chain starts anew at the SCL
     */
    void state(SegmentCore segment, boolean restart);
}
