package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.StorageNode;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.quorum.api.PageUnreadableException;
import io.daybreak.quorum.api.VolumeConfig;
import io.daybreak.quorum.api.VolumeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whatever becomes of the files of two nodes, nothing wrong is served, everything is found
 * and comes back from the peers by itself. Method: damage random bytes in random files of two
 * nodes, while they run and while they are stopped, and compare every page of every full segment
 * with a model.
 */
final class DamageTest {
    private static final long SEED = Long.getLong("daybreak.seed", 20261121);
    private static final int PAGES = 150;
    private static final int FULL_STEP = 2;

    @TempDir Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final FileDamage damage = new FileDamage(random.split());
    private final Map<Long, byte[]> model = new TreeMap<>();
    private final MiniTransaction mtr = new MiniTransaction();
    private final AtomicReferenceArray<@Nullable StorageNode> nodes =
            new AtomicReferenceArray<>(SegmentId.REPLICAS);
    private String story = "seed " + SEED;

    private VolumeConfig config() {
        return VolumeConfig.in(directory)
                .withPagesPerGroup(64)
                .withLogFileBytes(256 << 10)
                .withScrubBytesPerSecond(256L << 20)
                .withTimeouts(60_000, 30_000);
    }

    private VolumeShell open() {
        VolumeOpener.NodeFactory factory = LocalNodes.factory(config());
        for (int node = 0; node < SegmentId.REPLICAS; node++) {
            nodes.set(node, null);
        }
        return VolumeOpener.open(
                config(),
                (node, path) -> {
                    StorageNode opened = factory.open(node, path);
                    nodes.set(node, opened);
                    return opened;
                },
                transport -> transport);
    }

    @Test
    void damageInTwoNodesIsNeitherServedNorMissed() throws Exception {
        attack(3, 10, false);
    }

    /** -Ddaybreak.rounds=100 and 10 bytes a round are the thousand of the promise. */
    @Test
    @Tag("slow")
    void aThousandDamagedBytesAreNeitherServedNorMissed() throws Exception {
        attack(Integer.getInteger("daybreak.rounds", 100), 10, true);
    }

    private void attack(int rounds, int bytes, boolean truncateRunning) throws Exception {
        for (int round = 0; round < rounds; round++) {
            try (VolumeShell volume = open()) {
                story = "seed " + SEED + ", round " + round;
                write(volume, 150);
                int one = random.nextInt(SegmentId.REPLICAS);
                int other = random.nextInt(SegmentId.REPLICAS);
                for (int i = 0; i < bytes / 2; i++) {
                    story +=
                            damage.strike(
                                    nodeDirectory(random.nextBoolean() ? one : other), 1, false);
                    readSome(volume);
                }
                write(volume, 50);
                readSome(volume);
                awaitWhole(volume);
                checkEverySegment(volume);
            }
            story += "\n stopped";
            int one = random.nextInt(SegmentId.REPLICAS);
            int other = random.nextInt(SegmentId.REPLICAS);
            for (int i = 0; i < bytes - bytes / 2; i++) {
                story += damage.strike(nodeDirectory(random.nextBoolean() ? one : other), 1, true);
            }
            try (VolumeShell volume = open()) {
                readSome(volume);
                awaitWhole(volume);
                checkEverySegment(volume);
            }
            if (round % 10 == 9 || truncateRunning && round == 0) {
                System.out.println("round " + (round + 1) + " of " + rounds);
            }
        }
    }

    @Test
    void thePageStoresOfTwoNodesMayBeDeleted() throws Exception {
        try (VolumeShell volume = open()) {
            write(volume, 400);
        }
        deleteTree(nodeDirectory(0).resolve("pages"));
        deleteTree(nodeDirectory(4).resolve("pages"));
        reopenedIsWhole();
    }

    @Test
    void twoNodesMayBeDeleted() throws Exception {
        try (VolumeShell volume = open()) {
            write(volume, 400);
        }
        deleteTree(nodeDirectory(2));
        deleteTree(nodeDirectory(3));
        reopenedIsWhole();
    }

    @Test
    void theVolumesMetadataMayBeDamagedOnThreeNodes() throws Exception {
        try (VolumeShell volume = open()) {
            write(volume, 50);
        }
        Files.delete(nodeDirectory(0).resolve("volume.meta"));
        Files.write(nodeDirectory(1).resolve("volume.meta"), new byte[96]);
        Files.write(nodeDirectory(5).resolve("volume.meta"), new byte[3]);
        reopenedIsWhole();
    }

    private void reopenedIsWhole() throws Exception {
        try (VolumeShell volume = open()) {
            readSome(volume);
            write(volume, 20);
            awaitWhole(volume);
            checkEverySegment(volume);
        }
    }

    @Test
    void aPageThatIsDamagedEverywhereIsNamedAndTheOthersAreRead() throws Exception {
        try (VolumeShell volume = open()) {
            write(volume, 400);
            awaitImages(volume);
        }
        for (int node = 0; node < SegmentId.REPLICAS; node += FULL_STEP) {
            zeroImagesOf(nodeDirectory(node).resolve("pages"));
        }
        VolumeConfig quick = config().withTimeouts(60_000, 1_000);
        int failed = 0;
        try (VolumeShell volume =
                VolumeOpener.open(quick, LocalNodes.factory(quick), transport -> transport)) {
            for (Map.Entry<Long, byte[]> page : List.copyOf(model.entrySet()).subList(0, 10)) {
                byte[] into = new byte[PageLayout.PAGE_SIZE];
                Lsn asOf = new Lsn(volume.durableLsn());
                try {
                    volume.read(new PageId(page.getKey()), asOf, into);
                    assertThat(body(into)).isEqualTo(body(page.getValue()));
                } catch (PageUnreadableException e) {
                    failed++;
                    assertThat(e).hasMessageContaining(page.getKey().toString());
                    assertThat(e).hasMessageContaining(asOf.toString());
                }
            }
            assertThat(failed).isPositive();
            // Writing goes on, and a page made anew is read.
            mtr.reset();
            byte[] fresh = page(PAGES + 1L);
            mtr.record(PAGES + 1L, RedoKind.UPDATE);
            mtr.init(1);
            mtr.write(100, new byte[] {7}, 0, 1);
            fresh[100] = 7;
            Lsn last = volume.append(mtr);
            volume.whenDurable(last).toCompletableFuture().get(20, TimeUnit.SECONDS);
            byte[] into = new byte[PageLayout.PAGE_SIZE];
            volume.read(new PageId(PAGES + 1L), last, into);
            assertThat(body(into)).isEqualTo(body(fresh));
        }
    }

    /** Every image of a page store, but none of what says where they are. */
    private void zeroImagesOf(Path pages) throws IOException {
        try (Stream<Path> files = Files.list(pages.resolve("images"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".images")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Arrays.fill(bytes, 100, bytes.length - 100, (byte) 0);
                Files.write(file, bytes);
            }
        }
    }

    // ---- the model

    private static byte[] page(long number) {
        byte[] page = new byte[PageLayout.PAGE_SIZE];
        PageLayout.initialize(page, number, 1);
        return page;
    }

    private void write(VolumeShell volume, int mtrs) throws Exception {
        Lsn last = new Lsn(volume.lastLsn());
        for (int i = 0; i < mtrs; i++) {
            mtr.reset();
            for (int record = 0; record < 1 + random.nextInt(3); record++) {
                change(volume);
            }
            volume.awaitAppendable();
            last = volume.append(mtr);
        }
        volume.whenDurable(last).toCompletableFuture().get(60, TimeUnit.SECONDS);
        volume.advanceMinReadPoint(last);
    }

    private void change(VolumeShell volume) {
        long number = random.nextInt(PAGES);
        volume.ensureCapacity(new PageId(PAGES + 2L));
        mtr.record(number, RedoKind.UPDATE);
        byte[] page = model.get(number);
        if (page == null) {
            page = page(number);
            mtr.init(1);
        }
        byte[] data = new byte[1 + random.nextInt(2000)];
        random.nextBytes(data);
        int at = PageLayout.HEADER_SIZE + random.nextInt(14_000);
        mtr.write(at, data, 0, data.length);
        System.arraycopy(data, 0, page, at, data.length);
        model.put(number, page);
    }

    private static byte[] body(byte[] page) {
        return Arrays.copyOfRange(page, PageLayout.HEADER_SIZE, PageLayout.PAGE_SIZE);
    }

    private void readSome(VolumeShell volume) {
        byte[] into = new byte[PageLayout.PAGE_SIZE];
        Lsn asOf = new Lsn(volume.durableLsn());
        for (int i = 0; i < 30; i++) {
            long number = random.nextInt(PAGES);
            if (model.containsKey(number)) {
                volume.read(new PageId(number), asOf, into);
                assertThat(Arrays.equals(body(into), body(model.get(number))))
                        .as("page %s, %s", number, story)
                        .isTrue();
            }
        }
    }

    /** Every full segment by itself has every page as the model has it. */
    private void checkEverySegment(VolumeShell volume) {
        VolumeStatus status = volume.status();
        for (Map.Entry<Long, byte[]> page : model.entrySet()) {
            int group = (int) (page.getKey() / config().pagesPerGroup());
            for (int index = 0; index < SegmentId.REPLICAS; index += FULL_STEP) {
                SegmentReply reply = read(group, index, page.getKey(), status);
                assertThat(reply).as(story).isInstanceOf(SegmentReply.PageImage.class);
                byte[] image = ((SegmentReply.PageImage) reply).image();
                assertThat(Arrays.equals(body(image), body(page.getValue())))
                        .as("page %s of segment %s/%s, %s", page.getKey(), group, index, story)
                        .isTrue();
            }
        }
    }

    private SegmentReply read(int group, int index, long page, VolumeStatus status) {
        SegmentId segment = new SegmentId(new ProtectionGroupId(group), index);
        SegmentReply.Status known = inspect(segment);
        return node(index)
                .read(
                        segment,
                        new SegmentRequest.ReadPage(
                                new VolumeEpoch(status.epoch()),
                                TimelineId.FIRST,
                                new PageId(page),
                                known.scl()));
    }

    private StorageNode node(int index) {
        return Objects.requireNonNull(nodes.get(index));
    }

    /** Those that a start does not wait for, too. */
    private void awaitNodes() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            while (nodes.get(i) == null) {
                assertThat(System.nanoTime()).as("node %s of %s", i, story).isLessThan(deadline);
                Thread.sleep(10);
            }
        }
    }

    private SegmentReply.Status inspect(SegmentId segment) {
        SegmentReply reply = ask(segment);
        assertThat(reply).as(story).isInstanceOf(SegmentReply.Status.class);
        return (SegmentReply.Status) reply;
    }

    /** A node that lost everything opens before it has made its segments anew. */
    private SegmentReply ask(SegmentId segment) {
        return node(segment.index()).read(segment, new SegmentRequest.Inspect(VolumeEpoch.NONE));
    }

    /** A scrub that began after the damage has ended on every node, and what it found is mended. */
    private void awaitWhole(VolumeShell volume) throws InterruptedException {
        awaitNodes();
        long[] rounds = rounds();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!isWhole(volume) || !areBehind(rounds)) {
            assertThat(System.nanoTime())
                    .as(() -> story + "\nnot whole: " + notWhole(volume))
                    .isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private String notWhole(VolumeShell volume) {
        StringBuilder text = new StringBuilder();
        for (VolumeStatus.Segment segment : volume.status().segments()) {
            SegmentId id = new SegmentId(new ProtectionGroupId(segment.group()), segment.index());
            text.append("\n  ").append(segment.state()).append(' ').append(ask(id));
        }
        return text.append("\n  scrubs ").append(Arrays.toString(rounds())).toString();
    }

    private long[] rounds() {
        return IntStream.range(0, SegmentId.REPLICAS)
                .mapToLong(index -> node(index).statistics().scrubRounds())
                .toArray();
    }

    private boolean areBehind(long[] rounds) {
        long[] now = rounds();
        for (int i = 0; i < now.length; i++) {
            // A node that was opened anew counts from zero.
            if (now[i] < rounds[i] + 2 && !(now[i] < rounds[i] && now[i] >= 2)) {
                return false;
            }
        }
        return true;
    }

    private boolean isWhole(VolumeShell volume) {
        VolumeStatus status = volume.status();
        for (VolumeStatus.Segment segment : status.segments()) {
            SegmentId id = new SegmentId(new ProtectionGroupId(segment.group()), segment.index());
            if (!segment.state().equals("healthy") || !inspect(id).isWhole()) {
                return false;
            }
        }
        return true;
    }

    /** Until every full node has made images of all there is so far, or is about to. */
    private void awaitImages(VolumeShell volume) throws Exception {
        for (int i = 0; i < 40 && !haveImages(); i++) {
            write(volume, 60);
            Thread.sleep(600);
        }
        assertThat(haveImages()).isTrue();
    }

    private boolean haveImages() {
        return Stream.of(0, 2, 4).allMatch(i -> node(i).statistics().imagesWritten() > PAGES / 2);
    }

    private Path nodeDirectory(int node) {
        return directory.resolve("az" + (node / 2 + 1)).resolve("node" + node);
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                // The next log file may be on its way out.
                Files.deleteIfExists(path);
            }
        }
    }
}
