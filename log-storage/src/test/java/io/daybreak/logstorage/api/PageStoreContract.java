package io.daybreak.logstorage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link PageStore} does. */
public abstract class PageStoreContract {
    private static final ProtectionGroupId GROUP = new ProtectionGroupId(1);
    private static final ProtectionGroupId OTHER = new ProtectionGroupId(2);
    private static final TimelineId LINE = TimelineId.FIRST;

    /** Opens the store again; the one before was closed. */
    protected abstract PageStore open() throws IOException;

    private static byte[] image(long page, long lsn) {
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        PageLayout.initialize(image, page, 3);
        PageLayout.setLsn(image, lsn);
        image[5000] = (byte) lsn;
        PageLayout.seal(image);
        return image;
    }

    private static long read(PageStore store, ProtectionGroupId group, long page, long asOf)
            throws IOException {
        byte[] into = new byte[PageLayout.PAGE_SIZE];
        if (!store.read(group, LINE, page, asOf, into)) {
            return -1;
        }
        assertThat(PageLayout.isSealed(into)).isTrue();
        assertThat(PageLayout.pageNumber(into)).isEqualTo(page);
        return PageLayout.lsn(into);
    }

    @Test
    void findsTheNewestImageUpToAnLsn() throws IOException {
        try (PageStore store = open()) {
            store.put(GROUP, LINE, 7, image(7, 10), -1);
            store.put(GROUP, LINE, 7, image(7, 20), -1);
            store.put(GROUP, LINE, 8, image(8, 15), -1);
            store.put(OTHER, LINE, 7, image(7, 17), -1);
            assertThat(read(store, GROUP, 7, 9)).isEqualTo(-1);
            assertThat(read(store, GROUP, 7, 10)).isEqualTo(10);
            assertThat(read(store, GROUP, 7, 19)).isEqualTo(10);
            assertThat(read(store, GROUP, 7, 20)).isEqualTo(20);
            assertThat(read(store, GROUP, 7, Long.MAX_VALUE)).isEqualTo(20);
            assertThat(read(store, GROUP, 9, Long.MAX_VALUE)).isEqualTo(-1);
            assertThat(read(store, GROUP, 6, Long.MAX_VALUE)).isEqualTo(-1);
        }
    }

    @Test
    void replacesAllImagesOfAPage() throws IOException {
        try (PageStore store = open()) {
            store.put(GROUP, LINE, 7, image(7, 10), -1);
            store.put(GROUP, LINE, 7, image(7, 20), -1);
            store.put(GROUP, LINE, 8, image(8, 20), -1);
            store.replace(GROUP, LINE, 7, image(7, 20));
            assertThat(read(store, GROUP, 7, 19)).isEqualTo(-1);
            assertThat(read(store, GROUP, 7, 20)).isEqualTo(20);
            assertThat(read(store, GROUP, 8, 20)).isEqualTo(20);
            store.replace(GROUP, LINE, 9, image(9, 5));
            assertThat(read(store, GROUP, 9, 5)).isEqualTo(5);
        }
    }

    @Test
    void replacesAndRemoves() throws IOException {
        try (PageStore store = open()) {
            store.put(GROUP, LINE, 7, image(7, 10), -1);
            store.put(GROUP, LINE, 7, image(7, 20), 10);
            assertThat(read(store, GROUP, 7, 19)).isEqualTo(-1);
            store.put(GROUP, LINE, 8, image(8, 1), -1);
            store.remove(GROUP, LINE, 7);
            assertThat(read(store, GROUP, 7, 30)).isEqualTo(-1);
            assertThat(read(store, GROUP, 8, 30)).isEqualTo(1);
            store.markComplete(GROUP, LINE, 30, 30);
            store.markComplete(OTHER, LINE, 5, 5);
            store.clear(GROUP);
            assertThat(read(store, GROUP, 8, 30)).isEqualTo(-1);
            assertThat(store.complete(GROUP, LINE)).isZero();
            assertThat(store.complete(OTHER, LINE)).isEqualTo(5);
        }
    }

    /** Any order of changes, and reads of any LSN in between. */
    @Test
    void readsWhatAModelHas() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, NavigableSet<Long>> model = new HashMap<>();
        try (PageStore store = open()) {
            for (int i = 0; i < 5_000; i++) {
                long page = 1L + random.nextInt(12);
                NavigableSet<Long> images = model.computeIfAbsent(page, _ -> new TreeSet<>());
                long lsn = 1L + random.nextInt(1_000);
                Long older = images.lower(lsn);
                switch (random.nextInt(12)) {
                    case 0 -> {
                        store.remove(GROUP, LINE, page);
                        images.clear();
                    }
                    case 1 -> {
                        store.replace(GROUP, LINE, page, image(page, lsn));
                        images.clear();
                        images.add(lsn);
                    }
                    case 2 -> store.flush();
                    case 3, 4, 5 -> {
                        boolean replaces = older != null && random.nextBoolean();
                        store.put(GROUP, LINE, page, image(page, lsn), replaces ? older : -1);
                        if (replaces) {
                            images.remove(older);
                        }
                        images.add(lsn);
                    }
                    default -> {
                        Long expected = images.floor(lsn);
                        assertThat(read(store, GROUP, page, lsn))
                                .as("page %d at LSN %d, seed %d, step %d", page, lsn, seed, i)
                                .isEqualTo(expected == null ? -1 : expected);
                    }
                }
                if (random.nextInt(1_000) == 0) {
                    store.clear(GROUP);
                    model.clear();
                }
            }
        }
    }

    @Test
    void scansTheNewestImagesInPageOrder() throws IOException {
        try (PageStore store = open()) {
            for (long page = 1; page <= 300; page++) {
                store.put(GROUP, LINE, page, image(page, page), -1);
                store.put(GROUP, LINE, page, image(page, page + 1000), -1);
            }
            store.put(OTHER, LINE, 50, image(50, 5), -1);
            List<Long> seen = new ArrayList<>();
            store.scan(
                    GROUP,
                    LINE,
                    290,
                    (page, image) -> {
                        assertThat(PageLayout.lsn(image)).isEqualTo(page + 1000);
                        seen.add(page);
                        return true;
                    });
            assertThat(seen)
                    .containsExactly(
                            290L, 291L, 292L, 293L, 294L, 295L, 296L, 297L, 298L, 299L, 300L);
            seen.clear();
            store.scan(
                    GROUP,
                    LINE,
                    0,
                    (page, _) -> {
                        seen.add(page);
                        return seen.size() < 2;
                    });
            assertThat(seen).containsExactly(1L, 2L);
        }
    }

    @Test
    void keepsWhatWasFlushed() throws IOException {
        try (PageStore store = open()) {
            store.put(GROUP, LINE, 7, image(7, 10), -1);
            store.markComplete(GROUP, LINE, 12, 14);
            store.flush();
        }
        try (PageStore store = open()) {
            assertThat(read(store, GROUP, 7, 100)).isEqualTo(10);
            assertThat(store.complete(GROUP, LINE)).isEqualTo(12);
            assertThat(store.readableFrom(GROUP, LINE)).isEqualTo(14);
        }
    }
}
