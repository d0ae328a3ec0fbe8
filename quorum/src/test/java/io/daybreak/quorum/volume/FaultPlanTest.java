package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.quorum.api.Fault;
import io.daybreak.quorum.api.FaultInjection;
import io.daybreak.quorum.api.FaultTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final SegmentRequest REQUEST = new SegmentRequest.Inspect(VolumeEpoch.NONE);
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicInteger arrived = new AtomicInteger();
    private final BlockingQueue<SegmentReply> replies = new LinkedBlockingQueue<>();

    private final FaultPlan plan =
            new FaultPlan(
                    new SegmentTransport() {
                        @Override
                        public void send(
                                SegmentId segment,
                                SegmentRequest request,
                                Consumer<SegmentReply> reply) {
                            arrived.incrementAndGet();
                            reply.accept(new SegmentReply.Durable(segment, Lsn.ZERO));
                        }

                        @Override
                        public SegmentReply readPage(
                                SegmentId segment, SegmentRequest.ReadPage request, byte[] into) {
                            return new SegmentReply.PageImage(segment, request.page(), into);
                        }

                        @Override
                        public List<NodeStatistics> statistics() {
                            return List.of();
                        }

                        @Override
                        public void close() {}
                    });

    private void send(int group, int index) {
        plan.send(new SegmentId(new ProtectionGroupId(group), index), REQUEST, replies::add);
    }

    private SegmentReply reply() throws InterruptedException {
        SegmentReply reply = replies.poll(20, TimeUnit.SECONDS);
        assertThat(reply).as("no reply came").isNotNull();
        return reply;
    }

    @Test
    void hitsItsTargetOnly() {
        List<FaultTarget> targets =
                List.of(
                        new FaultTarget.Everything(),
                        new FaultTarget.Zone(2),
                        new FaultTarget.Node(3),
                        new FaultTarget.Segment(1, 3));
        List<Integer> reached = new ArrayList<>();
        for (FaultTarget target : targets) {
            arrived.set(0);
            plan.inject(new Fault.Dead(), target, HOUR);
            for (int group = 0; group < 2; group++) {
                for (int index = 0; index < SegmentId.REPLICAS; index++) {
                    send(group, index);
                }
            }
            plan.endAll();
            reached.add(arrived.get());
        }
        assertThat(reached).containsExactly(0, 8, 10, 11);
        plan.close();
    }

    @Test
    void whatHangsArrivesWhenTheFaultEnds() throws Exception {
        plan.inject(new Fault.Hung(), new FaultTarget.Node(0), HOUR);
        for (int i = 0; i < FaultPlan.WAITING_MAX + 100; i++) {
            send(0, 0);
        }
        assertThat(arrived).hasValue(0);
        plan.endAll();
        assertThat(arrived).as("more than the bound is lost").hasValue(FaultPlan.WAITING_MAX);
        send(0, 0);
        assertThat(arrived).hasValue(FaultPlan.WAITING_MAX + 1);
        assertThat(reply()).isInstanceOf(SegmentReply.Durable.class);
        plan.close();
    }

    @Test
    void aReadOnTheCallersThreadDoesNotGoRoundAFault() {
        SegmentId segment = new SegmentId(new ProtectionGroupId(0), 1);
        SegmentRequest.ReadPage read =
                new SegmentRequest.ReadPage(
                        VolumeEpoch.NONE, TimelineId.FIRST, new PageId(7), Lsn.ZERO);
        byte[] into = new byte[PageLayout.PAGE_SIZE];
        assertThat(plan.readPage(segment, read, into)).isInstanceOf(SegmentReply.PageImage.class);
        plan.inject(new Fault.Hung(), new FaultTarget.Node(0), HOUR);
        assertThat(plan.readPage(segment, read, into)).isNull();
        plan.endAll();
        assertThat(plan.readPage(segment, read, into)).isNotNull();
        plan.close();
    }

    @Test
    void aFailingDiskAnswersWithFailures() throws Exception {
        plan.inject(new Fault.Failing(100), new FaultTarget.Node(0), HOUR);
        send(0, 0);
        assertThat(reply()).isInstanceOf(SegmentReply.Failed.class);
        plan.endAll();
        plan.inject(new Fault.Failing(0), new FaultTarget.Node(0), HOUR);
        send(0, 0);
        assertThat(reply()).isInstanceOf(SegmentReply.Durable.class);
        plan.close();
    }

    @Test
    void whatIsSlowArrives() throws Exception {
        plan.inject(new Fault.Slow(100, 5, 10), new FaultTarget.Zone(1), HOUR);
        send(0, 1);
        assertThat(reply()).isInstanceOf(SegmentReply.Durable.class);
        plan.close();
    }

    @Test
    void faultsEndByThemselves() throws Exception {
        plan.inject(new Fault.Hung(), new FaultTarget.Everything(), Duration.ofMillis(20));
        send(0, 5);
        assertThat(reply()).isInstanceOf(SegmentReply.Durable.class);
        assertThat(plan.inForce()).isEmpty();
        plan.close();
    }

    @Test
    void tellsWhatIsInForceAndTakesABoundedNumber() {
        for (int i = 0; i < FaultInjection.IN_FORCE_MAX; i++) {
            plan.inject(new Fault.Dead(), new FaultTarget.Node(1), HOUR);
        }
        assertThat(plan.inForce()).hasSize(FaultInjection.IN_FORCE_MAX);
        assertThat(plan.inForce().getFirst().target()).isEqualTo(new FaultTarget.Node(1));
        assertThatThrownBy(() -> plan.inject(new Fault.Dead(), new FaultTarget.Node(1), HOUR))
                .isInstanceOf(IllegalStateException.class);
        plan.close();
        assertThatThrownBy(() -> new Fault.Failing(101))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Fault.Slow(10, 5, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
