package io.daybreak.logstorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchEncoder;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.logstorage.chronicle.Disk;
import io.daybreak.logstorage.memory.MemoryPageStore;
import io.daybreak.logstorage.posix.RealTime;
import io.daybreak.logstorage.posix.SchedulingPolicy;
import io.daybreak.logstorage.segment.NodeCore;
import io.daybreak.logstorage.segment.SegmentLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Six nodes on one disk: who fails with whom, and who waits for whom. */
class LogThreadTest {
    private static final int NODES = 6;
    private static final SegmentLimits LIMITS = SegmentLimits.forLogFiles(1 << 20);
    private static final long SEED = Long.getLong("daybreak.seed", System.nanoTime());

    private final Random random = new Random(SEED);
    private final Disk disk = new Disk(new Object(), true);
    private final List<Node> nodes = new ArrayList<>();
    private final RedoBatchEncoder encoder =
            new RedoBatchEncoder(KilledNode.SEGMENT.group(), TimelineId.FIRST, Lsn.ZERO);
    private LogThread thread;
    private long lastLsn;

    /** A node, and what it said. */
    private static final class Node {
        final FailingLog log = new FailingLog();
        final MemoryPageStore pages = new MemoryPageStore();
        final NodeForeground foreground;
        long acknowledged;

        Node(int index) throws IOException {
            foreground = new NodeForeground("node" + index, running());
        }

        NodeForeground.Running running() throws IOException {
            return new NodeForeground.Running(log, log, NodeCore.open(log, pages, LIMITS));
        }

        long sclAfterAPowerCut() throws IOException {
            log.failing = null;
            log.disk.crash(0, false);
            SegmentReply reply =
                    NodeCore.open(log, pages, LIMITS)
                            .read(KilledNode.SEGMENT, new SegmentRequest.Inspect(VolumeEpoch.NONE));
            return ((SegmentReply.Status) reply).scl().value();
        }
    }

    @BeforeEach
    void open() throws Exception {
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Node(i));
        }
        thread = LogThread.serve(disk, nodes.getFirst().foreground);
        nodes.stream().skip(1).forEach(node -> LogThread.serve(disk, node.foreground));
        for (Node node : nodes) {
            CompletableFuture<SegmentReply> made =
                    node.foreground.create(KilledNode.SEGMENT, SegmentKind.FULL, TimelineId.FIRST);
            thread.wake();
            Objects.requireNonNull(made).get(20, TimeUnit.SECONDS);
        }
        for (SegmentReply reply : ask(new SegmentRequest.Truncate(KilledNode.EPOCH, List.of()))) {
            assertThat(reply).isInstanceOf(SegmentReply.Truncated.class);
        }
    }

    @AfterEach
    void close() throws Exception {
        nodes.forEach(node -> node.foreground.stop());
        thread.wake();
        for (Node node : nodes) {
            assertThat(node.foreground.awaitLeft(20_000)).isTrue();
        }
    }

    private CompletableFuture<SegmentReply> post(Node node, SegmentRequest request) {
        CompletableFuture<SegmentReply> reply = new CompletableFuture<>();
        assertThat(node.foreground.request(KilledNode.SEGMENT, request, reply::complete)).isTrue();
        return reply;
    }

    private List<SegmentReply> ask(SegmentRequest request) throws Exception {
        List<CompletableFuture<SegmentReply>> coming = new ArrayList<>();
        for (Node node : nodes) {
            coming.add(post(node, request));
        }
        thread.wake();
        List<SegmentReply> replies = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            SegmentReply reply = coming.get(i).get(20, TimeUnit.SECONDS);
            replies.add(reply);
            if (reply instanceof SegmentReply.Durable durable) {
                nodes.get(i).acknowledged = durable.scl().value();
            }
        }
        return replies;
    }

    private SegmentRequest.Append next() {
        RedoBatch batch = KilledNode.batch(encoder, random, lastLsn + 1);
        lastLsn = batch.last().value();
        return new SegmentRequest.Append(
                KilledNode.EPOCH, batch, batch.previous(), batch.previous());
    }

    private List<Boolean> acknowledging() throws Exception {
        return ask(next()).stream().map(reply -> reply instanceof SegmentReply.Durable).toList();
    }

    private void nothingAcknowledgedIsLost() throws IOException {
        for (Node node : nodes) {
            assertThat(node.sclAfterAPowerCut()).isGreaterThanOrEqualTo(node.acknowledged);
        }
    }

    /** Until the log file is full if it is the roll that fails. */
    private List<Boolean> untilOneFails() throws Exception {
        List<Boolean> acknowledging = acknowledging();
        for (int i = 0; i < 1_000 && !acknowledging.contains(false); i++) {
            acknowledging = acknowledging();
        }
        return acknowledging;
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FLUSH")
    void whatFailsForAFileFailsItsNodeAlone(FailingLog.Step step) throws Exception {
        assertThat(acknowledging()).containsOnly(true);
        nodes.get(2).log.forceableInPart = step != FailingLog.Step.FORCE;
        nodes.get(2).log.failing = step;
        assertThat(untilOneFails()).containsExactly(true, true, false, true, true, true);
        nodes.get(2).log.failing = null;
        assertThat(acknowledging()).containsExactly(true, true, false, true, true, true);
        assertThat(nodes.get(2).foreground.running().core().failure()).contains("injected");
        nothingAcknowledgedIsLost();
    }

    @Test
    void aFlushThatFailsIsAcknowledgedByNobodyWhoReliedOnIt() throws Exception {
        assertThat(acknowledging()).containsOnly(true);
        for (Node node : nodes) {
            node.log.failing = FailingLog.Step.FLUSH;
        }
        assertThat(acknowledging()).containsOnly(false);
        nothingAcknowledgedIsLost();
    }

    @Test
    void whateverFailsAndComesBackNothingAcknowledgedIsLost() throws Exception {
        FailingLog.Step[] steps = FailingLog.Step.values();
        for (int round = 0; round < 300; round++) {
            for (Node node : nodes) {
                node.log.failing =
                        random.nextInt(20) == 0 ? steps[random.nextInt(steps.length)] : null;
                node.log.forceableInPart = random.nextInt(8) != 0;
            }
            SegmentRequest.Append append = next();
            List<SegmentReply> replies = ask(append);
            for (int i = 0; i < NODES; i++) {
                boolean failed = replies.get(i) instanceof SegmentReply.Failed;
                Node node = nodes.get(i);
                assertThat(node.acknowledged < lastLsn)
                        .as("seed %d, round %d, node %d: %s", SEED, round, i, replies.get(i))
                        .isEqualTo(failed);
                node.log.failing = null;
                if (!node.foreground.running().core().failure().isEmpty()) {
                    node.foreground.replace(node.running());
                    catchUp(node, append);
                }
            }
        }
        nothingAcknowledgedIsLost();
    }

    /** The failed round is all that it can miss. */
    private void catchUp(Node node, SegmentRequest.Append append) throws Exception {
        CompletableFuture<SegmentReply> reply = post(node, append);
        thread.wake();
        assertThat(reply.get(20, TimeUnit.SECONDS))
                .isEqualTo(new SegmentReply.Durable(KilledNode.SEGMENT, new Lsn(lastLsn)));
        node.acknowledged = lastLsn;
    }

    @Test
    void theOthersGoOnWhileANodeWaitsForItsNextFile() throws Exception {
        Node waiting = nodes.get(4);
        waiting.log.rolling = new CountDownLatch(1);
        while (!waiting.log.isRollDue()) {
            assertThat(acknowledging()).containsOnly(true);
        }
        theOthersGoOnWithout(waiting, () -> waiting.log.rolling.countDown());
    }

    @Test
    void theOthersGoOnWhileANodeTakesInPages() throws Exception {
        Node hydrating = nodes.get(1);
        assertThat(acknowledging()).containsOnly(true);
        CountDownLatch disk = new CountDownLatch(1);
        CompletableFuture<SegmentReply> installed = new CompletableFuture<>();
        SegmentRequest install =
                new SegmentRequest.InstallPages(
                        KilledNode.EPOCH, List.of(), new Lsn(lastLsn), true, false);
        // Its answer is given on the thread on which the pages are taken in.
        hydrating.foreground.request(
                KilledNode.SEGMENT,
                install,
                reply -> {
                    await(disk);
                    installed.complete(reply);
                });
        thread.wake();
        theOthersGoOnWithout(hydrating, disk::countDown);
        assertThat(installed.get(20, TimeUnit.SECONDS)).isInstanceOf(SegmentReply.Durable.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void itHasThePriorityThatTheSystemGrants() throws Exception {
        RealTime.load();
        assumeTrue(RealTime.isLoaded(), "needs Linux and more than one processor");
        int granted =
                CompletableFuture.supplyAsync(
                                LogThreadTest::policyGranted,
                                task -> Thread.ofPlatform().start(task))
                        .join();
        CompletableFuture<Integer> answering = new CompletableFuture<>();
        nodes.getFirst()
                .foreground
                .request(
                        KilledNode.SEGMENT,
                        next(),
                        reply -> answering.complete(SchedulingPolicy.own()));
        thread.wake();
        assertThat(answering.get(20, TimeUnit.SECONDS)).isEqualTo(granted);
    }

    private static int policyGranted() {
        RealTime.enter();
        return SchedulingPolicy.own();
    }

    /** Until it is back; then it answers everything, in order. */
    private void theOthersGoOnWithout(Node missing, Runnable letBack) throws Exception {
        List<CompletableFuture<SegmentReply>> owed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            SegmentRequest.Append append = next();
            List<CompletableFuture<SegmentReply>> coming = new ArrayList<>();
            for (Node node : nodes) {
                (node == missing ? owed : coming).add(post(node, append));
            }
            thread.wake();
            for (CompletableFuture<SegmentReply> reply : coming) {
                assertThat(reply.get(20, TimeUnit.SECONDS))
                        .isEqualTo(new SegmentReply.Durable(KilledNode.SEGMENT, new Lsn(lastLsn)));
            }
        }
        // The first ones may have come before it went.
        assertThat(owed.getLast().isDone()).isFalse();
        letBack.run();
        for (CompletableFuture<SegmentReply> reply : owed) {
            assertThat(reply.get(20, TimeUnit.SECONDS)).isInstanceOf(SegmentReply.Durable.class);
        }
        assertThat(owed.getLast().join())
                .isEqualTo(new SegmentReply.Durable(KilledNode.SEGMENT, new Lsn(lastLsn)));
        missing.acknowledged = lastLsn;
        nothingAcknowledgedIsLost();
    }
}
