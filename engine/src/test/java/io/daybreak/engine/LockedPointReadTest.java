package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.delete;
import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.point;
import static io.daybreak.engine.EngineFixture.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.quorum.memory.InMemoryVolume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a statement waits for that locks a key and then changes nothing. */
class LockedPointReadTest {
    private static final int ROWS = 2000;

    private final InMemoryVolume volume = InMemoryVolume.durableOnDemand(4096);
    private final StorageEngine engine = Engines.open(volume, new EngineConfig(16L << 20, 0));
    private Table table;

    @BeforeEach
    void fill() {
        Transaction txn = begin();
        txn.ddl().createSchema("test", new byte[0]);
        table = txn.ddl().createTable(EngineFixture.usual("t"));
        String name = "x".repeat(PageLayout.PAGE_SIZE / 40);
        for (int id = 1; id <= ROWS; id += 2) {
            insert(txn, table, id, id, name + id);
        }
        txn.commit();
        volume.makeDurable(volume.lastLsn());
    }

    @AfterEach
    void close() {
        engine.close();
        volume.close();
    }

    private Transaction begin() {
        Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
        txn.beginStatement();
        return txn;
    }

    private long commitDelete(int id) {
        Transaction txn = begin();
        assertThat(delete(txn, table, id)).isTrue();
        return txn.commit();
    }

    @Test
    void aKeyWithoutARecordIsFoundMissingBesideCommitsThatWait() {
        commitDelete(ROWS - 1);
        Transaction txn = begin();
        assertThat(delete(txn, table, 2)).isFalse();
        assertThat(txn.commit()).isZero();
    }

    @Test
    void whoFindsTheDeleteMarkOfACommitWaitsForIt() {
        long deleted = commitDelete(1);
        commitDelete(ROWS - 1);
        Transaction txn = begin();
        assertThat(delete(txn, table, 1)).isFalse();
        assertThat(txn.commit()).isEqualTo(deleted);
        volume.makeDurable(deleted);
        txn = begin();
        assertThat(delete(txn, table, 1)).isFalse();
        assertThat(txn.commit()).isZero();
    }

    @Test
    void whoLocksARowThatNobodyChangedDoesNotWait() {
        commitDelete(ROWS - 1);
        Transaction txn = begin();
        try (Cursor cursor = point(txn, table, LockMode.EXCLUSIVE, 1)) {
            assertThat(cursor.next()).isTrue();
        }
        assertThat(txn.seenLsn()).isZero();
        txn.rollback();
    }

    @Test
    void whoLocksTheVersionOfACommitWaitsForIt() {
        Transaction writer = begin();
        assertThat(EngineFixture.update(writer, table, 1, 1, 7, "new")).isTrue();
        long written = writer.commit();
        commitDelete(ROWS - 1);
        Transaction txn = begin();
        try (Cursor cursor = point(txn, table, LockMode.SHARE, 1)) {
            assertThat(cursor.next()).isTrue();
        }
        assertThat(txn.seenLsn()).isEqualTo(written);
        txn.rollback();
    }

    @Test
    void aRecordThatIsGoneIsWaitedForByItsPage() {
        Transaction writer = begin();
        insert(writer, table, 2, 2, "undone");
        writer.rollback();
        long gone = volume.lastLsn();
        commitDelete(ROWS - 1);
        Transaction txn = begin();
        assertThat(delete(txn, table, 2)).isFalse();
        assertThat(txn.commit()).isPositive().isLessThanOrEqualTo(gone);
    }

    @Test
    void aScanThatLocksWaitsForEveryCommit() {
        long deleted = commitDelete(ROWS - 1);
        Transaction txn = begin();
        Index byK = EngineFixture.index(table, "k");
        KeyRange ones = KeyRange.prefix(byK.encodeKey(1L));
        assertThat(scan(txn, byK, ones, false, LockMode.EXCLUSIVE)).hasSize(1);
        assertThat(txn.seenLsn()).isEqualTo(deleted);
        txn.rollback();
    }
}
