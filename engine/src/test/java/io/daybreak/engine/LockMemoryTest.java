package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.point;
import static io.daybreak.engine.EngineFixture.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.LockTableFullException;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks are bounded: who asks for more loses its transaction, and the others go on. */
@Timeout(60)
class LockMemoryTest {
    private static final int ROWS = 3_000;

    private final StorageEngine engine =
            Engines.open(
                    InMemoryVolume.durableAtOnce(),
                    new EngineConfig(4L << 20, 1, 200_000, Path.of("none needed")));
    private Table table;

    private Transaction begin() {
        Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
        txn.beginStatement();
        return txn;
    }

    @BeforeEach
    void fill() {
        Transaction txn = begin();
        txn.ddl().createSchema("test", new byte[0]);
        table = txn.ddl().createTable(EngineFixture.usual("t"));
        txn.commit();
        Transaction writer = begin();
        for (int i = 0; i < ROWS; i++) {
            insert(writer, table, i, i, "row" + i);
        }
        writer.commit();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void whoLocksTooMuchIsRolledBackAndTheOthersGoOn() {
        Transaction greedy = begin();
        insert(greedy, table, ROWS + 1, 1, "of the greedy one");
        assertThatThrownBy(() ->
                        scan(greedy, table.clustered(), KeyRange.ALL, false, LockMode.EXCLUSIVE))
                .isInstanceOf(LockTableFullException.class);
        assertThat(engine.status().activeTransactions()).isZero();
        Transaction modest = begin();
        try (Cursor cursor = point(modest, table, LockMode.EXCLUSIVE, 5)) {
            assertThat(cursor.next()).isTrue();
        }
        assertThat(scan(modest, table.clustered(), KeyRange.ALL, false)).hasSize(ROWS);
        modest.commit();
    }

    @Test
    void locksThatAreFreedMakeRoom() {
        for (int round = 0; round < 20; round++) {
            Transaction txn = begin();
            for (int i = 0; i < 500; i++) {
                try (Cursor cursor = point(txn, table, LockMode.SHARE, round * 100 + i)) {
                    assertThat(cursor.next()).isTrue();
                }
            }
            txn.commit();
        }
    }

    @Test
    void countsPagesAskedFor() {
        long before = engine.status().pageRequests();
        Transaction txn = begin();
        assertThat(scan(txn, table.clustered(), KeyRange.ALL, false)).hasSize(ROWS);
        txn.commit();
        assertThat(engine.status().pageRequests()).isGreaterThan(before);
    }
}
