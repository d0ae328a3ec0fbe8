package io.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.PageFault;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What must hold of an engine at rest, after a round of a storm. */
final class StormCheck {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Storm storm;
    private final Engine engine;
    private final long seed;

    StormCheck(Storm storm, long seed) {
        this.storm = storm;
        this.engine = storm.engine();
        this.seed = seed;
    }

    void run() throws InterruptedException {
        readAll();
        awaitRest();
        for (Table table : engine.tables("test")) {
            assertThat(engine.check(table)).as("seed %d", seed).isEmpty();
        }
        readAll();
        awaitRest();
        countPages();
    }

    private void readAll() {
        for (StormRows owner : storm.owners()) {
            Transaction txn = engine.begin(Isolation.REPEATABLE_READ, true);
            owner.compare(txn);
            txn.commit();
        }
        Transaction txn = engine.begin(Isolation.REPEATABLE_READ, true);
        new StormAccounts(storm, new Random(seed)).read(txn, Isolation.REPEATABLE_READ);
        Table table = storm.table("rows");
        List<String> byKey = EngineFixture.scan(txn, table.clustered(), KeyRange.ALL, false);
        for (String index : List.of("k", "prefix", "u")) {
            assertThat(
                            EngineFixture.scan(
                                    txn, EngineFixture.index(table, index), KeyRange.ALL, true))
                    .as("seed %d, index %s", seed, index)
                    .containsExactlyInAnyOrderElementsOf(byKey);
        }
        txn.commit();
    }

    private void awaitRest() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!isAtRest()) {
            assertThat(System.nanoTime())
                    .as(
                            "seed %d: history %d, transactions %d, bytes of locks %d, frames held %d",
                            seed,
                            engine.status().historyLength(),
                            engine.status().activeTransactions(),
                            engine.kernel().locks().bytes(),
                            engine.kernel().space().pool().framesHeld())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private boolean isAtRest() {
        storm.makeDurable();
        return engine.status().activeTransactions() == 0
                && engine.status().historyLength() == 0
                && engine.kernel().locks().bytes() == 0
                && engine.kernel().space().pool().framesHeld() == 0;
    }

    /** The background may still be freeing what dropped tables had. */
    private void countPages() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS / 5;
        List<PageFault> faults = new PageCensus(engine).faults();
        while (!faults.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
            faults = new PageCensus(engine).faults();
        }
        assertThat(faults).as("seed %d", seed).isEmpty();
    }
}
