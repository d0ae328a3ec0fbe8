package io.daybreak.logstorage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.TimelineId;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RedoIndexTest {
    private static final int PAGES = 50;
    private static final int HOT = 100;

    private final RedoIndex index = new RedoIndex(HOT);
    private final LogEntry entry =
            new LogEntry(
                    new RedoBatch(
                            new byte[0],
                            new ProtectionGroupId(0),
                            TimelineId.FIRST,
                            Lsn.ZERO,
                            new Lsn(1),
                            new Lsn(2)));

    @Test
    void findsWhatAModelFindsWhileItGrowsAndShrinks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<Long, Long> pageAt = new TreeMap<>();
        long lsn = 0;
        for (int round = 0; round < 60; round++) {
            for (int burst = random.nextInt(6_000); burst > 0; burst--) {
                lsn += 1 + random.nextInt(3);
                long page = random.nextInt(PAGES);
                index.add(page, lsn, entry, 0, false);
                pageAt.put(lsn, page);
            }
            if (!pageAt.isEmpty() && random.nextInt(3) > 0) {
                long first = pageAt.firstKey();
                long upTo = first + random.nextLong(lsn - first + 1);
                index.dropUpTo(upTo);
                pageAt.headMap(upTo, true).clear();
            }
            if (!pageAt.isEmpty() && random.nextInt(4) == 0) {
                long from = lsn - random.nextInt(20);
                index.dropFrom(from);
                pageAt.tailMap(from, true).clear();
            }
            for (long page = 0; page < PAGES; page++) {
                assertThat(newest(page))
                        .as("page %d, seed %d", page, seed)
                        .isEqualTo(newest(pageAt, page));
            }
        }
    }

    private long newest(long page) {
        long id = index.newest(page, Long.MAX_VALUE);
        return id < 0 ? -1 : index.lsn(id);
    }

    private static long newest(NavigableMap<Long, Long> pageAt, long page) {
        for (var record : pageAt.descendingMap().entrySet()) {
            if (record.getValue() == page) {
                return record.getKey();
            }
        }
        return -1;
    }

    @Test
    void givesMemoryBackAfterABurst() {
        for (int lsn = 1; lsn <= 100_000; lsn++) {
            index.add(lsn % PAGES, lsn, entry, 0, false);
        }
        index.dropUpTo(99_990);
        assertThat(index.capacity()).isLessThanOrEqualTo(2 * 1024);
        assertThat(newest(99_995 % PAGES)).isEqualTo(99_995);
    }

    @Test
    void tellsOfAPageOnceWhenItBecomesHot() {
        for (int lsn = 1; lsn <= 3 * HOT; lsn++) {
            index.add(lsn % 2, lsn, entry, lsn, false);
        }
        assertThat(index.takeHot()).containsExactlyInAnyOrder(0, 1);
        assertThat(index.takeHot()).isEmpty();
        index.imaged(1, 3 * HOT - 1);
        for (int lsn = 3 * HOT + 1; lsn <= 5 * HOT; lsn++) {
            index.add(lsn % 3 == 0 ? 1 : lsn + 10, lsn, entry, lsn, false);
        }
        assertThat(index.takeHot()).isEmpty();
        for (int lsn = 5 * HOT + 1; lsn <= 7 * HOT; lsn++) {
            index.add(lsn % 3 == 0 ? lsn + 10 : 1, lsn, entry, lsn, false);
        }
        assertThat(index.takeHot()).containsExactly(1);
        assertThat(index.imagedUpTo(1)).isEqualTo(3 * HOT - 1);
        assertThat(index.imagedUpTo(0)).isZero();
    }

    @Test
    void keepsWhatItWasToldOfARecord() {
        for (int lsn = 1; lsn <= 5_000; lsn++) {
            index.add((1L << 40) - lsn, lsn, entry, (1 << 20) - lsn, lsn % 3 == 0);
        }
        index.dropUpTo(1_500);
        for (int lsn = 1_501; lsn <= 5_000; lsn++) {
            long id = index.newest((1L << 40) - lsn, lsn);
            assertThat(index.lsn(id)).isEqualTo(lsn);
            assertThat(index.pageNumber(id)).isEqualTo((1L << 40) - lsn);
            assertThat(index.offset(id)).isEqualTo((1 << 20) - lsn);
            assertThat(index.initialises(id)).isEqualTo(lsn % 3 == 0);
        }
    }
}
