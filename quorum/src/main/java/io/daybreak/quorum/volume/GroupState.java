package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchEncoder;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.TimelineId;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * One protection group as the writer sees it: the boxcar that fills, the batches that have no write
 * quorum yet, and how far each segment is. Owned by {@link WriterCore}.
 */
final class GroupState {
    /** A closed boxcar without a write quorum. */
    static final class Batch {
        final RedoBatch redo;
        long sentNanos;

        Batch(RedoBatch redo) {
            this.redo = redo;
        }
    }

    static final long NOTHING_PENDING = Long.MAX_VALUE;

    final ProtectionGroupId id;
    final SegmentId[] segments = new SegmentId[SegmentId.REPLICAS];
    final RedoBatchEncoder boxcar;

    /** Batches without a write quorum, oldest first: in flight or ready to leave. */
    final ArrayDeque<Batch> pending = new ArrayDeque<>();

    /** SCL as each segment reported it; -1 while it has not joined the epoch. */
    final long[] scl;

    static final long NOT_DOUBTED = Long.MIN_VALUE;

    /** Since when a segment answers with less than it had. */
    final long[] doubtedSince = new long[SegmentId.REPLICAS];

    final long[] nextJoinNanos = new long[SegmentId.REPLICAS];

    /** First record of the boxcar; meaningful while the boxcar is not empty. */
    long boxcarFirst;

    /** PGCL, at the end of a batch: every record of the group up to here has a write quorum. */
    long completeLsn;

    /** What was told to the segments last. */
    long toldDurableLsn;

    long toldMinReadPoint;
    boolean active;

    GroupState(ProtectionGroupId id, TimelineId timeline, long lastLsn, long[] scl) {
        this.id = id;
        this.boxcar = new RedoBatchEncoder(id, timeline, new Lsn(lastLsn));
        this.completeLsn = lastLsn;
        this.scl = Arrays.copyOf(scl, SegmentId.REPLICAS);
        Arrays.fill(doubtedSince, NOT_DOUBTED);
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            segments[i] = new SegmentId(id, i);
        }
    }

    /** The group's first LSN without a write quorum. */
    long firstIncomplete() {
        if (!pending.isEmpty()) {
            return pending.getFirst().redo.first().value();
        }
        return boxcar.isEmpty() ? NOTHING_PENDING : boxcarFirst;
    }

    boolean isJoined(int index) {
        return scl[index] >= 0;
    }

    boolean hasWriteQuorum(long lsn) {
        int count = 0;
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            if (scl[i] >= lsn) {
                count++;
            }
        }
        return count >= Quorum.WRITE;
    }
}
