package io.daybreak.logstorage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.logstorage.api.CorruptRedoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Goal: tables find what an index of the same records finds. Method: random records in tables, some
 * of them annulled, against a list.
 */
class RecordTableTest {
    private static final int PAGES = 300;

    private record Written(long page, long lsn, int offset, boolean initialises) {}

    private final List<Written> written = new ArrayList<>();
    private final RedoTables tables = new RedoTables();
    private long lsn;

    @Test
    void findsWhatAListFinds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int table = 0; table < 5; table++) {
            write(random, 1 + random.nextInt(6_000));
        }
        for (int i = 0; i < 3_000; i++) {
            if (i % 1_000 == 999) {
                long above = tables.above() + random.nextLong(lsn - tables.above());
                tables.dropUpTo(above);
                written.removeIf(each -> each.lsn <= above);
            }
            long page = random.nextInt(PAGES + 10);
            long upTo = random.nextLong(lsn + 10);
            int sizeMax = random.nextInt(3) == 0 ? 3 : Integer.MAX_VALUE;
            RecordList found = new RecordList();
            tables.collect(page, upTo, sizeMax, found);
            List<Written> expected = expected(page, upTo);
            assertThat(found.cutShort)
                    .as("seed %d, page %d up to %d", seed, page, upTo)
                    .isEqualTo(expected.size() > sizeMax);
            assertThat(found.size).isEqualTo(Math.min(sizeMax, expected.size()));
            for (int n = 0; n < found.size; n++) {
                Written each = expected.get(n);
                assertThat(found.lsns[n]).as("seed %d", seed).isEqualTo(each.lsn);
                assertThat(found.offsets[n]).isEqualTo(each.offset);
            }
            if (!found.cutShort) {
                assertThat(found.startsAnew)
                        .isEqualTo(!expected.isEmpty() && expected.getLast().initialises);
            }
        }
    }

    /** Newest first, down to the one that initialises the page. */
    private List<Written> expected(long page, long upTo) {
        List<Written> expected = new ArrayList<>();
        for (Written each : written.reversed()) {
            if (each.page == page && each.lsn <= upTo) {
                expected.add(each);
                if (each.initialises) {
                    break;
                }
            }
        }
        return expected;
    }

    @Test
    void leavesOutWhatAnImageMakesUnnecessary() {
        write(new Random(1), 5_000);
        Written some = written.get(2_500);
        tables.imaged(some.page, some.lsn);
        RecordList found = new RecordList();
        tables.collect(some.page, lsn, Integer.MAX_VALUE, found);
        if (!found.startsAnew) {
            assertThat(found.imageLsn).isEqualTo(some.lsn);
        }
        for (int n = 0; n < found.size; n++) {
            assertThat(found.lsns[n]).isGreaterThan(some.lsn);
        }
    }

    @Test
    void makesNoTableOfRecordsThatAreNotInOrder() {
        RecordTable.Builder builder = new RecordTable.Builder();
        builder.add(1, 20, 80, true);
        builder.add(1, 10, 90, false);
        assertThat(builder.take()).isNull();
        builder.add(1, 10, 90, false);
        assertThat(builder.take()).isNotNull();
    }

    @Test
    void refusesBytesThatAreTooShort() {
        assertThatThrownBy(() -> RecordTable.copyOf(new byte[8], 0, 8))
                .isInstanceOf(CorruptRedoException.class);
    }

    private void write(Random random, int records) {
        RecordTable.Builder builder = new RecordTable.Builder();
        List<LogEntry> batches = new ArrayList<>();
        for (int left = records; left > 0; ) {
            int count = Math.min(left, 1 + random.nextInt(50));
            left -= count;
            SummarizedBatch batch = new SummarizedBatch();
            batch.previous = lsn;
            batch.first = lsn + 1;
            int first = written.size();
            for (int n = 0; n < count; n++) {
                lsn += n == 0 ? 1 : 1 + random.nextInt(3);
                long page = random.nextInt(4) == 0 ? 7 : random.nextInt(PAGES);
                int offset = 80 + 100 * n;
                boolean initialises = random.nextInt(40) == 0;
                builder.add(page, lsn, offset, initialises);
                written.add(new Written(page, lsn, offset, initialises));
            }
            batch.last = lsn;
            LogEntry entry = new LogEntry(batch);
            batches.add(entry);
            if (random.nextInt(20) == 0) {
                entry.annul();
                written.subList(first, written.size()).clear();
            }
        }
        byte[] bytes = Objects.requireNonNull(builder.take());
        RecordTable table = RecordTable.copyOf(bytes, 0, bytes.length);
        batches.forEach(table::add);
        tables.add(table);
    }
}
