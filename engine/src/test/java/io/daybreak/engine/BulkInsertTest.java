package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.LockWaitTimeoutException;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows whose index entries are put off are as whole as others, whatever happens between. */
class BulkInsertTest {
    private final EngineFixture db = new EngineFixture();
    private Table table = db.create(EngineFixture.usual("t"));

    @AfterEach
    void close() {
        db.close();
    }

    private static Object[] row(long id, long k, String name) {
        return new Object[] {id, k, name.getBytes(StandardCharsets.UTF_8)};
    }

    private long count(Transaction txn, String index) {
        long rows = 0;
        try (Cursor cursor = txn.open(index(table, index), LockMode.NONE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            while (cursor.next()) {
                rows++;
            }
        }
        return rows;
    }

    private void fill(Transaction txn, int from, int rows, Random random) {
        txn.beginBulk();
        for (int i = from; i < from + rows; i++) {
            txn.insert(table, row(i, random.nextInt(1000), "n" + i), OnDuplicate.FAIL);
        }
    }

    private void assertWhole(long rows) {
        Transaction reader = db.begin();
        assertThat(count(reader, "k")).isEqualTo(rows);
        assertThat(count(reader, "name")).isEqualTo(rows);
        reader.rollback();
        assertThat(db.engine.check(table)).isEmpty();
    }

    @Test
    void entriesGoToTheirPlacesAmongThoseThatAreThere() {
        Random random = new Random(7);
        for (int batch = 0; batch < 5; batch++) {
            Transaction txn = db.begin();
            fill(txn, batch * 4000, 4000, random);
            txn.endBulk();
            txn.endStatement();
            assertThat(count(txn, "k")).isEqualTo(4000 * (batch + 1));
            txn.commit();
        }
        assertWhole(20_000);
    }

    @Test
    void moreThanTheBufferHoldsIsWrittenBetween() {
        Transaction txn = db.begin();
        fill(txn, 0, 150_000, new Random(8));
        txn.endBulk();
        txn.commit();
        assertWhole(150_000);
    }

    @Test
    void aStatementIsUndoneWithAndWithoutItsEntries() {
        Random random = new Random(9);
        Transaction txn = db.begin();
        fill(txn, 0, 500, random);
        txn.endBulk();
        txn.endStatement();
        txn.beginStatement();
        fill(txn, 500, 500, random);
        assertThatThrownBy(() -> txn.insert(table, row(3, 1, "x"), OnDuplicate.FAIL))
                .isInstanceOf(DuplicateKeyException.class);
        txn.rollbackStatement();
        txn.beginStatement();
        fill(txn, 500, 500, random);
        txn.endBulk();
        txn.rollbackStatement();
        txn.commit();
        assertWhole(500);
    }

    @Test
    void aRowThatIsRefusedLeavesNoEntry() {
        Transaction txn = db.begin();
        txn.beginBulk();
        assertThat(txn.insert(table, row(1, 1, "a"), OnDuplicate.REPORT)).isNull();
        assertThat(txn.insert(table, row(2, 2, "a"), OnDuplicate.REPORT)).isNotNull();
        assertThat(txn.insert(table, row(3, 3, "b"), OnDuplicate.REPORT)).isNull();
        txn.endBulk();
        txn.commit();
        assertWhole(2);
    }

    @Test
    void aGapThatAnotherHoldsIsWaitedFor() {
        Transaction first = db.begin();
        first.insert(table, row(1, 100, "a"), OnDuplicate.FAIL);
        first.commit();
        Transaction holder = db.begin(Isolation.REPEATABLE_READ);
        try (Cursor cursor = holder.open(index(table, "k"), LockMode.EXCLUSIVE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            while (cursor.next()) {
                assertThat(cursor.isNull(1)).isFalse();
            }
        }
        Transaction txn = db.begin();
        txn.lockWaitTimeoutMillis(1);
        fill(txn, 10, 10, new Random(3));
        assertThatThrownBy(txn::endBulk).isInstanceOf(LockWaitTimeoutException.class);
        txn.rollbackStatement();
        holder.rollback();
        txn.beginStatement();
        fill(txn, 10, 10, new Random(3));
        txn.endBulk();
        txn.commit();
        assertWhole(11);
    }

    @Test
    void aCrashBeforeTheEntriesTakesTheRowsBack() {
        Transaction done = db.begin();
        fill(done, 0, 100, new Random(4));
        done.endBulk();
        done.commit();
        Transaction txn = db.begin();
        fill(txn, 100, 100, new Random(5));
        db.crash();
        table = db.table("t");
        assertWhole(100);
    }

    /** No unique index but the primary key: rows wait, too. */
    private void withoutUniqueIndex() {
        TableSpec usual = EngineFixture.usual("p");
        table =
                db.create(
                        new TableSpec(
                                usual.schema(),
                                usual.name(),
                                usual.columns(),
                                usual.primaryKey(),
                                List.of(EngineFixture.index("k", false, 1)),
                                usual.definition()));
    }

    private void assertWholeByKey(long rows) {
        Transaction reader = db.begin();
        assertThat(count(reader, "k")).isEqualTo(rows);
        assertThat(count(reader, "PRIMARY")).isEqualTo(rows);
        reader.rollback();
        assertThat(db.engine.check(table)).isEmpty();
    }

    @Test
    void rowsOfAnyOrderGoToTheirPlaces() {
        withoutUniqueIndex();
        Random random = new Random(10);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            ids.add(i);
        }
        // Runs in order, of lengths that end before, at and behind what is written together.
        Collections.rotate(ids, 7_777);
        for (int i = 0; i + 200 < ids.size(); i += 1 + random.nextInt(150)) {
            Collections.swap(ids, i, i + random.nextInt(200));
        }
        Transaction txn = db.begin();
        txn.beginBulk();
        for (int id : ids) {
            txn.insert(
                    table, row(id, random.nextInt(1000), "n".repeat(id % 300)), OnDuplicate.FAIL);
        }
        txn.endBulk();
        txn.commit();
        assertWholeByKey(20_000);
    }

    @Test
    void aTransactionFindsItsOwnRowsWhileTheyWait() {
        withoutUniqueIndex();
        Transaction txn = db.begin();
        txn.beginBulk();
        for (int i = 0; i < 10; i++) {
            txn.insert(table, row(i, i, "n" + i), OnDuplicate.FAIL);
            assertThat(count(txn, "PRIMARY")).isEqualTo(i + 1);
        }
        txn.endBulk();
        txn.commit();
        assertWholeByKey(10);
    }

    @Test
    void aDuplicateAmongRowsThatWaitNamesItsOwnRow() {
        withoutUniqueIndex();
        Transaction txn = db.begin();
        fill(txn, 0, 10, new Random(11));
        txn.insert(table, row(5, 1, "again"), OnDuplicate.FAIL);
        txn.insert(table, row(11, 1, "behind"), OnDuplicate.FAIL);
        assertThatThrownBy(txn::endBulk)
                .isInstanceOfSatisfying(
                        DuplicateKeyException.class, e -> assertThat(e.key()).containsExactly(5L));
        // Nothing waits any more, and nothing is there that has no row.
        txn.endBulk();
        txn.rollbackStatement();
        txn.commit();
        assertWholeByKey(0);
    }

    @Test
    void theCounterIsWrittenWithTheRowsAndNotForEachOfThem() throws InterruptedException {
        withoutUniqueIndex();
        awaitNoRedo();
        Transaction txn = db.begin();
        txn.beginBulk();
        long before = db.volume.lastLsn();
        for (int i = 1; i <= 50; i++) {
            db.engine.noteAutoIncrement(table, i);
            txn.insert(table, row(i, 1, "n"), OnDuplicate.FAIL);
        }
        assertThat(db.engine.peekAutoIncrement(table)).isEqualTo(51);
        assertThat(db.volume.lastLsn()).as("redo while the rows wait").isEqualTo(before);
        txn.endBulk();
        txn.commit();
        db.crash();
        table = db.table("p");
        assertThat(db.engine.peekAutoIncrement(table)).isEqualTo(51);
        assertWholeByKey(50);
    }

    /** Purge writes, too: what the table's making left behind. */
    private void awaitNoRedo() throws InterruptedException {
        long last;
        do {
            last = db.volume.lastLsn();
            Thread.sleep(200);
        } while (db.volume.lastLsn() != last);
    }

    @Test
    void rowsThatWaitAreUndoneAndRecovered() {
        withoutUniqueIndex();
        Transaction txn = db.begin();
        fill(txn, 0, 300, new Random(12));
        txn.endBulk();
        txn.endStatement();
        txn.beginStatement();
        fill(txn, 300, 150, new Random(13));
        txn.rollbackStatement();
        txn.commit();
        assertWholeByKey(300);
        Transaction lost = db.begin();
        fill(lost, 1000, 150, new Random(14));
        db.crash();
        table = db.table("p");
        assertWholeByKey(300);
    }

    @Test
    void aGapOfTheTableThatAnotherHoldsIsWaitedFor() {
        withoutUniqueIndex();
        Transaction holder = db.begin(Isolation.REPEATABLE_READ);
        try (Cursor cursor =
                holder.open(index(table, "PRIMARY"), LockMode.EXCLUSIVE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            assertThat(cursor.next()).isFalse();
        }
        Transaction txn = db.begin();
        txn.lockWaitTimeoutMillis(1);
        fill(txn, 10, 10, new Random(3));
        assertThatThrownBy(txn::endBulk).isInstanceOf(LockWaitTimeoutException.class);
        txn.rollbackStatement();
        holder.rollback();
        txn.beginStatement();
        fill(txn, 10, 10, new Random(3));
        txn.endBulk();
        txn.commit();
        assertWholeByKey(10);
    }
}
