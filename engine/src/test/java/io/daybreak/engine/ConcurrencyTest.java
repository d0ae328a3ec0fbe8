package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.point;
import static io.daybreak.engine.EngineFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.DeadlockException;
import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.LockWaitTimeoutException;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sessions at once: what they do must add up, and CHECK must find nothing. */
@Timeout(60)
class ConcurrencyTest {
    private static final int ACCOUNTS = 50;
    private static final int THREADS = 8;

    @Test
    void moneyIsNeitherMadeNorLost() throws Exception {
        try (EngineFixture db = new EngineFixture(2);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Table table = db.create(EngineFixture.usual("t"));
            Transaction txn = db.begin();
            for (int i = 0; i < ACCOUNTS; i++) {
                insert(txn, table, i, 100, "account" + i);
            }
            txn.commit();
            AtomicBoolean stop = new AtomicBoolean();
            List<Future<Long>> readers = new ArrayList<>();
            readers.add(threads.submit(() -> readSums(db, table, stop, false)));
            readers.add(threads.submit(() -> readSums(db, table, stop, true)));
            List<Future<Integer>> writers = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(t);
                writers.add(threads.submit(() -> transfer(db, table, random, 300)));
            }
            int done = 0;
            try {
                for (Future<Integer> writer : writers) {
                    done += writer.get();
                }
            } finally {
                stop.set(true);
            }
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
            assertThat(done).isGreaterThan(THREADS * 100);
            assertThat(sum(db, table, false)).isEqualTo(ACCOUNTS * 100);
            assertThat(db.engine.check(table)).isEmpty();
            awaitPurge(db);
            assertThat(db.engine.check(table)).isEmpty();
            db.crash();
            Table after = db.table("t");
            assertThat(sum(db, after, true)).isEqualTo(ACCOUNTS * 100);
            assertThat(db.engine.check(after)).isEmpty();
        }
    }

    private static void awaitPurge(EngineFixture db) throws InterruptedException {
        while (db.engine.status().historyLength() > 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static long readSums(EngineFixture db, Table table, AtomicBoolean stop, boolean byK) {
        long reads = 0;
        while (!stop.get() || reads == 0) {
            assertThat(sum(db, table, byK)).isEqualTo(ACCOUNTS * 100);
            reads++;
        }
        return reads;
    }

    private static long sum(EngineFixture db, Table table, boolean byK) {
        Transaction txn = db.begin();
        long sum = 0;
        try (Cursor cursor =
                txn.open(
                        byK ? index(table, "k") : table.clustered(),
                        LockMode.NONE,
                        WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            while (cursor.next()) {
                sum += cursor.getLong(1);
            }
        } finally {
            txn.commit();
        }
        return sum;
    }

    private static int transfer(EngineFixture db, Table table, Random random, int times) {
        int done = 0;
        for (int i = 0; i < times; i++) {
            Transaction txn =
                    db.begin(
                            random.nextBoolean()
                                    ? Isolation.REPEATABLE_READ
                                    : Isolation.READ_COMMITTED);
            txn.lockWaitTimeoutMillis(5000);
            try {
                int from = random.nextInt(ACCOUNTS);
                int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
                int amount = random.nextInt(50);
                add(txn, table, from, -amount, random);
                add(txn, table, to, amount, random);
                if (random.nextInt(10) == 0) {
                    txn.rollback();
                } else {
                    txn.commit();
                    done++;
                }
            } catch (DeadlockException | LockWaitTimeoutException e) {
                txn.rollback();
            }
        }
        return done;
    }

    private static void add(Transaction txn, Table table, int id, int amount, Random random) {
        try (Cursor cursor = point(txn, table, LockMode.EXCLUSIVE, id)) {
            assertThat(cursor.next()).isTrue();
            long k = cursor.getLong(1) + amount;
            byte[] name = cursor.getBytes(2);
            if (random.nextInt(5) == 0) {
                txn.delete(table, cursor.rowId());
                txn.insert(table, row((long) id, k, name), OnDuplicate.FAIL);
            } else {
                txn.update(table, cursor.rowId(), row((long) id, k, name), OnDuplicate.FAIL);
            }
        }
    }

    @Test
    void oneOfManyWinsAUniqueName() throws Exception {
        try (EngineFixture db = new EngineFixture(1);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Table table = db.create(EngineFixture.usual("t"));
            for (int round = 0; round < 50; round++) {
                String name = "name" + round;
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int t = 0; t < THREADS; t++) {
                    int id = round * THREADS + t;
                    tasks.add(() -> tryInsert(db, table, id, name));
                }
                int won = 0;
                for (Future<Boolean> result : threads.invokeAll(tasks)) {
                    won += result.get() ? 1 : 0;
                }
                assertThat(won).isEqualTo(1);
            }
            assertThat(db.all(table)).hasSize(50);
            assertThat(db.engine.check(table)).isEmpty();
        }
    }

    private static boolean tryInsert(EngineFixture db, Table table, int id, String name) {
        Transaction txn = db.begin();
        try {
            insert(txn, table, id, 1, name);
            txn.commit();
            return true;
        } catch (DuplicateKeyException | DeadlockException _) {
            // somebody else was faster
            txn.rollback();
            return false;
        }
    }

    @Test
    void rangesCountTheSameTwiceInATransaction() throws Exception {
        try (EngineFixture db = new EngineFixture(1);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Table table = db.create(EngineFixture.usual("t"));
            AtomicBoolean stop = new AtomicBoolean();
            Future<Integer> writer = threads.submit(() -> insertAndDelete(db, table, stop));
            for (int i = 0; i < 100 && !writer.isDone(); i++) {
                Transaction txn = db.begin();
                KeyRange range =
                        new KeyRange(
                                table.clustered().encodeKey((long) (i % 7) * 100),
                                true,
                                table.clustered().encodeKey((long) (i % 7) * 100 + 300),
                                i % 2 == 0);
                boolean backward = i % 3 == 0;
                try {
                    int first = count(txn, table, range, backward);
                    assertThat(count(txn, table, range, !backward)).isEqualTo(first);
                    txn.commit();
                } catch (DeadlockException _) {
                    // the writer had done less; it is over
                    txn.rollback();
                }
            }
            stop.set(true);
            assertThat(writer.get()).isPositive();
            assertThat(db.engine.check(table)).isEmpty();
        }
    }

    private static int count(Transaction txn, Table table, KeyRange range, boolean backward) {
        return EngineFixture.scan(txn, table.clustered(), range, backward, LockMode.SHARE).size();
    }

    private static int insertAndDelete(EngineFixture db, Table table, AtomicBoolean stop) {
        Random random = new Random(5);
        int changes = 0;
        while (!stop.get() || changes == 0) {
            Transaction txn = db.begin(Isolation.READ_COMMITTED);
            try {
                for (int i = 0; i < 5; i++) {
                    int id = random.nextInt(1000);
                    if (!EngineFixture.delete(txn, table, id)) {
                        insert(txn, table, id, id, null);
                    }
                    changes++;
                }
                txn.commit();
            } catch (DeadlockException | DuplicateKeyException _) {
                // the next round is as good
                txn.rollback();
            }
        }
        return changes;
    }
}
