package io.daybreak.logstorage.segment;

/**
 * A batch as a log summary tells of it: all but its bytes. Reused by the replay; owned by its
 * thread.
 */
final class SummarizedBatch {
    long position;
    int offset;
    int lengthBytes;
    long previous;
    long first;
    long last;
    long durableLsn;

    void read(SummaryLayout.In in, long at, int bodyOffset, int bodyLength) {
        position = at;
        offset = bodyOffset;
        lengthBytes = bodyLength;
        previous = in.nextLong();
        first = in.nextLong();
        last = in.nextLong();
        durableLsn = in.nextLong();
    }
}
