package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Named scenarios of the writer; the random ones are the simulator's. */
final class WriterCoreTest {
    private static final long PAGES_PER_GROUP = 10;
    private static final long MILLISECOND = 1_000_000;

    private record Sent(SegmentId segment, SegmentRequest request) {}

    private final List<Sent> sent = new ArrayList<>();
    private long now;

    private WriterCore writer(int groups) {
        List<RecoveredVolume.Group> start = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            start.add(new RecoveredVolume.Group(0, new long[SegmentId.REPLICAS]));
        }
        return new WriterCore(
                new RecoveredVolume(new VolumeEpoch(3), 0, 0, 0, List.of(), start),
                PAGES_PER_GROUP,
                WriterLimits.DEFAULT,
                (segment, request) -> sent.add(new Sent(segment, request)));
    }

    @Test
    void sendsNothingThatNobodyWaitsForBeforeATick() {
        WriterCore writer = writer(1);
        append(writer, 1);
        writer.pump(now, 0);
        assertThat(sent).isEmpty();
        writer.demand(writer.lastLsn());
        writer.pump(now, 0);
        assertThat(sent).hasSize(SegmentId.REPLICAS);
        sent.clear();
        append(writer, 2);
        acknowledge(writer, 0, 1, 0, 1, 2, 3);
        writer.onTick(now, 0);
        assertThat(sent).hasSize(SegmentId.REPLICAS);
    }

    @Test
    void fillsTheNextBoxcarWhileARoundIsUnderWay() {
        WriterCore writer = writer(1);
        commit(writer, 1);
        sent.clear();
        for (int i = 0; i < 20; i++) {
            commit(writer, 2);
        }
        assertThat(sent).isEmpty();
        acknowledge(writer, 0, 1, 0, 1, 2, 3);
        assertThat(sent).hasSize(SegmentId.REPLICAS);
        assertThat(batchOf(sent.getFirst()).first().value()).isEqualTo(2);
        assertThat(batchOf(sent.getFirst()).last().value()).isEqualTo(21);
    }

    @Test
    void commitsOnFourOfSixWhicheverTheyAre() {
        WriterCore writer = writer(1);
        commit(writer, 1);
        acknowledge(writer, 0, 1, 5, 3, 1);
        assertThat(writer.vdl()).isZero();
        acknowledge(writer, 0, 1, 3, 1);
        assertThat(writer.vdl()).isZero();
        acknowledge(writer, 0, 1, 0);
        assertThat(writer.vdl()).isEqualTo(1);
    }

    /** SIGMOD 2018, figure 3: odd LSNs to one group, even ones to the other. */
    @Test
    void vclWaitsForTheGroupThatIsBehind() {
        WriterCore writer = writer(2);
        for (int i = 0; i < 6; i++) {
            append(writer, i % 2 == 0 ? 1 : 11);
        }
        writer.demand(6);
        writer.pump(now, 0);
        acknowledge(writer, 1, 6, 0, 1, 2, 3, 4, 5);
        assertThat(writer.vcl()).isZero();
        acknowledge(writer, 0, 5, 0, 1, 2, 3);
        assertThat(writer.vcl()).isEqualTo(6);
        assertThat(writer.vdl()).isEqualTo(6);
    }

    @Test
    void vdlIsTheEndOfAMiniTransaction() {
        WriterCore writer = writer(2);
        append(writer, 1);
        append(writer, 2, 11);
        writer.demand(3);
        writer.pump(now, 0);
        acknowledge(writer, 0, 2, 0, 1, 2, 3);
        assertThat(writer.vcl()).isEqualTo(2);
        assertThat(writer.vdl()).isEqualTo(1);
        acknowledge(writer, 1, 3, 0, 1, 2, 3);
        assertThat(writer.vdl()).isEqualTo(3);
    }

    @Test
    void sendsAgainWhatHasNoQuorum() {
        WriterCore writer = writer(1);
        commit(writer, 1);
        acknowledge(writer, 0, 1, 0, 1);
        sent.clear();
        tick(writer, 400);
        assertThat(appendsTo(0)).isZero();
        assertThat(appendsTo(2)).isZero();
        tick(writer, 400);
        assertThat(appendsTo(0)).as("has it already").isZero();
        assertThat(appendsTo(2)).isEqualTo(1);
    }

    @Test
    void aSilentNodeGetsProbesInsteadOfRedoUntilItAnswers() {
        WriterCore writer = writer(1);
        for (int i = 1; i <= 30; i++) {
            commit(writer, 1);
            acknowledge(writer, 0, i, 0, 1, 2, 3, 4);
            tick(writer, 100);
        }
        assertThat(writer.isSuspect(5)).isTrue();
        assertThat(writer.vdl()).isEqualTo(30);
        sent.clear();
        commit(writer, 1);
        assertThat(appendsTo(5)).isZero();
        acknowledge(writer, 0, 3, 5);
        assertThat(writer.isSuspect(5)).isFalse();
        acknowledge(writer, 0, 31, 0, 1, 2, 3, 4);
        commit(writer, 1);
        assertThat(appendsTo(5)).isEqualTo(1);
    }

    @Test
    void aSegmentThatHasNotJoinedDoesNotCountAndIsInvited() {
        WriterCore writer = writer(1);
        SegmentId stranger = writer.group(0).segments[3];
        Sent append = new Sent(stranger, new SegmentRequest.Fence(writer.epoch()));
        writer.onReply(
                append.request, new SegmentReply.NotJoined(stranger, new VolumeEpoch(2)), now);
        commit(writer, 1);
        assertThat(appendsTo(3)).isZero();
        acknowledge(writer, 0, 1, 0, 1, 2, 3);
        assertThat(writer.vdl()).as("an answer of a stranger").isZero();
        tick(writer, 1);
        assertThat(sent).contains(new Sent(stranger, new SegmentRequest.Fence(writer.epoch())));
        writer.onReply(append.request, new SegmentReply.Truncated(stranger, new Lsn(1)), now);
        assertThat(writer.vdl()).isEqualTo(1);
    }

    @Test
    void refusesLsnsAboveTheAllocationLimitAndAsksForAPauseBefore() {
        WriterLimits limits =
                new WriterLimits(
                        10, 5, 1 << 20, 1 << 16, 1, 1 << 20, MILLISECOND, MILLISECOND, MILLISECOND);
        WriterCore writer =
                new WriterCore(
                        new RecoveredVolume(
                                new VolumeEpoch(1),
                                0,
                                0,
                                0,
                                List.of(),
                                List.of(
                                        new RecoveredVolume.Group(
                                                0, new long[SegmentId.REPLICAS]))),
                        PAGES_PER_GROUP,
                        limits,
                        (segment, request) -> sent.add(new Sent(segment, request)));
        for (int i = 0; i < 10; i++) {
            assertThat(writer.isAppendable()).isEqualTo(i < 5);
            append(writer, 1);
        }
        assertThatThrownBy(() -> append(writer, 1)).isInstanceOf(IllegalStateException.class);
        writer.demand(10);
        writer.pump(now, 0);
        acknowledge(writer, 0, 10, 0, 1, 2, 3);
        append(writer, 1);
    }

    @Test
    void waitsForPagesOnlyWhileEveryFullNodeThatAnswersIsBehind() {
        WriterCore writer = writer(1);
        int full = 0b010101;
        writer.onPageDebt(full, 0b010100);
        assertThat(writer.mayTakeRedo()).as("node 0 keeps up").isTrue();
        writer.onPageDebt(full, 0b010101);
        assertThat(writer.mayTakeRedo()).isFalse();
        writer.onPageDebt(full, 0b000101);
        assertThat(writer.mayTakeRedo()).isTrue();

        for (int i = 1; i <= 30; i++) {
            commit(writer, 1);
            acknowledge(writer, 0, i, 0, 1, 2, 3, 5);
            tick(writer, 100);
        }
        assertThat(writer.isSuspect(4)).isTrue();
        writer.onPageDebt(full, 0b000101);
        assertThat(writer.mayTakeRedo()).as("node 4 is of no help").isFalse();
    }

    @Test
    void noticesThatItIsFenced() {
        WriterCore writer = writer(1);
        commit(writer, 1);
        writer.onReply(
                sent.getFirst().request,
                new SegmentReply.StaleEpoch(writer.group(0).segments[0], new VolumeEpoch(9)),
                now);
        assertThat(writer.fencedBy()).isEqualTo(new VolumeEpoch(9));
    }

    private static void append(WriterCore writer, long... pages) {
        MiniTransaction mtr = new MiniTransaction();
        for (long page : pages) {
            mtr.record(page, RedoKind.OTHER);
            mtr.write(100, new byte[] {1}, 0, 1);
        }
        writer.append(mtr, 0);
    }

    private void commit(WriterCore writer, long page) {
        append(writer, page);
        writer.demand(writer.lastLsn());
        writer.pump(now, 0);
    }

    private void acknowledge(WriterCore writer, int group, long scl, int... segments) {
        for (int index : segments) {
            SegmentId segment = writer.group(group).segments[index];
            writer.onReply(
                    new SegmentRequest.Advance(writer.epoch(), Lsn.ZERO, Lsn.ZERO),
                    new SegmentReply.Durable(segment, new Lsn(scl)),
                    now);
        }
        writer.pump(now, 0);
    }

    private void tick(WriterCore writer, long millis) {
        now += millis * MILLISECOND;
        writer.onTick(now, 0);
    }

    private long appendsTo(int index) {
        return sent.stream()
                .filter(s -> s.segment.index() == index)
                .filter(s -> s.request instanceof SegmentRequest.Append)
                .count();
    }

    private static RedoBatch batchOf(Sent message) {
        return ((SegmentRequest.Append) message.request).batch();
    }
}
