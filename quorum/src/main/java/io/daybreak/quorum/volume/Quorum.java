package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentId;

/** The sizes of the quorums (SIGMOD 2017, section 2.1): any write meets any read and any write. */
final class Quorum {
    static final int WRITE = 4;
    static final int READ = 3;

    static {
        assert WRITE + READ > SegmentId.REPLICAS;
        assert WRITE + WRITE > SegmentId.REPLICAS;
    }

    private Quorum() {}
}
