package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.StorageNode;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeOpeningTest {
    @TempDir Path directory;

    private final MiniTransaction mtr = new MiniTransaction();

    /** Nodes that do not open. */
    private final Set<Integer> full = ConcurrentHashMap.newKeySet();

    /** Nodes that make no segments. */
    private final Set<Integer> stuck = ConcurrentHashMap.newKeySet();

    /** Nodes that hang while they are opened, until it is counted down. */
    private final Set<Integer> hanging = ConcurrentHashMap.newKeySet();

    private final Set<Integer> opened = ConcurrentHashMap.newKeySet();

    private final CountDownLatch goesOn = new CountDownLatch(1);

    private VolumeConfig config() {
        return VolumeConfig.in(directory).withPagesPerGroup(64).withLogFileBytes(1 << 20);
    }

    private Volume open() {
        VolumeOpener.NodeFactory real = LocalNodes.factory(config());
        return VolumeOpener.open(
                config(),
                (node, path) -> {
                    if (full.contains(node)) {
                        throw new IOException("disk full (injected)");
                    }
                    if (hanging.contains(node)) {
                        hang();
                    }
                    opened.add(node);
                    return new StuckNode(real.open(node, path), () -> stuck.contains(node));
                },
                transport -> transport);
    }

    private void hang() throws IOException {
        try {
            goesOn.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Grows the volume by a group for every 64 pages. */
    private void write(Volume volume, int pages) throws Exception {
        Lsn last = Lsn.ZERO;
        for (int page = 0; page < pages; page++) {
            volume.ensureCapacity(new PageId(page));
            volume.awaitAppendable();
            mtr.reset();
            mtr.record(page, RedoKind.OTHER);
            mtr.init(1);
            mtr.write(100, new byte[] {(byte) page}, 0, 1);
            last = volume.append(mtr);
        }
        volume.whenDurable(last).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static void awaitHealthy(Volume volume) throws InterruptedException {
        for (int i = 0; i < 3_000 && !isHealthy(volume); i++) {
            Thread.sleep(20);
        }
        assertThat(isHealthy(volume)).as("%s", volume.status()).isTrue();
    }

    private static boolean isHealthy(Volume volume) {
        return volume.status().segments().stream().allMatch(s -> s.state().equals("healthy"));
    }

    private void readAll(Volume volume, int pages) {
        byte[] page = new byte[PageLayout.PAGE_SIZE];
        for (int i = 0; i < pages; i++) {
            volume.read(new PageId(i), new Lsn(volume.durableLsn()), page);
            assertThat(page[100]).isEqualTo((byte) i);
        }
    }

    @Test
    void aStartWaitsForAWriteQuorumOneOfItWithPages() {
        SegmentKind[] kinds = new SegmentKind[SegmentId.REPLICAS];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = i % 2 == 0 ? SegmentKind.FULL : SegmentKind.TAIL;
        }
        assertThat(NodeOpening.needed(kinds).stream()).containsExactly(0, 1, 3, 5);
        Arrays.fill(kinds, SegmentKind.FULL);
        assertThat(NodeOpening.needed(kinds).stream()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void theOthersAreOpenedSoonAndHaveWhatWasWrittenMeanwhile() throws Exception {
        try (Volume volume = open()) {
            write(volume, 100);
        }
        try (Volume volume = open()) {
            write(volume, 300);
            readAll(volume, 300);
            awaitHealthy(volume);
        }
        // Of the four that the writes went to at first only two are left.
        full.add(0);
        full.add(1);
        try (Volume volume = open()) {
            readAll(volume, 300);
        }
    }

    @Test
    void aVolumeThatIsClosedAndOpenedAtOnceAgainAndAgainLosesNothing() throws Exception {
        for (int round = 0; round < 5; round++) {
            try (Volume volume = open()) {
                write(volume, 20 * (round + 1));
                readAll(volume, 20 * (round + 1));
            }
        }
        try (Volume volume = open()) {
            readAll(volume, 100);
            awaitHealthy(volume);
        }
    }

    @Test
    void theRecoveryIsHelpedByNodesThatTheStartDidNotWaitFor() throws Exception {
        try (Volume volume = open()) {
            write(volume, 100);
            awaitHealthy(volume);
        }
        // Two of the first four have no past: three that have one are needed.
        for (String lost : List.of("az1/node1", "az3/node5")) {
            deleteTree(directory.resolve(lost));
        }
        opened.clear();
        try (Volume volume = open()) {
            assertThat(opened).containsAnyOf(2, 4);
            readAll(volume, 100);
            write(volume, 120);
            awaitHealthy(volume);
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void nodesThatCouldNotBeOpenedJoinWhenTheyCan() throws Exception {
        try (Volume volume = open()) {
            write(volume, 100);
        }
        full.add(2);
        full.add(3);
        try (Volume volume = open()) {
            // New groups, too, of which the nodes know nothing.
            write(volume, 300);
            full.clear();
            awaitHealthy(volume);
            write(volume, 400);
        }
        // What they missed they have: now they are two of the four.
        full.add(0);
        full.add(5);
        try (Volume volume = open()) {
            byte[] page = new byte[PageLayout.PAGE_SIZE];
            for (int i = 0; i < 400; i++) {
                volume.read(new PageId(i), new Lsn(volume.durableLsn()), page);
                assertThat(page[100]).isEqualTo((byte) i);
            }
            write(volume, 500);
        }
    }

    @Test
    void anOpeningGoesOnWhenDisksHaveRoomAgain() throws Exception {
        try (Volume volume = open()) {
            write(volume, 100);
        }
        full.addAll(Set.of(0, 3, 5));
        CompletableFuture<Volume> opening = CompletableFuture.supplyAsync(this::open);
        Thread.sleep(1_000);
        assertThat(opening).isNotDone();
        full.remove(3);
        try (Volume volume = opening.get(60, TimeUnit.SECONDS)) {
            write(volume, 200);
            full.clear();
            awaitHealthy(volume);
        }
    }

    @Test
    void anOpeningWaitsForDisksThatTakeTheMetadata() throws Exception {
        try (Volume volume = open()) {
            write(volume, 100);
        }
        List<Path> inTheWay = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            Path path = directory.resolve("az" + (node / 2 + 1) + "/node" + node);
            inTheWay.add(Files.createDirectory(path.resolve("volume.meta.new")));
        }
        CompletableFuture<Volume> opening = CompletableFuture.supplyAsync(this::open);
        Thread.sleep(1_000);
        assertThat(opening).isNotDone();
        Files.delete(inTheWay.getFirst());
        try (Volume volume = opening.get(60, TimeUnit.SECONDS)) {
            write(volume, 200);
        }
    }

    @Test
    void aNodeThatHangsWhileItIsOpenedHoldsNobodyUp() throws Exception {
        try (Volume volume = open()) {
            write(volume, 100);
        }
        hanging.addAll(Set.of(1, 4));
        try (Volume volume = CompletableFuture.supplyAsync(this::open).get(60, TimeUnit.SECONDS)) {
            write(volume, 300);
            assertThat(isHealthy(volume)).isFalse();
            goesOn.countDown();
            awaitHealthy(volume);
        }
    }

    @Test
    void segmentsThatCouldNotBeMadeAreMadeLater() throws Exception {
        stuck.add(1);
        try (Volume volume = open()) {
            stuck.add(4);
            // New groups, while all nodes are open.
            write(volume, 200);
            assertThat(isHealthy(volume)).isFalse();
            stuck.clear();
            awaitHealthy(volume);
            write(volume, 300);
        }
    }

    /** A node that makes no segments while it is told not to. */
    private record StuckNode(StorageNode node, BooleanSupplier isStuck) implements StorageNode {
        @Override
        public List<SegmentId> segments() {
            return node.segments();
        }

        @Override
        public boolean isFailing() {
            return node.isFailing();
        }

        @Override
        public void createSegment(SegmentId segment, SegmentKind kind, TimelineId timeline) {
            if (isStuck.getAsBoolean()) {
                throw new UncheckedIOException(new IOException("disk full (injected)"));
            }
            node.createSegment(segment, kind, timeline);
        }

        @Override
        public void send(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
            node.send(segment, request, reply);
        }

        @Override
        public void post(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
            node.post(segment, request, reply);
        }

        @Override
        public void deliver() {
            node.deliver();
        }

        @Override
        public SegmentReply read(SegmentId segment, SegmentRequest request) {
            return node.read(segment, request);
        }

        @Override
        public SegmentReply readPage(
                SegmentId segment, SegmentRequest.ReadPage request, byte[] into) {
            return node.readPage(segment, request, into);
        }

        @Override
        public NodeStatistics statistics() {
            return node.statistics();
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
