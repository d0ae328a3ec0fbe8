package io.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.logstorage.api.Lsn;
import io.daybreak.quorum.api.LocalVolume;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine on six real logs: pages are dropped from a small buffer pool, read back from the
 * segments that made them of redo, and are still right after the volume was opened again. Groups
 * are small, so that tables span many.
 */
final class EngineOnLocalVolumeTest {
    private static final int ROWS = 12_000;
    private static final String PADDING = "x".repeat(600);

    @TempDir Path directory;

    private final SplittableRandom random = new SplittableRandom(5);
    private final int[] model = new int[ROWS];

    @Test
    void readsBackFromSegmentsWhatTheBufferPoolDropped() throws Exception {
        try (Volume volume = LocalVolume.open(config());
                StorageEngine engine = Engines.open(volume, new EngineConfig(4L << 20, 1))) {
            Transaction ddl = begin(engine);
            ddl.ddl().createSchema("test", new byte[0]);
            Table table = ddl.ddl().createTable(EngineFixture.usual("t"));
            commit(volume, ddl);
            for (int from = 0; from < ROWS; from += 500) {
                Transaction txn = begin(engine);
                for (int id = from; id < from + 500; id++) {
                    EngineFixture.insert(txn, table, id, id, id + PADDING);
                    model[id] = id;
                }
                commit(volume, txn);
            }
            change(volume, engine, table, 2_000);
            check(engine);
            assertThat(volume.pageCapacity()).isGreaterThan(400);
        }
        for (int round = 0; round < 2; round++) {
            try (Volume volume = LocalVolume.open(config());
                    StorageEngine engine = Engines.open(volume, new EngineConfig(4L << 20, 1))) {
                check(engine);
                change(volume, engine, Objects.requireNonNull(engine.table("test", "t")), 1_000);
                check(engine);
            }
        }
    }

    private VolumeConfig config() {
        return VolumeConfig.in(directory).withPagesPerGroup(64).withLogFileBytes(1 << 20);
    }

    private static Transaction begin(StorageEngine engine) {
        Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
        txn.beginStatement();
        return txn;
    }

    private static void commit(Volume volume, Transaction txn) throws Exception {
        txn.endStatement();
        long lsn = txn.commit();
        volume.whenDurable(new Lsn(lsn)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void change(Volume volume, StorageEngine engine, Table table, int count)
            throws Exception {
        Transaction txn = begin(engine);
        for (int i = 0; i < count; i++) {
            int id = random.nextInt(ROWS);
            try (Cursor cursor = EngineFixture.point(txn, table, LockMode.EXCLUSIVE, id)) {
                assertThat(cursor.next()).isTrue();
                int k = random.nextInt(1 << 20);
                txn.update(
                        table,
                        cursor.rowId(),
                        EngineFixture.row(id, k, id + PADDING),
                        Transaction.OnDuplicate.FAIL);
                model[id] = k;
            }
            if (i % 100 == 99) {
                commit(volume, txn);
                txn = begin(engine);
            }
        }
        commit(volume, txn);
    }

    private void check(StorageEngine engine) {
        Table table = Objects.requireNonNull(engine.table("test", "t"));
        Transaction txn = begin(engine);
        for (int id = 0; id < ROWS; id++) {
            try (Cursor cursor = EngineFixture.point(txn, table, LockMode.NONE, id)) {
                assertThat(cursor.next()).as("row %d", id).isTrue();
                assertThat(cursor.getLong(1)).as("k of row %d", id).isEqualTo(model[id]);
            }
        }
        txn.endStatement();
        txn.commit();
    }
}
