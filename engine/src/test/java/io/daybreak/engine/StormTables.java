package io.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableChangedException;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.MetadataLock;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tables that are made, copied, emptied and dropped, and get and lose an index, while their rows
 * are changed and read. Every table has the rows {@code 0} to {@code STAY - 1} from its creation
 * on, in every view that may read it.
 */
final class StormTables {
    static final int TABLES = 3;
    private static final int STAY = 6;
    private static final int OTHERS = 30;

    private final Storm storm;
    private final Random random;

    StormTables(Storm storm, Random random) {
        this.storm = storm;
        this.random = random;
    }

    void create(String name) {
        Transaction txn = storm.engine().begin(Isolation.REPEATABLE_READ, false);
        txn.beginStatement();
        fill(txn, txn.ddl().createTable(spec(name)));
        txn.commit();
    }

    private TableSpec spec(String name) {
        TableSpec usual = EngineFixture.usual(name);
        return new TableSpec(
                "test",
                name,
                usual.columns(),
                random.nextInt(3) == 0 ? null : usual.primaryKey(),
                random.nextBoolean() ? List.of() : List.of(EngineFixture.index("k", false, 1)),
                new byte[0]);
    }

    private void fill(Transaction txn, Table table) {
        for (int i = 0; i < STAY; i++) {
            insert(txn, table, i);
        }
    }

    private void insert(Transaction txn, Table table, int id) {
        int length = random.nextInt(4) == 0 ? 9_000 + random.nextInt(20_000) : random.nextInt(50);
        txn.insert(
                table, EngineFixture.row(id, id % 5, id + "x".repeat(length)), OnDuplicate.REPORT);
    }

    void work(boolean ddl) {
        String name = "d" + random.nextInt(TABLES);
        if (ddl && random.nextInt(3) > 0) {
            storm.transaction(random, Isolation.READ_COMMITTED, txn -> define(txn, name));
        } else if (random.nextBoolean()) {
            storm.transaction(random, Isolation.REPEATABLE_READ, txn -> change(txn, name));
        } else {
            storm.transaction(random, Isolation.REPEATABLE_READ, txn -> read(txn, name));
        }
    }

    // ---- definitions ----

    private void define(Transaction txn, String name) {
        txn.lockMetadata("test", name, MetadataLock.EXCLUSIVE, 1_500);
        txn.beginStatement();
        Table table = storm.table(name);
        switch (random.nextInt(5)) {
            case 0 -> {
                txn.ddl().dropTable(table);
                fill(txn, txn.ddl().createTable(spec(name)));
            }
            case 1 -> fill(txn, txn.ddl().truncate(table));
            case 2 -> copy(txn, table);
            default -> toggleIndex(txn, table);
        }
        txn.endStatement();
    }

    private void toggleIndex(Transaction txn, Table table) {
        if (table.indexes().size() > 1) {
            txn.ddl().dropIndex(table, "k", new byte[0]);
        } else {
            txn.ddl().addIndex(table, EngineFixture.index("k", false, 1), new byte[0]);
        }
    }

    /** As ALTER TABLE does what cannot be done in place. */
    private void copy(Transaction txn, Table table) {
        Table copy = txn.ddl().createTable(spec("copying"));
        try (Cursor cursor = txn.open(table.clustered(), LockMode.SHARE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            while (cursor.next()) {
                @Nullable Object[] row = {cursor.get(0), cursor.get(1), cursor.get(2)};
                txn.insert(copy, row, OnDuplicate.REPORT);
            }
        }
        txn.ddl().dropTable(table);
        txn.ddl().renameTable(copy, "test", table.spec().name());
    }

    // ---- rows ----

    private void change(Transaction txn, String name) {
        txn.lockMetadata("test", name, MetadataLock.SHARED_WRITE, 1_500);
        Table table = storm.table(name);
        for (int n = random.nextInt(3); n >= 0; n--) {
            storm.statement(
                    txn,
                    random,
                    t -> {
                        for (int i = random.nextInt(4); i >= 0; i--) {
                            insert(t, table, STAY + random.nextInt(OTHERS));
                        }
                        delete(t, table);
                    });
        }
    }

    private void delete(Transaction txn, Table table) {
        try (Cursor cursor = txn.open(table.clustered(), LockMode.EXCLUSIVE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, true);
            for (int n = random.nextInt(6); n > 0 && cursor.next(); n--) {
                if (cursor.getLong(0) >= STAY) {
                    txn.delete(table, cursor.rowId());
                }
            }
        }
    }

    private void read(Transaction txn, String name) {
        txn.mayReadPast(random.nextInt(4) > 0);
        boolean older = random.nextInt(4) == 0;
        if (older) {
            txn.takeReadView();
            storm.pause(random);
        }
        txn.lockMetadata("test", name, MetadataLock.SHARED, 1_500);
        txn.beginStatement();
        Table table = storm.table(name);
        List<List<String>> all = new ArrayList<>();
        for (Index index : table.indexes()) {
            try {
                List<String> rows =
                        EngineFixture.scan(
                                txn, index, KeyRange.ALL, random.nextBoolean(), LockMode.NONE);
                Collections.sort(rows);
                all.add(rows);
            } catch (TableChangedException _) {
                assertThat(older).isTrue();
            }
        }
        for (List<String> rows : all) {
            assertThat(rows).isEqualTo(all.getFirst());
            if (!older) {
                List<String> ids = rows.stream().map(r -> r.split(",", -1)[0]).toList();
                assertThat(ids)
                        .containsAll(IntStream.range(0, STAY).mapToObj(String::valueOf).toList());
            }
        }
        txn.endStatement();
    }
}
