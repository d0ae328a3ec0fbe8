package io.daybreak.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SimNodeTest {
    private static final SegmentId SEGMENT = new SegmentId(new ProtectionGroupId(0), 0);
    private static final SegmentRequest FENCE = new SegmentRequest.Fence(new VolumeEpoch(1));

    private final SimCluster cluster = new SimCluster(1, null, new Tally());
    private final SimNode node = cluster.nodes[0];

    /** Seed 9738. */
    @Test
    void aNodeWhoseSegmentsCannotBeMadeReadsNoneBetweenPageWrites() {
        node.forcesFail(true);
        node.deliver(SEGMENT, FENCE, _ -> {});
        assertThat(node.status(0)).isNull();
        // Each tries to take back what could not be forced; others get their turn before it.
        for (int i = 0; i < 1_000; i++) {
            node.background();
        }
        assertThat(node.isFailed()).isFalse();
    }

    @Test
    void aNodeWhoseSegmentsCannotBeMadeSaysSo() {
        List<SegmentReply> replies = new ArrayList<>();
        node.forcesFail(true);
        node.deliver(SEGMENT, FENCE, replies::add);
        cluster.runUntil(1_000_000_000);
        assertThat(replies).hasSize(1);
        assertThat(replies.getFirst()).isInstanceOf(SegmentReply.Failed.class);
        node.forcesFail(false);
        node.background();
        node.deliver(SEGMENT, FENCE, replies::add);
        assertThat(node.status(0)).isNotNull();
    }
}
