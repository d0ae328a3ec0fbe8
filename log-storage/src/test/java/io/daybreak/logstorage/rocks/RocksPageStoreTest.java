package io.daybreak.logstorage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.PageStoreContract;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.TimelineId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class RocksPageStoreTest extends PageStoreContract {
    private static final ProtectionGroupId GROUP = new ProtectionGroupId(1);
    private static final int FILE_SLOTS = 64;
    private static final int CENSUS_IMAGES = 128;

    @TempDir Path directory;

    @Override
    protected PageStore open() {
        return new RocksPageStore(directory.resolve("pages"), 16 << 20);
    }

    private static PageStore openSmall(Path pages) {
        return openSmall(pages, ImageFiles.Forcing.REAL);
    }

    private static PageStore openSmall(Path pages, ImageFiles.Forcing forcing) {
        return new RocksPageStore(pages, 16 << 20, FILE_SLOTS, CENSUS_IMAGES, forcing);
    }

    private static byte[] image(long page, long lsn) {
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        PageLayout.initialize(image, page, 1);
        PageLayout.setLsn(image, lsn);
        image[5000] = (byte) lsn;
        PageLayout.seal(image);
        return image;
    }

    /** A store, and what it must hold. */
    private static final class Model {
        final PageStore store;
        final Map<Long, Long> lsns = new HashMap<>();
        long lsn;
        long images;

        Model(PageStore store) {
            this.store = store;
        }

        void put(long page) throws IOException {
            Long old = lsns.put(page, ++lsn);
            store.put(GROUP, TimelineId.FIRST, page, image(page, lsn), old == null ? -1 : old);
            images++;
        }

        void verify() throws IOException {
            verify(store);
        }

        void verify(PageStore other) throws IOException {
            byte[] into = new byte[PageLayout.PAGE_SIZE];
            for (Map.Entry<Long, Long> page : lsns.entrySet()) {
                assertThat(read(other, page.getKey(), into)).isTrue();
                assertThat(into).isEqualTo(image(page.getKey(), page.getValue()));
            }
            List<Long> scanned = new ArrayList<>();
            other.scan(
                    GROUP,
                    TimelineId.FIRST,
                    0,
                    (page, image) -> {
                        assertThat(image).isEqualTo(image(page, lsns.getOrDefault(page, 0L)));
                        return scanned.add(page);
                    });
            assertThat(scanned).hasSameSizeAs(lsns.keySet());
        }
    }

    private static boolean read(PageStore store, long page, byte[] into) throws IOException {
        return store.read(GROUP, TimelineId.FIRST, page, Long.MAX_VALUE, into);
    }

    private static List<Path> imageFiles(Path pages) throws IOException {
        try (Stream<Path> files = Files.list(pages.resolve("images"))) {
            return files.sorted().toList();
        }
    }

    private static long imagesOnDisk(Path pages) throws IOException {
        long bytes = 0;
        for (Path file : imageFiles(pages)) {
            bytes += Files.size(file);
        }
        return bytes / PageLayout.PAGE_SIZE;
    }

    /** A bulk load: pages come once, the last ones twice, and some are changed all the time. */
    @Test
    void writesColdImagesOnce() throws IOException {
        try (PageStore store = openSmall(directory.resolve("pages"))) {
            Model model = new Model(store);
            for (int page = 100; page < 4000; page++) {
                model.put(page);
                if (page % 100 == 0) {
                    model.put(page);
                    for (int hot = 0; hot < 10; hot++) {
                        model.put(hot);
                    }
                    store.flush();
                }
            }
            model.verify();
            assertThat(store.writtenBytes())
                    .isGreaterThan(model.images * PageLayout.PAGE_SIZE)
                    .isLessThan(model.images * PageLayout.PAGE_SIZE * 106 / 100);
        }
    }

    /** Every file keeps a few images that nobody changes, so none becomes empty by itself. */
    @Test
    void diskSpaceIsBoundedUnderUpdates() throws IOException {
        Path pages = directory.resolve("pages");
        Random random = new Random(1);
        Model model;
        long most = 0;
        try (PageStore store = openSmall(pages)) {
            model = new Model(store);
            for (int i = 0; i < 10_000; i++) {
                model.put(i % 50 == 0 ? 1000 + i / 50 : random.nextInt(200));
                if (i % 150 == 0) {
                    store.flush();
                    most = Math.max(most, imagesOnDisk(pages));
                }
            }
            model.verify();
            assertThat(store.writtenBytes()).isLessThan(model.images * PageLayout.PAGE_SIZE * 2);
            store.flush();
        }
        assertThat(model.lsns).hasSize(400);
        assertThat(most).isGreaterThan(400).isLessThan(1600);
        try (PageStore store = openSmall(pages)) {
            model.verify(store);
        }
    }

    @Test
    void readsWhileImagesMove() throws Exception {
        Path pages = directory.resolve("pages");
        try (PageStore store = openSmall(pages)) {
            Model model = new Model(store);
            for (int page = 0; page < 300; page++) {
                model.put(page);
            }
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger reads = new AtomicInteger();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread reader = new Thread(() -> readAll(store, over, reads, failure), "reader");
            reader.start();
            Random random = new Random(2);
            for (int i = 0; i < 6_000 || reads.get() < 1000; i++) {
                model.put(random.nextInt(100) < 97 ? random.nextInt(20) : random.nextInt(300));
                if (i % 100 == 0) {
                    store.flush();
                }
            }
            over.set(true);
            reader.join();
            assertThat(failure.get()).isNull();
            assertThat(imageFiles(pages).getFirst().getFileName().toString())
                    .isNotEqualTo("00000001.images");
        }
    }

    private static void readAll(
            PageStore store,
            AtomicBoolean over,
            AtomicInteger reads,
            AtomicReference<Throwable> failure) {
        byte[] into = new byte[PageLayout.PAGE_SIZE];
        Random random = new Random(3);
        try {
            while (!over.get()) {
                long page = random.nextInt(300);
                assertThat(read(store, page, into)).isTrue();
                assertThat(into).isEqualTo(image(page, PageLayout.lsn(into)));
                if (reads.incrementAndGet() % 500 == 0) {
                    store.scan(
                            GROUP,
                            TimelineId.FIRST,
                            0,
                            (number, found) -> {
                                assertThat(PageLayout.isSealed(found)).isTrue();
                                return number < 250;
                            });
                }
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            failure.set(e);
        }
    }

    /** At any moment: what the index has on disk has its images on disk. */
    @Test
    void aPowerCutTakesImagesOnlyWithTheirKeys() throws IOException {
        Path pages = directory.resolve("pages");
        Random random = new Random(4);
        try (PageStore store = openSmall(pages)) {
            Model model = new Model(store);
            for (int cut = 0; cut < 8; cut++) {
                for (int i = 0; i < 300; i++) {
                    model.put(random.nextInt(150));
                }
                store.flush();
                Map<Long, Long> flushed = Map.copyOf(model.lsns);
                Map<Path, Long> forced = new HashMap<>();
                for (Path file : imageFiles(pages)) {
                    forced.put(file.getFileName(), Files.size(file));
                }
                for (int i = 0; i < 70; i++) {
                    model.put(random.nextInt(150));
                }
                Path left = copyOfForced(pages, directory.resolve("left" + cut), forced);
                try (PageStore after = openSmall(left)) {
                    Model expected = new Model(after);
                    expected.lsns.putAll(flushed);
                    expected.verify();
                    // And it goes on behind what is there.
                    expected.lsn = 1_000_000;
                    for (int i = 0; i < 300; i++) {
                        expected.put(random.nextInt(150));
                    }
                    after.flush();
                    expected.verify();
                }
            }
        }
    }

    private static Path copyOfForced(Path from, Path to, Map<Path, Long> forced)
            throws IOException {
        Files.createDirectories(to.resolve("images"));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        for (Path file : imageFiles(from)) {
            Path copy = to.resolve("images").resolve(file.getFileName());
            Files.copy(file, copy);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.truncate(forced.getOrDefault(file.getFileName(), 0L));
            }
        }
        return to;
    }

    /** Every file stays open. */
    @Test
    void filesOfALargeStoreAreLarger() throws IOException {
        Path pages = directory.resolve("pages");
        byte[] into = new byte[PageLayout.PAGE_SIZE];
        try (PageStore store =
                new RocksPageStore(pages, 16 << 20, 1, 1_000_000, ImageFiles.Forcing.REAL)) {
            Model model = new Model(store);
            for (int page = 0; page < 64 + 64 * 2 + 8; page++) {
                model.put(page);
            }
            store.flush();
        }
        assertThat(imageFiles(pages)).hasSize(64 + 64 + 3);
        try (PageStore store =
                new RocksPageStore(pages, 16 << 20, 1, 1_000_000, ImageFiles.Forcing.REAL)) {
            for (int page = 0; page < 200; page++) {
                assertThat(read(store, page, into)).isTrue();
                assertThat(PageLayout.pageNumber(into)).isEqualTo(page);
            }
        }
    }

    @Test
    void whatIsDamagedDoesNotVerifyAndTheRestDoes() throws IOException {
        Path pages = directory.resolve("pages");
        try (PageStore store = openSmall(pages)) {
            Model model = new Model(store);
            for (int page = 0; page < FILE_SLOTS + 2; page++) {
                model.put(page);
            }
            store.flush();
        }
        try (RandomAccessFile file =
                new RandomAccessFile(imageFiles(pages).get(0).toFile(), "rw")) {
            file.seek(4096 + 3L * PageLayout.PAGE_SIZE + 5000);
            file.write(77);
            // A neighbour's image where its own should be: a write that went astray.
            byte[] neighbour = new byte[PageLayout.PAGE_SIZE];
            file.seek(4096 + 9L * PageLayout.PAGE_SIZE);
            file.readFully(neighbour);
            file.seek(4096 + 8L * PageLayout.PAGE_SIZE);
            file.write(neighbour);
        }
        try (RandomAccessFile file =
                new RandomAccessFile(imageFiles(pages).get(1).toFile(), "rw")) {
            file.write(7);
        }
        byte[] into = new byte[PageLayout.PAGE_SIZE];
        try (PageStore store = openSmall(pages)) {
            for (int page = 0; page < FILE_SLOTS; page++) {
                assertThat(read(store, page, into)).isTrue();
                assertThat(PageLayout.isSealed(into)).isEqualTo(page != 3 && page != 8);
            }
            assertThatThrownBy(() -> read(store, FILE_SLOTS, into))
                    .isInstanceOf(CorruptRedoException.class);
        }
        Files.delete(imageFiles(pages).get(0));
        try (PageStore store = openSmall(pages)) {
            assertThatThrownBy(() -> read(store, 0, into)).isInstanceOf(CorruptRedoException.class);
            assertThatThrownBy(() -> store.scan(GROUP, TimelineId.FIRST, 0, (_, _) -> true))
                    .isInstanceOf(CorruptRedoException.class);
        }
    }

    /** As stores were before there were files of images. */
    @Test
    void readsImagesThatStandInTheIndex() throws IOException, RocksDBException {
        Path pages = Files.createDirectories(directory.resolve("pages"));
        RocksDB.loadLibrary();
        try (Options options =
                        new Options()
                                .setCreateIfMissing(true)
                                .setEnableBlobFiles(true)
                                .setMinBlobSize(4096);
                RocksDB index = RocksDB.open(options, pages.toString())) {
            for (long page = 0; page < 20; page++) {
                index.put(PageKeys.image(GROUP, TimelineId.FIRST, page, 5), image(page, 5));
            }
        }
        try (PageStore store = openSmall(pages)) {
            Model model = new Model(store);
            for (long page = 0; page < 20; page++) {
                model.lsns.put(page, 5L);
            }
            model.verify();
            model.lsn = 5;
            for (long page = 0; page < 10; page++) {
                model.put(page);
            }
            store.flush();
            model.verify();
        }
    }
}
