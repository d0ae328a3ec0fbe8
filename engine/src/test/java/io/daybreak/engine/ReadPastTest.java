package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableChangedException;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.MetadataLock;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What readers see who need not wait for commits that are not durable yet. */
class ReadPastTest {
    private final InMemoryVolume volume = InMemoryVolume.durableOnDemand(4096);
    private final StorageEngine engine = Engines.open(volume, new EngineConfig(16L << 20, 0));
    private Table table = create("t");

    @BeforeEach
    void fill() {
        Transaction txn = begin();
        EngineFixture.insert(txn, table, 1, 10, "durable");
        txn.commit();
        volume.makeDurable(volume.lastLsn());
    }

    @AfterEach
    void close() {
        engine.close();
        volume.close();
    }

    private Table create(String name) {
        Transaction txn = begin();
        if (engine.schemaDefinition("test") == null) {
            txn.ddl().createSchema("test", new byte[0]);
        }
        Table created = txn.ddl().createTable(EngineFixture.usual(name));
        txn.commit();
        volume.makeDurable(volume.lastLsn());
        return created;
    }

    private Transaction begin() {
        Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
        txn.beginStatement();
        return txn;
    }

    private Transaction reader() {
        Transaction txn = begin();
        txn.mayReadPast(true);
        return txn;
    }

    private static List<String> all(Transaction txn, Index by) {
        return scan(txn, by, KeyRange.ALL, false);
    }

    @Test
    void anEntryThatARollbackPutBackIsNotSettledBeforeTheRow() {
        Transaction writer = begin();
        EngineFixture.insert(writer, table, 2, 20, "late");
        writer.commit();
        Transaction undone = begin();
        EngineFixture.delete(undone, table, 2);
        undone.rollback();
        Transaction reader = reader();
        for (Index by : table.indexes()) {
            assertThat(all(reader, by)).containsExactly("1,10,durable");
        }
        assertThat(reader.seenLsn()).isZero();
        reader.commit();
        volume.makeDurable(volume.lastLsn());
        Transaction later = reader();
        for (Index by : table.indexes()) {
            assertThat(all(later, by)).containsExactlyInAnyOrder("1,10,durable", "2,20,late");
        }
        later.commit();
    }

    /**
     * Makes another table of the same name with the same rows.
     *
     * @return the LSN of its commit; purge may append more at any time
     */
    private long copy() {
        Transaction txn = begin();
        txn.lockMetadata("test", "t", MetadataLock.EXCLUSIVE, 1000);
        Table copy = txn.ddl().createTable(EngineFixture.usual("copying"));
        EngineFixture.insert(txn, copy, 1, 10, "durable");
        txn.ddl().dropTable(table);
        txn.ddl().renameTable(copy, "test", "t");
        long committed = txn.commit();
        table = Objects.requireNonNull(engine.table("test", "t"));
        return committed;
    }

    @Test
    void aTableIsNotReadWithoutTheTransactionThatMadeIt() {
        long copied = copy();
        Transaction reader = reader();
        assertThat(all(reader, table.clustered())).containsExactly("1,10,durable");
        assertThat(reader.seenLsn()).as("the answer waits").isEqualTo(copied);
        reader.rollback();
    }

    @Test
    void aStatementOverOldAndNewTablesReadsAllOfThem() {
        Table other = create("other");
        copy();
        Transaction reader = reader();
        reader.lockMetadata("test", "other", MetadataLock.SHARED, 1000);
        reader.lockMetadata("test", "t", MetadataLock.SHARED, 1000);
        assertThat(all(reader, other.clustered())).isEmpty();
        assertThat(all(reader, table.clustered())).containsExactly("1,10,durable");
        assertThat(all(reader, index(table, "k"))).containsExactly("1,10,durable");
        reader.rollback();
    }

    @Test
    void aDefinitionIsWaitedForAlsoIfNoTreeIsNew() {
        Transaction txn = begin();
        txn.lockMetadata("test", "t", MetadataLock.EXCLUSIVE, 1000);
        txn.ddl().dropIndex(table, "k", new byte[0]);
        long dropped = txn.commit();
        Transaction reader = reader();
        reader.lockMetadata("test", "t", MetadataLock.SHARED, 1000);
        Table now = Objects.requireNonNull(engine.table("test", "t"));
        assertThat(all(reader, now.clustered())).containsExactly("1,10,durable");
        assertThat(reader.seenLsn()).isEqualTo(dropped);
        reader.rollback();
    }

    @Test
    void anOlderViewDoesNotTakeACopyOfTheTableForEmpty() {
        Transaction older = begin();
        older.takeReadView();
        copy();
        assertThatThrownBy(() -> all(older, table.clustered()))
                .isInstanceOf(TableChangedException.class);
        older.rollback();
    }

    @Test
    void aViewOfTheTimeWhileAnIndexWasMadeDoesNotReadByIt() {
        Transaction ddl = begin();
        ddl.lockMetadata("test", "t", MetadataLock.EXCLUSIVE, 1000);
        Table changed =
                ddl.ddl().addIndex(table, EngineFixture.index("both", false, 1, 0), new byte[0]);
        Transaction meanwhile = begin();
        meanwhile.takeReadView();
        ddl.commit();
        assertThatThrownBy(() -> all(meanwhile, index(changed, "both")))
                .isInstanceOf(TableChangedException.class);
        assertThat(all(meanwhile, changed.clustered())).containsExactly("1,10,durable");
        meanwhile.rollback();
    }
}
