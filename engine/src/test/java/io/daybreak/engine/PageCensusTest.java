package io.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.PageFault;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PageCensusTest {
    private static List<PageFault> faultsAtRest(EngineFixture fixture) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Optional<List<PageFault>> faults = fixture.engine.checkPages();
        while (faults.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
            faults = fixture.engine.checkPages();
        }
        return faults.orElseThrow();
    }

    @Test
    void aPageThatNobodyOwnsIsFoundOnceTheEngineIsAtRest() throws Exception {
        try (EngineFixture fixture = new EngineFixture()) {
            Transaction txn = fixture.begin();
            txn.ddl().createSchema("test", new byte[0]);
            Table table = txn.ddl().createTable(EngineFixture.usual("t"));
            txn.endStatement();
            txn.commit();
            txn = fixture.begin();
            for (int id = 0; id < 300; id++) {
                EngineFixture.insert(txn, table, id, id, id + "x".repeat(300));
            }
            assertThat(fixture.engine.checkPages()).as("while somebody writes").isEmpty();
            txn.endStatement();
            txn.commit();
            assertThat(faultsAtRest(fixture)).isEmpty();

            Space space = ((Engine) fixture.engine).kernel().space();
            long leaked;
            try (Mtr mtr = new Mtr(space.pool())) {
                mtr.start(true);
                leaked = space.allocate(mtr);
                mtr.create(leaked, PageType.OVERFLOW, LatchLevel.UNDO);
                mtr.commit();
            }
            assertThat(faultsAtRest(fixture))
                    .containsExactly(
                            new PageFault(
                                    leaked, "of type " + PageType.OVERFLOW + " has no owner"));
        }
    }
}
