package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageOps;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.api.Fault;
import io.daybreak.quorum.api.FaultTarget;
import io.daybreak.quorum.api.LocalVolume;
import io.daybreak.quorum.api.PageUnreadableException;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeConfig;
import io.daybreak.quorum.api.VolumeFullException;
import io.daybreak.quorum.api.VolumeOpenException;
import io.daybreak.quorum.api.VolumeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes on real logs and page stores, with groups so small that many are used. */
final class LocalVolumeTest {
    private static final long SEED = 42;

    @TempDir Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<Long, byte[]> model = new TreeMap<>();
    private final MiniTransaction mtr = new MiniTransaction();

    private VolumeConfig config() {
        return VolumeConfig.in(directory)
                .withPagesPerGroup(16)
                .withLogFileBytes(1 << 20)
                .withTimeouts(30_000, 20_000);
    }

    @Test
    void readsBackWhatWasWrittenAcrossManyGroupsAndReopenings() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (Volume volume = LocalVolume.open(config())) {
                assertThat(volume.status().epoch()).isEqualTo(round + 1);
                checkAll(volume);
                Lsn last = change(volume, 300, 200);
                await(volume, last);
                checkAll(volume);
                volume.advanceMinReadPoint(last);
            }
        }
        assertThat(model.keySet()).hasSizeGreaterThan(150);
    }

    @Test
    void aDeadZoneAndOneMoreDoNotDelayCommitsNorReads() throws Exception {
        try (Volume volume = LocalVolume.open(config())) {
            await(volume, change(volume, 50, 60));
            inject(volume, new Fault.Dead(), 0);
            inject(volume, new Fault.Failing(100), 1);
            await(volume, change(volume, 100, 60));
            checkAll(volume);
            volume.faults().endAll();
            await(volume, change(volume, 100, 60));
            awaitHealthy(volume);
            // What the two missed came to them by gossip: now they serve reads alone.
            inject(volume, new Fault.Dead(), 2);
            inject(volume, new Fault.Dead(), 4);
            checkAll(volume);
        }
        try (Volume volume = LocalVolume.open(config())) {
            checkAll(volume);
        }
    }

    @Test
    void waitsForTheFourthSegmentAndGoesOnWhenItIsBack() throws Exception {
        try (Volume volume = LocalVolume.open(config())) {
            await(volume, change(volume, 10, 10));
            for (int node = 0; node < 3; node++) {
                inject(volume, new Fault.Dead(), node);
            }
            long before = volume.durableLsn();
            Lsn stuck = change(volume, 10, 10);
            Thread.sleep(300);
            assertThat(volume.durableLsn()).isEqualTo(before);
            volume.faults().endAll();
            await(volume, stuck);
        }
    }

    @Test
    void aLostNodeIsRepairedFromItsPeers() throws Exception {
        try (Volume volume = LocalVolume.open(config())) {
            Lsn last = change(volume, 400, 100);
            await(volume, last);
        }
        deleteTree(directory.resolve("az2").resolve("node2"));
        try (Volume volume = LocalVolume.open(config())) {
            awaitHealthy(volume);
            inject(volume, new Fault.Dead(), 0);
            inject(volume, new Fault.Dead(), 4);
            checkAll(volume);
        }
    }

    @Test
    @Tag("slow")
    void aNodeLostAfterItsPeersCollectedTheirLogsIsHydratedFromPages() throws Exception {
        long logBytes = 0;
        try (Volume volume = LocalVolume.open(config())) {
            for (int round = 0; round < 30; round++) {
                Lsn last = change(volume, 3_000, 100);
                await(volume, last);
                volume.advanceMinReadPoint(last);
                Thread.sleep(500);
            }
            Thread.sleep(12_000);
            checkAll(volume);
            for (VolumeStatus.Segment segment : volume.status().segments()) {
                logBytes = Math.max(logBytes, segment.logBytes());
            }
            System.out.printf("redo %d, log of a node %d%n", volume.status().redoBytes(), logBytes);
        }
        deleteTree(directory.resolve("az2").resolve("node2"));
        deleteTree(directory.resolve("az1").resolve("node1"));
        try (Volume volume = LocalVolume.open(config())) {
            awaitHealthy(volume);
            inject(volume, new Fault.Dead(), 0);
            inject(volume, new Fault.Dead(), 4);
            checkAll(volume);
            volume.faults().endAll();
            await(volume, change(volume, 200, 100));
            checkAll(volume);
        }
    }

    @Test
    void fullDisksRefuseWritesLetReadsGoOnAndWritesOnceThereIsSpace() throws Exception {
        try (Volume volume = LocalVolume.open(config())) {
            await(volume, change(volume, 50, 30));
            for (int node = 0; node < 3; node++) {
                inject(volume, new Fault.Full(), node);
            }
            // Was given out before the nodes said that they are full: becomes durable later.
            Lsn stuck = change(volume, 1, 30);
            for (int i = 0; volume.isAppendable() && i < 500; i++) {
                Thread.sleep(20);
            }
            assertThatThrownBy(volume::awaitAppendable)
                    .isInstanceOf(VolumeFullException.class)
                    .hasMessageContaining("No space left");
            volume.read(
                    new PageId(model.keySet().iterator().next()),
                    new Lsn(volume.durableLsn()),
                    new byte[PageLayout.PAGE_SIZE]);
            volume.faults().endAll();
            await(volume, stuck);
            volume.awaitAppendable();
            await(volume, change(volume, 50, 30));
            checkAll(volume);
        }
    }

    /** A file that an interrupted thread reads through a channel is closed for everybody. */
    @Test
    void anInterruptedReaderHarmsNobodyElse() throws Exception {
        try (Volume volume = LocalVolume.open(config())) {
            await(volume, change(volume, 6_000, 100));
        }
        // After a start the redo of all log files but the last is on disk only.
        try (Volume volume = LocalVolume.open(config())) {
            readInterrupted(volume);
            checkAll(volume);
            await(volume, change(volume, 300, 60));
            awaitHealthy(volume);
            checkAll(volume);
        }
    }

    private void readInterrupted(Volume volume) {
        byte[] page = new byte[PageLayout.PAGE_SIZE];
        for (long number : model.keySet()) {
            Thread.currentThread().interrupt();
            try {
                volume.read(new PageId(number), new Lsn(volume.durableLsn()), page);
            } catch (PageUnreadableException _) {
                // It did not wait for an answer.
            } finally {
                Thread.interrupted();
            }
        }
    }

    @Test
    void refusesASecondOpening() throws Exception {
        try (Volume _ = LocalVolume.open(config())) {
            assertThatThrownBy(() -> LocalVolume.open(config()))
                    .isInstanceOf(VolumeOpenException.class)
                    .hasMessageContaining("in use");
        }
    }

    private static void inject(Volume volume, Fault fault, int node) {
        volume.faults().inject(fault, new FaultTarget.Node(node), Duration.ofHours(1));
    }

    private Lsn change(Volume volume, int count, int pages) {
        Lsn last = Lsn.ZERO;
        for (int i = 0; i < count; i++) {
            mtr.reset();
            int records = 1 + random.nextInt(4);
            for (int r = 0; r < records; r++) {
                long page = random.nextLong(pages);
                volume.ensureCapacity(new PageId(page));
                mtr.record(page, RedoKind.OTHER);
                byte[] value = new byte[1 + random.nextInt(200)];
                random.nextBytes(value);
                if (!model.containsKey(page)) {
                    mtr.init(3);
                    model.put(page, new byte[PageLayout.PAGE_SIZE]);
                }
                int offset = 32 + random.nextInt(PageLayout.PAGE_SIZE - 32 - value.length);
                mtr.write(offset, value, 0, value.length);
            }
            last = volume.append(mtr);
            for (int r = 0; r < records; r++) {
                byte[] image = Objects.requireNonNull(model.get(mtr.pageNumber(r)));
                PageOps.apply(
                        image,
                        mtr.pageNumber(r),
                        mtr.ops(),
                        mtr.opsStart(r),
                        mtr.opsEnd(r) - mtr.opsStart(r));
                PageLayout.setLsn(image, last.value() - records + 1 + r);
            }
        }
        return last;
    }

    private static void await(Volume volume, Lsn lsn) throws Exception {
        volume.whenDurable(lsn).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private void checkAll(Volume volume) {
        byte[] page = new byte[PageLayout.PAGE_SIZE];
        for (Map.Entry<Long, byte[]> entry : model.entrySet()) {
            volume.read(new PageId(entry.getKey()), new Lsn(volume.durableLsn()), page);
            byte[] expected = entry.getValue().clone();
            PageLayout.seal(expected);
            assertThat(Arrays.equals(page, expected))
                    .as("page %d, seed %d", entry.getKey(), SEED)
                    .isTrue();
        }
    }

    private static void awaitHealthy(Volume volume) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!volume.status().segments().stream().allMatch(s -> s.state().equals("healthy"))) {
            assertThat(System.nanoTime()).as("%s", volume.status()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
