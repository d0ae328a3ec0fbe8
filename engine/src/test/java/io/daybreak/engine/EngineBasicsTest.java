package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.delete;
import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.scan;
import static io.daybreak.engine.EngineFixture.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One session, no concurrency: rows go in, come out, change, and survive a restart. */
class EngineBasicsTest {
    private final EngineFixture db = new EngineFixture();

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void readsWhatWasInsertedAlsoAfterACrash() {
        Table table = db.create(EngineFixture.usual("t"));
        Transaction txn = db.begin();
        for (int i = 0; i < 1000; i++) {
            insert(txn, table, i, i % 7, "name" + i);
        }
        txn.commit();
        assertThat(db.all(table)).hasSize(1000).contains("42,0,name42");
        db.crash();
        table = db.table("t");
        assertThat(db.all(table)).hasSize(1000).contains("42,0,name42");
        assertThat(db.engine.check(table)).isEmpty();
    }

    @Test
    void rollsBackChangesOfAllKinds() {
        Table table = db.create(EngineFixture.usual("t"));
        Transaction txn = db.begin();
        insert(txn, table, 1, 10, "one");
        insert(txn, table, 2, 20, "two");
        txn.commit();
        txn = db.begin();
        update(txn, table, 1, 1, 11, "uno");
        delete(txn, table, 2);
        insert(txn, table, 3, 30, "three");
        insert(txn, table, 2, 22, "two again");
        assertThat(scan(txn, table.clustered(), KeyRange.ALL, false))
                .containsExactly("1,11,uno", "2,22,two again", "3,30,three");
        txn.rollback();
        assertThat(db.all(table)).containsExactly("1,10,one", "2,20,two");
        assertThat(db.engine.check(table)).isEmpty();
    }

    @Test
    void rollsBackWhatACrashInterrupted() throws InterruptedException {
        Table table = db.create(EngineFixture.usual("t"));
        Transaction txn = db.begin();
        insert(txn, table, 1, 10, "one");
        txn.commit();
        txn = db.begin();
        update(txn, table, 1, 1, 11, "uno");
        insert(txn, table, 3, 30, "three");
        db.crash();
        table = db.table("t");
        assertThat(db.all(table)).containsExactly("1,10,one");
        while (db.engine.status().activeTransactions() > 0) {
            Thread.sleep(1);
        }
        assertThat(db.engine.check(table)).isEmpty();
    }

    @Test
    void refusesDuplicatesInEveryUniqueIndex() {
        Table table = db.create(EngineFixture.usual("t"));
        Transaction txn = db.begin();
        insert(txn, table, 1, 10, "one");
        assertThatThrownBy(() -> insert(txn, table, 1, 11, "other"))
                .isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> insert(txn, table, 2, 11, "ONE"))
                .isInstanceOf(DuplicateKeyException.class)
                .satisfies(e ->
                        assertThat(((DuplicateKeyException) e).index().spec().name())
                                .isEqualTo("name"));
        insert(txn, table, 2, 11, null);
        insert(txn, table, 3, 11, null);
        assertThatThrownBy(() -> update(txn, table, 2, 2, 11, "one"))
                .isInstanceOf(DuplicateKeyException.class);
        txn.commit();
        assertThat(db.all(table)).containsExactly("1,10,one", "2,11,null", "3,11,null");
        assertThat(db.engine.check(table)).isEmpty();
    }

    @Test
    void readsRangesOfAnIndexBothWays() {
        Table table = db.create(EngineFixture.usual("t"));
        Transaction txn = db.begin();
        for (int i = 0; i < 20; i++) {
            insert(txn, table, i, i / 2, "n" + i);
        }
        txn.commit();
        Transaction reader = db.begin();
        var k = index(table, "k");
        KeyRange range = new KeyRange(k.encodeKey(3L), false, k.encodeKey(5L), true);
        assertThat(scan(reader, k, range, false))
                .containsExactly("8,4,n8", "9,4,n9", "10,5,n10", "11,5,n11");
        assertThat(scan(reader, k, range, true))
                .containsExactly("11,5,n11", "10,5,n10", "9,4,n9", "8,4,n8");
        reader.commit();
    }

    @Test
    void keepsLongValuesInOverflowPages() {
        Table table = db.create(EngineFixture.usual("t"));
        String long1 = "x".repeat(100_000);
        String long2 = "y".repeat(200_000);
        Table plain =
                db.create(
                        new io.daybreak.engine.api.TableSpec(
                                "test",
                                "p",
                                table.spec().columns(),
                                table.spec().primaryKey(),
                                List.of(),
                                new byte[0]));
        Transaction txn = db.begin();
        insert(txn, plain, 1, 1, long1);
        txn.commit();
        txn = db.begin();
        update(txn, plain, 1, 1, 1, long2);
        txn.rollback();
        assertThat(db.all(plain)).containsExactly("1,1," + long1);
        txn = db.begin();
        update(txn, plain, 1, 1, 1, long2);
        txn.commit();
        db.crash();
        assertThat(db.all(db.table("p"))).containsExactly("1,1," + long2);
    }

    @Test
    void changesPrimaryKeys() {
        Table table = db.create(EngineFixture.usual("t"));
        Transaction txn = db.begin();
        insert(txn, table, 1, 10, "one");
        update(txn, table, 1, 5, 10, "one");
        txn.commit();
        assertThat(db.all(table)).containsExactly("5,10,one");
        assertThat(db.engine.check(table)).isEmpty();
    }
}
