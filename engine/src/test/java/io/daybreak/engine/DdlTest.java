package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.scan;
import static io.daybreak.engine.EngineFixture.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableChangedException;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Definitions change as a whole or not at all, also over crashes. */
@Timeout(60)
class DdlTest {
    private final EngineFixture db = new EngineFixture();

    @AfterEach
    void close() {
        db.close();
    }

    private Table filled(int rows) {
        Table table = db.create(EngineFixture.usual("t"));
        Transaction txn = db.begin();
        for (int i = 0; i < rows; i++) {
            insert(txn, table, i, i % 10, "n" + i);
        }
        txn.commit();
        return table;
    }

    private static TableSpec withColumn(TableSpec spec) {
        List<ColumnSpec> columns = new ArrayList<>(spec.columns());
        columns.add(new ColumnSpec("extra", EngineFixture.INT, false, 7L));
        return new TableSpec(
                spec.schema(),
                spec.name(),
                columns,
                spec.primaryKey(),
                spec.secondary(),
                spec.definition());
    }

    private static TableSpec named(Table table, String name) {
        TableSpec spec = table.spec();
        return new TableSpec(
                spec.schema(),
                name,
                spec.columns(),
                spec.primaryKey(),
                spec.secondary(),
                spec.definition());
    }

    @Test
    void anOlderReadViewDoesNotReadANewIndex() {
        Table table = filled(30);
        Transaction reader = db.begin();
        reader.takeReadView();
        Transaction writer = db.begin();
        update(writer, table, 3, 3, 77, "moved");
        writer.commit();
        Transaction ddl = db.begin();
        ddl.ddl().addIndex(table, EngineFixture.index("both", true, 1, 0), new byte[0]);
        ddl.commit();
        db.create(EngineFixture.usual("younger"));
        Table changed = db.table("t");
        assertThatThrownBy(() -> scan(reader, index(changed, "both"), KeyRange.ALL, false))
                .isInstanceOf(TableChangedException.class);
        assertThatThrownBy(() -> scan(reader, db.table("younger").clustered(), KeyRange.ALL, false))
                .isInstanceOf(TableChangedException.class);
        assertThat(scan(reader, index(changed, "k"), KeyRange.ALL, false))
                .hasSize(30)
                .contains("3,3,n3");
        reader.commit();
        Transaction later = db.begin();
        assertThat(scan(later, index(changed, "both"), KeyRange.ALL, false))
                .hasSize(30)
                .contains("3,77,moved");
        later.commit();
    }

    @Test
    void addsAColumnInstantly() {
        Table table = filled(3);
        Transaction ddl = db.begin();
        table = ddl.ddl().alterTable(table, withColumn(table.spec()));
        ddl.commit();
        Transaction txn = db.begin();
        insert(txn, table, 9, 9, "nine", 8);
        update(txn, table, 1, 1, 1, "n1", 6);
        txn.commit();
        assertThat(db.all(table)).containsExactly("0,0,n0,7", "1,1,n1,6", "2,2,n2,7", "9,9,nine,8");
        db.crash();
        assertThat(db.all(db.table("t"))).hasSize(4).contains("2,2,n2,7");
    }

    /** Statements are planned without a lock on the names in them. */
    @Test
    void aNameThatStaysIsNeverMissing() throws Exception {
        String schema = filled(1).spec().schema();
        db.create(EngineFixture.usual("u"));
        AtomicBoolean done = new AtomicBoolean();
        FutureTask<Integer> missing =
                new FutureTask<>(() -> {
                    int count = 0;
                    while (!done.get()) {
                        count += db.engine.table(schema, "t") == null ? 1 : 0;
                        count += db.engine.table(schema, "u") == null ? 1 : 0;
                    }
                    return count;
                });
        Thread.ofPlatform().start(missing);
        for (int i = 0; i < 300; i++) {
            Transaction altered = db.begin();
            altered.ddl().alterTable(db.table("t"), db.table("t").spec());
            altered.commit();
            long was = db.table("t").id();
            Transaction swapped = db.begin();
            Table other = swapped.ddl().alterTable(db.table("t"), named(db.table("t"), "other"));
            swapped.ddl().alterTable(db.table("u"), named(other, "t"));
            swapped.ddl().alterTable(other, named(other, "u"));
            swapped.commit();
            assertThat(db.table("u").id()).isEqualTo(was);
            assertThat(db.engine.table(schema, "other")).isNull();
        }
        done.set(true);
        assertThat(missing.get()).isZero();
    }

    @Test
    void aTableGetsItsOwnNameBack() {
        Table table = filled(2);
        String schema = table.spec().schema();
        Transaction txn = db.begin();
        Table other = txn.ddl().alterTable(table, named(table, "other"));
        txn.ddl().alterTable(other, named(other, "t"));
        txn.commit();
        assertThat(db.engine.table(schema, "other")).isNull();
        assertThat(db.all(db.table("t"))).hasSize(2);
    }

    @Test
    void buildsAndDropsAnIndex() {
        Table table = filled(3000);
        Transaction ddl = db.begin();
        table = ddl.ddl().addIndex(table, EngineFixture.index("both", true, 1, 0), new byte[] {9});
        ddl.commit();
        assertThat(db.engine.check(table)).isEmpty();
        Transaction txn = db.begin();
        var both = index(table, "both");
        assertThat(scan(txn, both, KeyRange.prefix(both.encodeKey(3L)), false)).hasSize(300);
        txn.commit();
        ddl = db.begin();
        table = ddl.ddl().dropIndex(table, "both", new byte[0]);
        ddl.commit();
        assertThat(table.indexes()).hasSize(3);
        db.crash();
        assertThat(db.engine.check(db.table("t"))).isEmpty();
    }

    @Test
    void refusesAUniqueIndexOverEqualRows() {
        Table table = filled(20);
        Transaction ddl = db.begin();
        Table before = table;
        assertThatThrownBy(() ->
                        ddl.ddl().addIndex(before, EngineFixture.index("uk", true, 1), new byte[0]))
                .isInstanceOf(DuplicateKeyException.class);
        ddl.rollback();
        assertThat(db.table("t").indexes()).hasSize(3);
        assertThat(db.engine.check(db.table("t"))).isEmpty();
    }

    @Test
    void truncatesAndCountsAnew() {
        Table table = filled(100);
        db.engine.raiseAutoIncrement(table, 100);
        assertThat(db.engine.nextAutoIncrement(table, 1, 1, 1)).isEqualTo(101);
        Transaction ddl = db.begin();
        table = ddl.ddl().truncate(table);
        ddl.commit();
        assertThat(db.all(table)).isEmpty();
        assertThat(db.engine.nextAutoIncrement(table, 1, 1, 1)).isEqualTo(1);
        Transaction txn = db.begin();
        insert(txn, table, 1, 1, "n1");
        txn.commit();
        assertThat(db.all(table)).containsExactly("1,1,n1");
    }

    @Test
    void keepsTheCounterOverACrash() {
        Table table = filled(0);
        long first = db.engine.nextAutoIncrement(table, 3, 1, 1);
        assertThat(first).isEqualTo(1);
        Transaction txn = db.begin();
        insert(txn, table, 3, 1, "n1");
        EngineFixture.delete(txn, table, 3);
        txn.commit();
        db.crash();
        assertThat(db.engine.peekAutoIncrement(db.table("t"))).isEqualTo(4);
        assertThat(db.engine.nextAutoIncrement(db.table("t"), 1, 10, 5)).isEqualTo(5);
        assertThat(db.engine.nextAutoIncrement(db.table("t"), 2, 10, 5)).isEqualTo(15);
        assertThat(db.engine.peekAutoIncrement(db.table("t"))).isEqualTo(26);
    }

    @Test
    void purgeFollowsTheOldestView() throws InterruptedException {
        Table table = filled(50);
        Transaction reader = db.begin();
        assertThat(scan(reader, table.clustered(), KeyRange.ALL, false)).hasSize(50);
        for (int round = 0; round < 40; round++) {
            Transaction txn = db.begin();
            for (int i = 0; i < 50; i++) {
                update(txn, table, i, i, round, "r" + round + "-" + i);
            }
            txn.commit();
        }
        assertThat(db.engine.status().historyLength()).isGreaterThanOrEqualTo(40);
        assertThat(scan(reader, index(table, "k"), KeyRange.ALL, false)).hasSize(50);
        assertThat(scan(reader, table.clustered(), KeyRange.ALL, false)).contains("7,7,n7");
        reader.commit();
        while (db.engine.status().historyLength() > 0) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        assertThat(db.engine.check(table)).isEmpty();
        assertThat(db.engine.estimateRows(index(table, "k"), KeyRange.ALL)).isEqualTo(50);
    }

    /** Every prefix of the redo that ends a mini-transaction is a state a crash may leave. */
    @Test
    void isWholeAfterACrashAtEveryPoint() {
        int step = 0;
        boolean more = true;
        while (more) {
            InMemoryVolume volume = InMemoryVolume.durableOnDemand(1024);
            volume.makeDurable(Long.MAX_VALUE);
            StorageEngine engine = open(volume, true);
            long start = volume.lastLsn();
            script(engine);
            long end = volume.lastLsn();
            long cut = start + 1 + step;
            more = cut < end;
            InMemoryVolume after = volume.crash(Math.min(cut, end));
            engine.close();
            StorageEngine again = open(after, false);
            try {
                verify(again);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("cut " + step + " of " + (end - start), e);
            }
            again.close();
            step += 1 + step / 100;
        }
        assertThat(step).isGreaterThan(150);
    }

    private static StorageEngine open(InMemoryVolume volume, boolean fresh) {
        volume.makeDurable(volume.lastLsn());
        return Engines.open(volume, new EngineConfig(8L << 20, fresh ? 0 : 1));
    }

    private static void script(StorageEngine engine) {
        Transaction txn = engine.begin(io.daybreak.engine.api.Isolation.REPEATABLE_READ, false);
        txn.ddl().createSchema("test", new byte[0]);
        txn.commit();
        txn = engine.begin(io.daybreak.engine.api.Isolation.REPEATABLE_READ, false);
        Table table = txn.ddl().createTable(EngineFixture.usual("t"));
        txn.commit();
        txn = engine.begin(io.daybreak.engine.api.Isolation.REPEATABLE_READ, false);
        for (int i = 0; i < 10; i++) {
            insert(txn, table, i, i, "n" + i);
        }
        txn.commit();
        txn = engine.begin(io.daybreak.engine.api.Isolation.REPEATABLE_READ, false);
        table = txn.ddl().addIndex(table, EngineFixture.index("x", false, 1, 2), new byte[0]);
        txn.commit();
        txn = engine.begin(io.daybreak.engine.api.Isolation.REPEATABLE_READ, false);
        EngineFixture.update(txn, table, 1, 1, 11, "changed");
        EngineFixture.delete(txn, table, 2);
        txn.rollback();
        txn = engine.begin(io.daybreak.engine.api.Isolation.REPEATABLE_READ, false);
        table = txn.ddl().truncate(table);
        txn.commit();
        txn = engine.begin(io.daybreak.engine.api.Isolation.REPEATABLE_READ, false);
        txn.ddl().dropTable(table);
        txn.ddl().createTable(EngineFixture.usual("u"));
        txn.commit();
    }

    private static void verify(StorageEngine engine) {
        for (Table table : engine.tables("test")) {
            assertThat(engine.check(table)).isEmpty();
            Transaction txn = engine.begin(io.daybreak.engine.api.Isolation.REPEATABLE_READ, false);
            List<String> rows = scan(txn, table.clustered(), KeyRange.ALL, false);
            assertThat(rows.size()).isIn(0, 10);
            if (!rows.isEmpty()) {
                assertThat(rows).contains("1,1,n1", "2,2,n2");
            }
            insert(txn, table, 100, 1, "new");
            txn.commit();
            assertThat(engine.check(table)).isEmpty();
        }
        assertThat(engine.tables("test").size()).isLessThanOrEqualTo(1);
    }
}
