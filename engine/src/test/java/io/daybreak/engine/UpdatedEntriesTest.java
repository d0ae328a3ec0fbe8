package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.scan;
import static io.daybreak.engine.EngineFixture.update;
import static io.daybreak.engine.EngineFixture.usual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.LockWaitTimeoutException;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an update does to the row's entries in secondary indexes. */
final class UpdatedEntriesTest {
    private final EngineFixture db = new EngineFixture(0);
    private Table table;

    @BeforeEach
    void fill() {
        table = db.create(usual("t"));
        Transaction txn = db.begin();
        for (int id = 1; id <= 20; id++) {
            insert(txn, table, id, 10 * id, "n" + id);
        }
        txn.commit();
    }

    @AfterEach
    void close() {
        db.close();
    }

    /** LSNs are of records: how many the update writes. */
    private long records(Transaction txn, int id, Object... values) {
        long before = db.volume.durableLsn();
        assertThat(update(txn, table, id, values)).isTrue();
        return db.volume.durableLsn() - before;
    }

    @Test
    void anEntryThatStaysOnItsLeafTakesOneRecord() {
        Transaction holder = db.begin();
        scan(holder, table.clustered(), KeyRange.ALL, false);
        Transaction txn = db.begin();
        update(txn, table, 1, 1, 11, "n1");
        assertThat(records(txn, 2, 2, 21, "n2")).as("undo, row, entry").isEqualTo(3);
        assertThat(records(txn, 3, 3, 5, "n3")).as("to the first place").isEqualTo(3);
        assertThat(records(txn, 4, 4, 500, "n4")).as("to the last place").isEqualTo(3);
        assertThat(records(txn, 2, 2, 20, "n2")).as("back to the old entry").isEqualTo(3);
        assertThat(records(txn, 5, 5, 50, "other"))
                .as("of a unique index: marked, and inserted by itself")
                .isEqualTo(4);
        txn.commit();
        assertThat(scan(holder, index(table, "k"), KeyRange.ALL, false))
                .as("a view from before")
                .startsWith("1,10,n1", "2,20,n2", "3,30,n3", "4,40,n4", "5,50,n5")
                .hasSize(20);
        holder.commit();
        Transaction after = db.begin();
        assertThat(scan(after, index(table, "k"), KeyRange.ALL, false))
                .startsWith("3,5,n3", "1,11,n1", "2,20,n2", "5,50,other")
                .endsWith("4,500,n4")
                .hasSize(20);
        after.commit();
    }

    @Test
    void aRangeThatAnotherHoldsIsWaitedFor() {
        Transaction holder = db.begin();
        KeyRange fifty = KeyRange.prefix(index(table, "k").encodeKey(50L));
        assertThat(scan(holder, index(table, "k"), fifty, false, LockMode.EXCLUSIVE)).hasSize(1);
        Transaction txn = db.begin();
        txn.lockWaitTimeoutMillis(1);
        assertThatThrownBy(() -> update(txn, table, 4, 4, 50, "n4"))
                .isInstanceOf(LockWaitTimeoutException.class);
        txn.rollbackStatement();
        txn.beginStatement();
        assertThat(scan(txn, index(table, "k"), KeyRange.ALL, false)).contains("4,40,n4");
        assertThat(update(txn, table, 4, 4, 35, "n4")).isTrue();
        holder.rollback();
        assertThat(update(txn, table, 4, 4, 50, "n4")).isTrue();
        txn.commit();
        Transaction after = db.begin();
        assertThat(scan(after, index(table, "k"), KeyRange.ALL, false))
                .contains("4,50,n4")
                .hasSize(20);
        after.commit();
    }
}
