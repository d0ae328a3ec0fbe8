package io.daybreak.logstorage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.daybreak.logstorage.api.SegmentLogContract;
import io.daybreak.logstorage.api.SegmentLogContract.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs on real files; {@link SharedForceStepsTest} has those that fail. */
class SharedForceTest {
    private static final int LOGS = 3;

    @TempDir Path directory;

    private final List<ChronicleSegmentLog> logs = new ArrayList<>();
    private final List<Integer> failed = new ArrayList<>();
    private long sequence;

    @BeforeAll
    static void load() {
        SharedForce.load();
    }

    @BeforeEach
    void open() throws IOException {
        for (int i = 0; i < LOGS; i++) {
            logs.add(new ChronicleSegmentLog(node(i), 1 << 20, true, true, Runnable::run));
            logs.get(i).replay(new Shown());
        }
    }

    @AfterEach
    void close() {
        logs.forEach(ChronicleSegmentLog::close);
    }

    private Path node(int index) {
        return directory.resolve("node" + index);
    }

    private Disk disk(boolean overwritesInPlace) {
        return new Disk(directory, overwritesInPlace);
    }

    private void append(List<ChronicleSegmentLog> to, int length) throws IOException {
        sequence++;
        for (ChronicleSegmentLog log : to) {
            log.append(SegmentLogContract.excerpt(length, sequence), 0, length);
        }
    }

    private void force(SharedForce force) {
        failed.clear();
        force.force(logs, (_, index) -> failed.add(index));
    }

    private List<Boolean> inPart() {
        return logs.stream().map(ChronicleSegmentLog::isForceableInPart).toList();
    }

    private void assertAllIsThere() throws IOException {
        close();
        for (int i = 0; i < LOGS; i++) {
            try (ChronicleSegmentLog log =
                    new ChronicleSegmentLog(node(i), 1 << 20, true, true, Runnable::run)) {
                Shown shown = new Shown();
                log.replay(shown);
                assertThat(shown.damages).isZero();
                assertThat(shown.sequences)
                        .isEqualTo(LongStream.rangeClosed(1, sequence).boxed().toList());
            }
        }
    }

    @Test
    void forcesInPartOnlyWhereNothingButDataChanged() throws IOException {
        assumeTrue(Disk.of(directory).overwritesInPlace(), "a disk of another kind");
        SharedForce force = new SharedForce(Disk.of(directory));
        append(logs, 3000);
        assertThat(inPart()).as("Chronicle wrote a header").containsOnly(false);
        force(force);
        append(logs, 3000);
        assertThat(inPart()).containsOnly(true);
        force(force);
        assertThat(failed).isEmpty();
        logs.get(2).roll();
        append(logs, 3000);
        assertThat(inPart()).containsExactly(true, true, false);
        force(force);
        append(logs, 3000);
        assertThat(inPart()).containsOnly(true);
        force(force);
        assertThat(failed).isEmpty();
        assertAllIsThere();
    }

    @Test
    void whatLiesBehindThePreparedEndIsForcedWholly() throws IOException {
        append(logs, 100);
        logs.forEach(SharedForceTest::forceAlone);
        while (!logs.getFirst().isRollDue()) {
            append(logs, 300_000);
            logs.forEach(SharedForceTest::forceAlone);
        }
        append(logs, 2 << 20);
        logs.forEach(SharedForceTest::forceAlone);
        append(logs, 100);
        assertThat(inPart()).containsOnly(false);
        force(new SharedForce(disk(true)));
        assertThat(failed).isEmpty();
        assertAllIsThere();
    }

    private static void forceAlone(ChronicleSegmentLog log) {
        try {
            log.force();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void onAnotherKindOfDiskEveryLogIsForcedByItself() throws IOException {
        SharedForce force = new SharedForce(disk(false));
        for (int i = 0; i < 20; i++) {
            append(logs, 100 + i * 500);
            force(force);
            assertThat(failed).isEmpty();
        }
        assertAllIsThere();
    }

    @Test
    void manyRoundsOfEverySizeAreAllThere() throws IOException {
        SharedForce force = new SharedForce(Disk.of(directory));
        for (int i = 0; i < 300; i++) {
            append(logs, 24 + i * 37 % 9000);
            force(force);
            assertThat(failed).isEmpty();
        }
        assertAllIsThere();
    }

    /** Forces of every kind, readers beside them, and each excerpt as it was at any time. */
    @Test
    void whatGoesPastThePageCacheIsReadAsItWas() throws IOException {
        Random random = new Random(20261122);
        Map<Long, byte[]> excerpts = new HashMap<>();
        int direct = 0;
        try (SharedForce force = new SharedForce(Disk.of(directory))) {
            for (int i = 0; i < 2_000; i++) {
                sequence++;
                int length = 24 + random.nextInt(1 << random.nextInt(1, i % 100 == 0 ? 21 : 15));
                byte[] bytes = SegmentLogContract.excerpt(length, sequence);
                for (ChronicleSegmentLog log : logs) {
                    long position = log.append(bytes, 0, length);
                    if (log == logs.get(1)) {
                        excerpts.put(position, bytes);
                    }
                }
                if (random.nextInt(20) == 0) {
                    logs.forEach(SharedForceTest::forceAlone);
                } else {
                    direct += logs.get(1).isDirect() ? 1 : 0;
                    force(force);
                    assertThat(failed).isEmpty();
                }
                Long any = List.copyOf(excerpts.keySet()).get(random.nextInt(excerpts.size()));
                assertThat(logs.get(1).read(any)).isEqualTo(excerpts.get(any));
                if (logs.get(1).isRollDue()) {
                    for (ChronicleSegmentLog log : logs) {
                        log.roll();
                    }
                }
            }
        }
        for (Map.Entry<Long, byte[]> entry : excerpts.entrySet()) {
            assertThat(logs.get(1).read(entry.getKey())).isEqualTo(entry.getValue());
        }
        assertAllIsThere();
        if (Disk.of(directory).overwritesInPlace() && WriteRing.open(1) != null) {
            assertThat(direct).isGreaterThan(1_000);
        }
    }

    @Test
    void knowsDisksThatDoNotOverwriteInPlace() {
        assertThat(Disk.overwritesInPlace(List.of("rw", "delalloc", "data=ordered"))).isTrue();
        assertThat(Disk.overwritesInPlace(List.of("rw", "delalloc", "data=writeback"))).isTrue();
        assertThat(Disk.overwritesInPlace(List.of("rw", "delalloc"))).as("no journal").isTrue();
        assertThat(Disk.overwritesInPlace(List.of("rw", "delalloc", "data=journal"))).isFalse();
        assertThat(Disk.overwritesInPlace(List.of("rw", "nodelalloc", "data=ordered"))).isFalse();
        assertThat(Disk.overwritesInPlace(List.of())).as("options out of sight").isFalse();
    }

    @Test
    void directoriesOfOneFileSystemAreOnOneDisk() throws IOException {
        assertThat(Disk.of(node(0))).isEqualTo(Disk.of(node(1)));
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isDirectory(memory), "no second file system");
        assertThat(Disk.of(memory).id()).isNotEqualTo(Disk.of(node(0)).id());
    }
}
