package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentId;

/** The sizes of the quorums (SIGMOD 2017, section 2.1): any write meets any read and any write. */
final class Quorum {
    static final int WRITE = 4;
    static final int READ = 3;

    /** The nodes that need not hurry while the others do: tail segments, in two zones. */
    private static final int UNHURRIED_NODES = 1 << 3 | 1 << 5;

    static {
        assert WRITE + READ > SegmentId.REPLICAS;
        assert WRITE + WRITE > SegmentId.REPLICAS;
        assert SegmentId.REPLICAS - Integer.bitCount(UNHURRIED_NODES) == WRITE;
    }

    private Quorum() {}

    /** Whether the node is one of the four whose answers a commit waits for first. */
    static boolean isPrompt(int index) {
        return (UNHURRIED_NODES & 1 << index) == 0;
    }
}
