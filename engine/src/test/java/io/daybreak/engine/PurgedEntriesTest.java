package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.BIGINT;
import static io.daybreak.engine.EngineFixture.INT;
import static io.daybreak.engine.EngineFixture.TEXT;
import static io.daybreak.engine.EngineFixture.delete;
import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.primary;
import static io.daybreak.engine.EngineFixture.scan;
import static io.daybreak.engine.EngineFixture.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.table.EngineIndex;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When no view needs old versions any more, the indexes hold the entries of the rows alone. */
final class PurgedEntriesTest {
    private static final int IDS = 12;

    private final Random random = new Random();

    /** Wide enough that an update's undo is shorter than the row; "name" not always. */
    private static TableSpec spec() {
        return new TableSpec(
                "test",
                "t",
                List.of(
                        new ColumnSpec("id", INT, false, null),
                        new ColumnSpec("k", INT, true, null),
                        new ColumnSpec("b", BIGINT, true, null),
                        new ColumnSpec("name", TEXT, true, null),
                        new ColumnSpec("pad", TEXT, true, null)),
                primary(0),
                List.of(
                        index("k", false, 1),
                        index("bk", false, 2, 1),
                        index("name", false, 3),
                        new IndexSpec("pad", false, List.of(new KeyPart(4, 20, false)))),
                new byte[0]);
    }

    private static String text(int n) {
        return switch (n % 4) {
            case 0 -> "short" + n;
            case 1 -> "x".repeat(150) + n;
            case 2 -> "";
            default -> "y".repeat(90) + n % 8;
        };
    }

    /** Most updates change numbers alone. */
    private @Nullable Object[] values(int id) {
        int n = random.nextInt(40);
        return new @Nullable Object[] {
            id,
            random.nextInt(5) == 0 ? null : random.nextInt(60),
            random.nextInt(3),
            random.nextInt(5) > 0 ? text(1) : text(n),
            switch (random.nextInt(30)) {
                case 0 -> "long".repeat(8_000) + n;
                case 1, 2, 3 -> text(n);
                default -> text(3);
            }
        };
    }

    private void change(Transaction txn, Table table) {
        for (int i = random.nextInt(6); i >= 0; i--) {
            int id = random.nextInt(IDS);
            if (!update(txn, table, id, values(id))) {
                insert(txn, table, values(id));
            } else if (random.nextInt(5) == 0) {
                delete(txn, table, id);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsLeftOfOldVersions(int seed) throws InterruptedException {
        random.setSeed(seed);
        try (EngineFixture db = new EngineFixture()) {
            Table table = db.create(spec());
            TreeMap<Integer, Transaction> readers = new TreeMap<>();
            for (int i = 0; i < 400; i++) {
                Transaction txn = db.begin();
                change(txn, table);
                switch (random.nextInt(8)) {
                    case 0 -> txn.rollback();
                    case 1 -> {
                        txn.rollbackStatement();
                        txn.commit();
                    }
                    default -> txn.commit();
                }
                if (random.nextInt(10) == 0) {
                    Transaction reader = db.begin();
                    scan(reader, table.clustered(), KeyRange.ALL, false);
                    Transaction other = readers.put(i + random.nextInt(60), reader);
                    if (other != null) {
                        other.commit();
                    }
                }
                while (!readers.isEmpty() && readers.firstKey() <= i) {
                    readers.pollFirstEntry().getValue().commit();
                }
            }
            readers.values().forEach(Transaction::commit);
            assertOnlyTheRowsEntries(db, table);
            change(db.begin(), table);
            db.crash();
            assertOnlyTheRowsEntries(db, db.table("t"));
        }
    }

    private static void assertOnlyTheRowsEntries(EngineFixture db, Table table)
            throws InterruptedException {
        while (db.engine.status().historyLength() > 0
                || db.engine.status().activeTransactions() > 0) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        assertThat(db.engine.check(table)).isEmpty();
        int rows = db.all(table).size();
        for (Index index : table.indexes()) {
            assertThat(entries(index)).as(index.spec().name()).isEqualTo(rows);
        }
    }

    /** Those that are marked deleted, too. */
    private static int entries(Index index) {
        LeafScan scan = ((EngineIndex) index).tree().scan();
        int entries = 0;
        for (boolean there = scan.first(true); there; there = scan.next()) {
            entries++;
        }
        return entries;
    }
}
