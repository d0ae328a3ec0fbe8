package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.delete;
import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.PageFault;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: wherever a crash cuts the log, every page in use has one owner when the engine has come to
 * rest again. Method: one thread does everything that makes, hands over and frees chains of long
 * values and trees; then the log is cut after each mini-transaction in turn.
 */
class PageLeakTest {
    private static final EngineConfig CONFIG = new EngineConfig(32L << 20, 1);

    @Test
    @Timeout(60)
    void aCrashLeavesNoPageWithoutOwner() throws Exception {
        crashEverywhere(23);
    }

    @Test
    @Tag("slow")
    void aCrashAfterAnyMiniTransactionLeavesNoPageWithoutOwner() throws Exception {
        crashEverywhere(1);
    }

    private static void crashEverywhere(int step) throws Exception {
        long survives = 1;
        boolean cut = true;
        while (cut) {
            InMemoryVolume volume = InMemoryVolume.durableOnDemand(4096);
            Engine engine = (Engine) Engines.open(volume, CONFIG);
            volume.makeDurable(volume.lastLsn());
            work(engine);
            cut = survives < volume.lastLsn();
            InMemoryVolume after = volume.crash(survives);
            engine.close();
            Engine again = (Engine) Engines.open(after, CONFIG);
            assertEveryPageHasAnOwner(again, after, "crash after LSN " + survives);
            again.close();
            after.close();
            survives += step;
        }
    }

    private static void assertEveryPageHasAnOwner(Engine engine, InMemoryVolume volume, String when)
            throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        List<PageFault> faults = faults(engine);
        while (!faults.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(1);
            // Nothing is purged before its transaction's end is durable.
            volume.makeDurable(volume.lastLsn());
            faults = faults(engine);
        }
        assertThat(faults).as(when).isEmpty();
    }

    private static List<PageFault> faults(Engine engine) {
        return engine.status().activeTransactions() == 0
                ? new PageCensus(engine).faults()
                : List.of(new PageFault(0, "transactions are not rolled back yet"));
    }

    // ---- what is done before the crash ----

    private static String text(char c, int pages) {
        return String.valueOf(c).repeat(pages * 16_000);
    }

    private static void work(Engine engine) {
        Transaction txn = begin(engine);
        txn.ddl().createSchema("test", new byte[0]);
        Table table = txn.ddl().createTable(spec("t"));
        insert(txn, table, 1, 1, text('a', 3));
        insert(txn, table, 2, 2, text('b', 20));
        txn.commit();
        rollBack(engine, table);
        change(engine, table);
        define(engine, table);
        // Left open: the crash ends it.
        txn = begin(engine);
        update(txn, table(engine), 6, 6, 7, text('z', 12));
        insert(txn, table(engine), 9, 9, text('y', 10));
    }

    private static void rollBack(Engine engine, Table table) {
        Transaction txn = begin(engine);
        insert(txn, table, 3, 3, text('c', 18));
        update(txn, table, 1, 1, 5, text('d', 2));
        txn.savepoint("s");
        insert(txn, table, 4, 4, text('e', 2));
        txn.rollbackTo("s");
        delete(txn, table, 2);
        insert(txn, table, 2, 2, text('f', 4));
        txn.rollback();
    }

    private static void change(Engine engine, Table table) {
        Transaction txn = begin(engine);
        update(txn, table, 1, 1, 6, text('g', 17));
        delete(txn, table, 2);
        insert(txn, table, 2, 2, text('h', 2));
        txn.commit();
    }

    private static void define(Engine engine, Table table) {
        Transaction txn = begin(engine);
        Table other = txn.ddl().createTable(spec("gone"));
        insert(txn, other, 1, 1, text('i', 3));
        txn.rollback();
        txn = begin(engine);
        txn.ddl().addIndex(table, index("more", false, 1), new byte[0]);
        txn.commit();
        txn = begin(engine);
        update(txn, table(engine), 1, 1, 6, text('j', 2));
        txn.ddl().dropTable(table(engine));
        Table made = txn.ddl().createTable(spec("t"));
        insert(txn, made, 5, 5, text('k', 5));
        txn.commit();
        txn = begin(engine);
        insert(txn, txn.ddl().truncate(table(engine)), 6, 6, text('l', 2));
        txn.commit();
    }

    private static TableSpec spec(String name) {
        TableSpec usual = EngineFixture.usual(name);
        IndexSpec prefix = new IndexSpec("prefix", false, List.of(new KeyPart(2, 20, false)));
        return new TableSpec(
                "test",
                name,
                usual.columns(),
                usual.primaryKey(),
                List.of(index("k", false, 1), prefix),
                new byte[0]);
    }

    private static Table table(Engine engine) {
        return Objects.requireNonNull(engine.table("test", "t"));
    }

    private static Transaction begin(Engine engine) {
        Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
        txn.beginStatement();
        return txn;
    }
}
