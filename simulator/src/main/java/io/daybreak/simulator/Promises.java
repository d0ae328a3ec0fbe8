package io.daybreak.simulator;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Up to where each segment said that it has everything on its disk. */
final class Promises {
    private static final int WRITE_QUORUM = 4;

    private final List<long[]> groups = new ArrayList<>();

    void note(SegmentReply reply) {
        if (reply instanceof SegmentReply.Durable(SegmentId segment, Lsn scl)) {
            promised(segment, scl.value());
        } else if (reply instanceof SegmentReply.Truncated(SegmentId segment, Lsn scl)) {
            promised(segment, scl.value());
        }
    }

    private void promised(SegmentId segment, long scl) {
        long[] promised = of(segment.group().value());
        promised[segment.index()] = Math.max(promised[segment.index()], scl);
    }

    /** A record is about to be acknowledged: four segments must have said that they have it. */
    void check(int group, long lsn) {
        int count = 0;
        for (long promised : of(group)) {
            count += promised >= lsn ? 1 : 0;
        }
        Violation.unless(
                count >= WRITE_QUORUM,
                "LSN %d of group %d is acknowledged, but only %d segments have it: %s",
                lsn,
                group,
                count,
                Arrays.toString(of(group)));
    }

    private long[] of(int group) {
        while (groups.size() <= group) {
            groups.add(new long[SegmentId.REPLICAS]);
        }
        return groups.get(group);
    }
}
