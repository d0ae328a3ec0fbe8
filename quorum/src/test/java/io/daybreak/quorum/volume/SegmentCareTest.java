package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Named scenarios of the care for segments; the random ones are the simulator's. */
final class SegmentCareTest {
    private static final VolumeEpoch EPOCH = new VolumeEpoch(3);

    private final List<SegmentRequest> sent = new ArrayList<>();

    private SegmentCare care() {
        long[] scl = {90, 90, 90, 90, 90, 90};
        List<RecoveredVolume.Group> groups = List.of(new RecoveredVolume.Group(90, scl));
        Outbox outbox = (_, request) -> sent.add(request);
        WriterCore writer =
                new WriterCore(
                        new RecoveredVolume(EPOCH, 90, 90, 90, List.of(), groups),
                        10,
                        WriterLimits.DEFAULT,
                        outbox);
        SegmentKind[] kinds = new SegmentKind[SegmentId.REPLICAS];
        Arrays.fill(kinds, SegmentKind.FULL);
        return new SegmentCare(writer, kinds, outbox);
    }

    /**
     * A round of page making that a crash ended leaves images above those that are complete, and
     * peers that were told before the crash what is read do not answer for less.
     */
    @ParameterizedTest
    @ValueSource(longs = {0, 50})
    void aDamagedImageIsMendedThoughNobodyHasReadYet(long complete) {
        SegmentCare care = care();
        care.onReply(
                new SegmentRequest.Inspect(EPOCH),
                new SegmentReply.Status(
                        new SegmentId(new ProtectionGroupId(0), 2),
                        SegmentKind.FULL,
                        EPOCH,
                        new Lsn(90),
                        new Lsn(90),
                        Lsn.ZERO,
                        new Lsn(complete),
                        Lsn.ZERO,
                        0,
                        false,
                        new SegmentReply.Damage(1, 7, 0, Lsn.ZERO, Lsn.ZERO),
                        ""),
                0);
        care.onGossipTick(GossipCore.TIMEOUT_NANOS);
        assertThat(sent)
                .filteredOn(SegmentRequest.ReadPage.class::isInstance)
                .isNotEmpty()
                .containsOnly(
                        new SegmentRequest.ReadPage(
                                EPOCH, TimelineId.FIRST, new PageId(7), new Lsn(90)));
    }

    /**
     * A peer's pages of before the hole cannot be taken, and while nobody writes it has no other.
     */
    @Test
    void aSegmentWithoutPagesAndWithAHoleInItsLogGetsBothMended() {
        SegmentCare care = care();
        SegmentId segment = new SegmentId(new ProtectionGroupId(0), 2);
        SegmentReply.Damage hole = new SegmentReply.Damage(0, -1, 1, new Lsn(70), new Lsn(80));
        care.onReply(
                new SegmentRequest.Inspect(EPOCH),
                new SegmentReply.Status(
                        segment,
                        SegmentKind.FULL,
                        EPOCH,
                        new Lsn(90),
                        new Lsn(90),
                        new Lsn(90),
                        Lsn.ZERO,
                        new Lsn(50),
                        0,
                        true,
                        hole,
                        ""),
                0);
        for (int tick = 1; tick <= 8; tick++) {
            care.onGossipTick(tick * GossipCore.TIMEOUT_NANOS);
        }
        assertThat(sent)
                .filteredOn(SegmentRequest.FetchLog.class::isInstance)
                .hasSizeGreaterThan(1)
                .allSatisfy(request ->
                        assertThat(request)
                                .extracting("after", "upTo")
                                .containsExactly(hole.after(), hole.upTo()));
        assertThat(sent)
                .filteredOn(SegmentRequest.FetchPages.class::isInstance)
                .hasSizeGreaterThan(1);
    }
}
