package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.SegmentReply;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects which LSNs a segment has above its VDL, as runs without holes, and which of them are
 * consistency points: what a recovery finds the volume's end with (SIGMOD 2017, section 4.3). For
 * one answer.
 */
final class TailRuns {
    private final RecordCursor cursor = new RecordCursor();
    private final List<SegmentReply.Run> runs = new ArrayList<>();
    private final List<Long> points = new ArrayList<>();
    private final long durableLsn;
    private long first;
    private long last;

    TailRuns(long durableLsn) {
        this.durableLsn = durableLsn;
    }

    /** Batches come in the order of their LSNs. */
    void add(RedoBatch batch) {
        cursor.reset(batch);
        while (cursor.next()) {
            if (cursor.lsn() > durableLsn) {
                add(cursor.lsn(), cursor.isConsistencyPoint());
            }
        }
    }

    private void add(long lsn, boolean consistencyPoint) {
        if (first == 0 || lsn != last + 1) {
            endRun();
            first = lsn;
        }
        last = lsn;
        if (consistencyPoint) {
            points.add(lsn);
        }
    }

    private void endRun() {
        if (first != 0) {
            long[] array = points.stream().mapToLong(Long::longValue).toArray();
            runs.add(new SegmentReply.Run(first, last, array));
            points.clear();
        }
    }

    List<SegmentReply.Run> take() {
        endRun();
        first = 0;
        return runs;
    }
}
