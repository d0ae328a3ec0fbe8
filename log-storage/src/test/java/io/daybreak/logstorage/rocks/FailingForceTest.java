package io.daybreak.logstorage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.TimelineId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forces of images that fail as a kernel's do: what was not written is dropped from its cache
 * later, and the next force of the same file says that all is well.
 */
final class FailingForceTest {
    private static final ProtectionGroupId GROUP = new ProtectionGroupId(1);
    private static final int FILE_SLOTS = 64;

    @TempDir Path directory;

    private final Disk disk = new Disk();
    private Path pages;
    private RocksPageStore store;

    /** Forces that fail when they are told to; knows how long the images of each file are. */
    private final class Disk implements ImageFiles.Forcing {
        boolean failing;
        final Map<Path, Long> forcedBytes = new HashMap<>();

        @Override
        public void force(FileChannel channel, boolean metadata) throws IOException {
            if (failing) {
                throw new IOException("Input/output error (injected)");
            }
            channel.force(metadata);
            for (Path file : imageFiles()) {
                forcedBytes.put(file, Files.size(file));
            }
        }

        /** The kernel forgets what the last forces did not write. */
        void forget() throws IOException {
            for (Path file : imageFiles()) {
                long from = forcedBytes.getOrDefault(file, 0L);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    long length = channel.size() - from;
                    channel.write(ByteBuffer.allocate((int) length), from);
                }
            }
        }
    }

    @BeforeEach
    void open() {
        pages = directory.resolve("pages");
        store = new RocksPageStore(pages, 16 << 20, FILE_SLOTS, 128, disk);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<Path> imageFiles() throws IOException {
        try (Stream<Path> files = Files.list(pages.resolve("images"))) {
            return files.filter(file -> file.toString().endsWith(".images")).sorted().toList();
        }
    }

    private static byte[] image(long page, long lsn) {
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        PageLayout.initialize(image, page, 1);
        PageLayout.setLsn(image, lsn);
        image[5000] = (byte) lsn;
        PageLayout.seal(image);
        return image;
    }

    private void put(long page, long lsn, long replaces) throws IOException {
        store.put(GROUP, TimelineId.FIRST, page, image(page, lsn), replaces);
    }

    private void assertHolds(long page, long lsn) throws IOException {
        byte[] into = new byte[PageLayout.PAGE_SIZE];
        assertThat(store.read(GROUP, TimelineId.FIRST, page, Long.MAX_VALUE, into)).isTrue();
        assertThat(into).isEqualTo(image(page, lsn));
    }

    @Test
    void takesBackWhatWasNotForcedAndGoesOn() throws IOException {
        for (int page = 0; page < 20; page++) {
            put(page, 1, -1);
        }
        store.markComplete(GROUP, TimelineId.FIRST, 1, 1);
        store.flush();
        disk.failing = true;
        for (int page = 0; page < 30; page++) {
            put(page, 2, page < 20 ? 1 : -1);
        }
        store.markComplete(GROUP, TimelineId.FIRST, 2, 2);
        assertThatThrownBy(store::flush).isInstanceOf(IOException.class);
        assertThat(store.isInDoubt()).isTrue();

        // The next force would succeed, and prove nothing.
        disk.failing = false;
        assertThatThrownBy(store::flush).hasMessageContaining("injected");
        assertThatThrownBy(() -> put(7, 3, 2)).hasMessageContaining("injected");
        disk.forget();

        store.rollBack();
        assertThat(store.isInDoubt()).isFalse();
        assertThat(store.rollbacks()).isOne();
        assertThat(store.complete(GROUP, TimelineId.FIRST)).isEqualTo(1);
        for (int page = 0; page < 20; page++) {
            assertHolds(page, 1);
        }
        byte[] into = new byte[PageLayout.PAGE_SIZE];
        assertThat(store.read(GROUP, TimelineId.FIRST, 25, Long.MAX_VALUE, into)).isFalse();

        for (int page = 0; page < 30; page++) {
            put(page, 2, page < 20 ? 1 : -1);
        }
        store.flush();
        close();
        open();
        for (int page = 0; page < 30; page++) {
            assertHolds(page, 2);
        }
    }

    /** In the middle of a round, when a file is full or a megabyte is on its way. */
    @Test
    void aForceBetweenImagesIsAFailureToo() throws IOException {
        put(1, 1, -1);
        store.flush();
        disk.failing = true;
        assertThatThrownBy(
                        () -> {
                            for (int page = 0; page < FILE_SLOTS + 1; page++) {
                                put(page, 2, -1);
                            }
                        })
                .hasMessageContaining("injected");
        disk.failing = false;
        assertThat(store.isInDoubt()).isTrue();
        disk.forget();
        store.rollBack();
        assertHolds(1, 1);
    }

    @Test
    void isReadAsItWasWhileTheDiskDoesNotWrite() throws IOException {
        put(1, 1, -1);
        store.flush();
        disk.failing = true;
        put(2, 2, -1);
        assertThatThrownBy(store::flush).isInstanceOf(IOException.class);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(store::rollBack).hasMessageContaining("injected");
            assertThat(store.isInDoubt()).isTrue();
            assertHolds(1, 1);
        }
        disk.failing = false;
        store.rollBack();
        assertHolds(1, 1);
        put(2, 2, -1);
        store.flush();
        assertHolds(2, 2);
    }

    /** Whatever fails whenever: what a flush returned for is there, what is there is whole. */
    @Test
    void keepsWhatWasFlushedWhateverFails() throws IOException {
        long seed = Long.getLong("daybreak.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<Long, Long> flushed = new HashMap<>();
        Map<Long, Long> written = new HashMap<>();
        List<String> history = new ArrayList<>();
        for (long lsn = 1; lsn < 3_000; lsn++) {
            disk.failing = random.nextInt(10) == 0;
            long page = random.nextInt(60);
            try {
                put(page, lsn, written.getOrDefault(page, -1L));
                written.put(page, lsn);
                if (random.nextInt(30) == 0) {
                    store.flush();
                    flushed.clear();
                    flushed.putAll(written);
                }
            } catch (IOException e) {
                history.add(lsn + ": " + e.getMessage());
                disk.failing = false;
                // A file that could not be made leaves no doubt: all that was put is there.
                if (store.isInDoubt()) {
                    disk.forget();
                    store.rollBack();
                    written.clear();
                    written.putAll(flushed);
                }
                for (Map.Entry<Long, Long> each : written.entrySet()) {
                    byte[] into = new byte[PageLayout.PAGE_SIZE];
                    store.read(GROUP, TimelineId.FIRST, each.getKey(), Long.MAX_VALUE, into);
                    assertThat(into)
                            .as("seed %d, page %d, %s", seed, each.getKey(), history)
                            .isEqualTo(image(each.getKey(), each.getValue()));
                }
            }
        }
        assertThat(history).as("seed %d", seed).isNotEmpty();
    }
}
