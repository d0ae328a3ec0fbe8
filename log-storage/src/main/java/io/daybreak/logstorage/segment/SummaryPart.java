package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a log summary, looked over before its items are taken in: which excerpt is its last,
 * and whose batches follow each other so that their records can be searched in the part's table.
 * Owned by the replay's thread.
 */
final class SummaryPart {
    /** The batches of one segment in the part. */
    static final class Run {
        /** LSN of the group's record before the first batch. */
        long previous;

        long first;
        long last;

        /** Each batch follows the one before it, and no state stands between them. */
        boolean unbroken = true;

        /** No batch of it was taken in. */
        boolean fresh = true;

        /** What its records are found by, if the segment takes it; null if it does not. */
        @Nullable RecordTable table;

        private int tableAt;
        private int tableLength;
        private boolean stated;

        boolean hasTable() {
            return unbroken && tableLength > 0;
        }

        private void batch(SummarizedBatch batch) {
            if (last == 0) {
                previous = batch.previous;
                first = batch.first;
            } else {
                unbroken &= !stated && batch.previous == last;
            }
            last = batch.last;
        }
    }

    private final byte[] bytes;
    private final int itemsEnd;
    private final Map<SegmentId, Run> runs = new HashMap<>();

    /** What was asked for last: most batches are of the same segment. */
    private @Nullable SegmentId lastSegment;

    private @Nullable SegmentId lastRunOf;
    private @Nullable Run lastRun;
    private long lastSequence;
    private long lastPosition;

    /**
     * @param in stands on the first excerpt
     */
    SummaryPart(SummaryLayout.In in, int itemsEnd, long firstSequence, long firstPosition) {
        this.bytes = in.bytes;
        this.itemsEnd = itemsEnd;
        this.lastSequence = firstSequence - 1;
        this.lastPosition = firstPosition;
        lookOver(new SummaryLayout.In(in.bytes, in.at));
        findTables(new SummaryLayout.In(in.bytes, itemsEnd));
    }

    private void lookOver(SummaryLayout.In in) {
        SummarizedBatch batch = new SummarizedBatch();
        while (!in.atEnd(itemsEnd)) {
            lastPosition += in.nextVarint();
            lastSequence++;
            for (long items = in.nextVarint(); items > 0; items--) {
                byte type = in.nextByte();
                Run run = run(segment(in));
                in.skip(4);
                int bodyLength = in.nextInt();
                if (type == ExcerptLayout.STATE) {
                    in.skip(bodyLength);
                    run.stated = run.last > 0;
                } else {
                    batch.read(in, 0, 0, bodyLength);
                    run.batch(batch);
                }
            }
        }
    }

    private void findTables(SummaryLayout.In in) {
        while (!in.atEnd(bytes.length)) {
            Run run = run(segment(in));
            run.tableLength = in.nextInt();
            run.tableAt = in.at;
            in.skip(run.tableLength);
        }
    }

    SegmentId segment(SummaryLayout.In in) {
        int index = in.nextByte();
        int group = in.nextInt();
        SegmentId segment = lastSegment;
        if (segment == null || segment.index() != index || segment.group().value() != group) {
            segment = new SegmentId(new ProtectionGroupId(group), index);
            lastSegment = segment;
        }
        return segment;
    }

    Run run(SegmentId segment) {
        Run run = lastRun;
        if (run == null || !segment.equals(lastRunOf)) {
            run = runs.computeIfAbsent(segment, _ -> new Run());
            lastRun = run;
            lastRunOf = segment;
        }
        return run;
    }

    RecordTable table(Run run) {
        return RecordTable.copyOf(bytes, run.tableAt, run.tableLength);
    }

    long lastSequence() {
        return lastSequence;
    }

    long lastPosition() {
        return lastPosition;
    }
}
