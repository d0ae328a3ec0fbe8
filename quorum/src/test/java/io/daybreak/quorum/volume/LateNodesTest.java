package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LateNodesTest {
    @TempDir Path directory;

    private final MiniTransaction mtr = new MiniTransaction();
    private final Set<Integer> full = ConcurrentHashMap.newKeySet();

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
                    return real.open(node, path);
                },
                transport -> transport);
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
}
