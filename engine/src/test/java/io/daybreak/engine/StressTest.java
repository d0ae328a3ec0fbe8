package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.point;
import static io.daybreak.engine.EngineFixture.row;
import static io.daybreak.engine.EngineFixture.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.DeadlockException;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.LockWaitTimeoutException;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: many threads, a pool of 64 pages, splits and merges all the time, and at the end every row
 * is what its owner thinks it is, and no latch and no lock is left. Method: each thread owns the
 * ids of its number and keeps a model of them; all fight for a few shared rows; trees grow for a
 * while and shrink for a while.
 */
class StressTest {
    private static final int THREADS = 8;
    private static final int SHARED_ROWS = 5;
    private static final int OWN_IDS = 400;

    private final InMemoryVolume volume = InMemoryVolume.durableAfter(Duration.ofMillis(1), 40);
    private final Engine engine = (Engine) Engines.open(volume, new EngineConfig(64 * 16384, 2));

    @RepeatedTest(10)
    @Timeout(120)
    void manyThreadsOnASmallPoolAgreeWithTheirModels() throws Exception {
        run(Long.getLong("daybreak.seed", System.nanoTime()), 150);
    }

    @Test
    @Tag("slow")
    void manyThreadsForLong() throws Exception {
        run(Long.getLong("daybreak.seed", System.nanoTime()), 10_000);
    }

    private void run(long seed, int transactions) throws Exception {
        try (volume;
                StorageEngine closed = engine;
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Table table = create(closed);
            List<Future<Map<Integer, String>>> workers = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Worker worker = new Worker(table, new Random(seed + t), t + 1);
                workers.add(threads.submit(() -> worker.run(transactions)));
            }
            TreeMap<Integer, String> expected = new TreeMap<>();
            for (Future<Map<Integer, String>> worker : workers) {
                expected.putAll(worker.get());
            }
            compare(table, expected, seed);
            awaitNothingHeld(seed);
            assertThat(engine.check(table)).as("seed %d", seed).isEmpty();
        }
    }

    private Table create(StorageEngine in) {
        Transaction txn = in.begin(Isolation.REPEATABLE_READ, false);
        txn.beginStatement();
        txn.ddl().createSchema("test", new byte[0]);
        TableSpec usual = EngineFixture.usual("t");
        Table table =
                txn.ddl()
                        .createTable(
                                new TableSpec(
                                        "test",
                                        "t",
                                        usual.columns(),
                                        usual.primaryKey(),
                                        List.of(
                                                EngineFixture.index("k", false, 1),
                                                new IndexSpec(
                                                        "prefix",
                                                        false,
                                                        List.of(new KeyPart(2, 700, false)))),
                                        new byte[0]));
        for (int i = 0; i < SHARED_ROWS; i++) {
            txn.insert(table, row(i, 0, "shared" + i), OnDuplicate.FAIL);
        }
        txn.commit();
        return table;
    }

    private void compare(Table table, Map<Integer, String> expected, long seed) {
        List<String> rows = new ArrayList<>();
        expected.forEach((id, text) -> rows.add(id + "," + text.length() + "," + text));
        for (boolean bySecondary : new boolean[] {false, true}) {
            Transaction txn = engine.begin(Isolation.REPEATABLE_READ, true);
            txn.beginStatement();
            List<String> found =
                    scan(
                            txn,
                            bySecondary ? index(table, "k") : table.clustered(),
                            KeyRange.ALL,
                            false);
            txn.commit();
            found.removeIf(r -> Integer.parseInt(r.substring(0, r.indexOf(','))) < SHARED_ROWS);
            assertThat(found).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(rows);
        }
    }

    private void awaitNothingHeld(long seed) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (engine.status().historyLength() > 0
                || engine.kernel().locks().bytes() > 0
                || engine.kernel().space().pool().framesHeld() > 0) {
            assertThat(System.nanoTime())
                    .as(
                            "seed %d: history %d, bytes of locks %d, frames held %d",
                            seed,
                            engine.status().historyLength(),
                            engine.kernel().locks().bytes(),
                            engine.kernel().space().pool().framesHeld())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(engine.status().activeTransactions()).isZero();
    }

    private final class Worker {
        private final Table table;
        private final Random random;
        private final int number;
        private TreeMap<Integer, String> model = new TreeMap<>();

        Worker(Table table, Random random, int number) {
            this.table = table;
            this.random = random;
            this.number = number;
        }

        Map<Integer, String> run(int transactions) {
            for (int i = 0; i < transactions; i++) {
                TreeMap<Integer, String> before = new TreeMap<>(model);
                Transaction txn = engine.begin(Isolation.values()[random.nextInt(4)], false);
                txn.lockWaitTimeoutMillis(30_000);
                boolean done = false;
                try {
                    boolean shrinking = i / 25 % 2 == 1;
                    for (int n = random.nextInt(6); n >= 0; n--) {
                        statement(txn, shrinking);
                    }
                    done = random.nextInt(8) > 0;
                } catch (DeadlockException | LockWaitTimeoutException _) {
                    // The model goes back as the transaction does.
                } catch (Throwable e) {
                    // The others would wait for its locks, and hide what happened.
                    try {
                        txn.rollback();
                    } catch (Throwable t) {
                        e.addSuppressed(t);
                    }
                    throw e;
                }
                if (done) {
                    txn.commit();
                } else {
                    txn.rollback();
                    model = before;
                }
            }
            return model;
        }

        private void statement(Transaction txn, boolean shrinking) {
            TreeMap<Integer, String> before = new TreeMap<>(model);
            txn.beginStatement();
            if (random.nextInt(4) == 0) {
                touchShared(txn);
            }
            for (int n = random.nextInt(5); n >= 0; n--) {
                change(txn, shrinking);
            }
            if (random.nextInt(6) == 0) {
                txn.rollbackStatement();
                model = before;
            } else {
                txn.endStatement();
            }
        }

        private void touchShared(Transaction txn) {
            int id = random.nextInt(SHARED_ROWS);
            try (Cursor cursor = point(txn, table, LockMode.EXCLUSIVE, id)) {
                if (cursor.next()) {
                    byte[] name = cursor.getBytes(2);
                    txn.update(
                            table,
                            cursor.rowId(),
                            row((long) id, cursor.getLong(1) + 1, name),
                            OnDuplicate.FAIL);
                }
            }
        }

        private void change(Transaction txn, boolean shrinking) {
            int id = number * 100_000 + random.nextInt(OWN_IDS);
            String text = text(id);
            try (Cursor cursor = txn.open(table.clustered(), LockMode.EXCLUSIVE, WaitPolicy.WAIT)) {
                cursor.seek(KeyRange.prefix(table.clustered().encodeKey((long) id)), false);
                boolean there = cursor.next();
                assertThat(there).isEqualTo(model.containsKey(id));
                if (!there) {
                    if (!shrinking) {
                        txn.insert(table, row(id, text.length(), text), OnDuplicate.FAIL);
                        model.put(id, text);
                    }
                } else if (shrinking || random.nextInt(3) == 0) {
                    txn.delete(table, cursor.rowId());
                    model.remove(id);
                } else {
                    txn.update(
                            table, cursor.rowId(), row(id, text.length(), text), OnDuplicate.FAIL);
                    model.put(id, text);
                }
            }
        }

        /** Mostly short, sometimes longer than half a page, sometimes in overflow pages. */
        private String text(int id) {
            int length =
                    switch (random.nextInt(20)) {
                        case 0 -> 20_000;
                        case 1, 2 -> 2_500;
                        default -> random.nextInt(300);
                    };
            return id + "-" + random.nextInt(1000) + "x".repeat(length);
        }
    }
}
