package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.api.LocalVolume;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeConfig;
import io.daybreak.quorum.api.VolumeFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume on a small file system of its own that fills up. Needs root, for mount. */
@Tag("slow")
final class FullDiskTest {
    private static final String SIZE = "900m";

    @TempDir Path directory;

    private final MiniTransaction mtr = new MiniTransaction();

    @BeforeEach
    void mount() throws Exception {
        int exit = run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "none", directory.toString());
        assumeTrue(exit == 0, "no small file system: mounting one needs root");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", directory.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void aFullDiskIsAnErrorForWritersAndPassesWhenThereIsSpace() throws Exception {
        VolumeConfig config =
                VolumeConfig.in(directory).withPagesPerGroup(64).withLogFileBytes(4 << 20);
        Path ballast = directory.resolve("ballast");
        try (Volume volume = LocalVolume.open(config)) {
            Lsn first = write(volume, 1);
            volume.whenDurable(first).toCompletableFuture().get(20, TimeUnit.SECONDS);
            fill(ballast);
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 200_000; i++) {
                                    volume.awaitAppendable();
                                    write(volume, i);
                                }
                            })
                    .isInstanceOf(VolumeFullException.class);
            byte[] page = new byte[PageLayout.PAGE_SIZE];
            volume.read(new PageId(1), first, page);
            assertThat(page[100]).isEqualTo((byte) 1);

            Files.delete(ballast);
            Lsn last = new Lsn(volume.lastLsn());
            volume.whenDurable(last).toCompletableFuture().get(60, TimeUnit.SECONDS);
            volume.awaitAppendable();
            last = write(volume, 77);
            volume.whenDurable(last).toCompletableFuture().get(60, TimeUnit.SECONDS);
            volume.read(new PageId(77 % 50), last, page);
            assertThat(page[100]).isEqualTo((byte) 77);
        }
        try (Volume volume = LocalVolume.open(config)) {
            byte[] page = new byte[PageLayout.PAGE_SIZE];
            volume.read(new PageId(77 % 50), new Lsn(volume.durableLsn()), page);
            assertThat(page[100]).isEqualTo((byte) 77);
        }
    }

    private Lsn write(Volume volume, int value) {
        long page = value % 50;
        mtr.reset();
        mtr.record(page, RedoKind.OTHER);
        mtr.init(1);
        byte[] data = new byte[4000];
        data[0] = (byte) value;
        mtr.write(100, data, 0, data.length);
        return volume.append(mtr);
    }

    /** Leaves a few megabytes. */
    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[1 << 20];
        try (var out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(ballast).getUsableSpace() > 8L << 20) {
                out.write(block);
            }
        }
    }
}
