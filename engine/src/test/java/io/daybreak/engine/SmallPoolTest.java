package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.row;
import static io.daybreak.engine.EngineFixture.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data many times the buffer pool, long values among them, under change. */
@Timeout(60)
class SmallPoolTest {
    private static final int ROWS = 1500;

    @Test
    void worksOnMoreThanFitsInMemory() throws InterruptedException {
        InMemoryVolume volume = InMemoryVolume.durableAtOnce(256);
        try (StorageEngine engine = Engines.open(volume, new EngineConfig(1 << 20, 2))) {
            Table table = create(engine);
            Random random = new Random(7);
            for (int i = 0; i < ROWS; i++) {
                Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
                insert(txn, table, i, i % 100, text(i, random.nextInt(20_000)));
                txn.commit();
            }
            for (int i = 0; i < ROWS; i++) {
                int id = random.nextInt(ROWS);
                Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
                try (Cursor cursor = EngineFixture.point(txn, table, LockMode.EXCLUSIVE, id)) {
                    if (cursor.next()) {
                        if (i % 3 == 0) {
                            txn.delete(table, cursor.rowId());
                        } else {
                            txn.update(
                                    table,
                                    cursor.rowId(),
                                    row(id, i % 50, text(id, random.nextInt(20_000))),
                                    OnDuplicate.FAIL);
                        }
                    }
                }
                if (i % 7 == 0) {
                    txn.rollback();
                } else {
                    txn.commit();
                }
            }
            while (engine.status().historyLength() > 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(engine.check(table)).isEmpty();
            Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
            for (String line : scan(txn, table.clustered(), KeyRange.ALL, false)) {
                String[] parts = line.split(",", 3);
                assertThat(parts[2]).startsWith("row" + parts[0] + "-");
            }
            int left = deleteAll(txn, table);
            assertThat(left).isPositive();
            txn.commit();
            while (engine.status().historyLength() > 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(engine.check(table)).isEmpty();
        }
    }

    private static int deleteAll(Transaction txn, Table table) {
        int count = 0;
        try (Cursor cursor = txn.open(table.clustered(), LockMode.EXCLUSIVE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            while (cursor.next()) {
                txn.delete(table, cursor.rowId());
                count++;
            }
        }
        return count;
    }

    private static Table create(StorageEngine engine) {
        TableSpec usual = EngineFixture.usual("t");
        TableSpec spec =
                new TableSpec(
                        "test",
                        "t",
                        usual.columns(),
                        usual.primaryKey(),
                        List.of(
                                EngineFixture.index("k", false, 1),
                                new IndexSpec("prefix", false, List.of(new KeyPart(2, 20, false)))),
                        new byte[0]);
        Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
        txn.ddl().createSchema("test", new byte[0]);
        Table table = txn.ddl().createTable(spec);
        txn.commit();
        return table;
    }

    private static String text(int id, int length) {
        return "row" + id + "-" + "abcdefghij".repeat(length / 10);
    }
}
