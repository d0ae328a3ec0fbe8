package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.RedoBatchCodec;

/**
 * A batch as a log summary tells of it: all but its bytes. Reused by the replay; owned by its
 * thread.
 */
final class SummarizedBatch {
    /** Takes the records of a batch. */
    interface Records {
        void record(long lsn, long page, int offset, boolean initialises);
    }

    long position;
    int offset;
    int lengthBytes;
    long previous;
    long first;
    long last;
    long durableLsn;

    /** Where the records stand in the summary. */
    private int recordsAt;

    private int recordsEnd;
    private byte[] summary = new byte[0];

    void read(SummaryLayout.In in, long at, int bodyOffset, int bodyLength) {
        position = at;
        offset = bodyOffset;
        lengthBytes = bodyLength;
        previous = in.nextLong();
        first = in.nextLong();
        last = in.nextLong();
        durableLsn = in.nextLong();
        int length = in.nextInt();
        summary = in.bytes;
        recordsAt = in.at;
        in.skip(length);
        recordsEnd = in.at;
    }

    boolean hasRecords() {
        return recordsEnd > recordsAt;
    }

    void forEachRecord(Records to) {
        SummaryLayout.In in = new SummaryLayout.In(summary, recordsAt);
        long lsn = previous;
        int at = RedoBatchCodec.HEADER_SIZE;
        while (!in.atEnd(recordsEnd)) {
            lsn += in.nextVarint();
            long page = in.nextVarint();
            long step = in.nextVarint();
            at += (int) (step >>> 1);
            to.record(lsn, page, at, (step & 1) != 0);
        }
    }
}
