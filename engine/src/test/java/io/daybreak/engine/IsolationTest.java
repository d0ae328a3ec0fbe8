package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.delete;
import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.point;
import static io.daybreak.engine.EngineFixture.scan;
import static io.daybreak.engine.EngineFixture.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.DeadlockException;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.LockWaitTimeoutException;
import io.daybreak.engine.api.StatementInterruptedException;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.api.WouldBlockException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scripted interleavings of two or three sessions: what each sees and what each waits for. */
class IsolationTest {
    private final EngineFixture db = new EngineFixture();
    private final Table table = db.create(EngineFixture.usual("t"));

    @BeforeEach
    void fill() {
        Transaction txn = db.begin();
        insert(txn, table, 10, 1, "ten");
        insert(txn, table, 20, 2, "twenty");
        insert(txn, table, 30, 3, "thirty");
        txn.commit();
    }

    @AfterEach
    void close() {
        db.close();
    }

    private static CompletableFuture<Void> async(Runnable action) {
        return CompletableFuture.runAsync(action, r -> Thread.ofVirtual().start(r));
    }

    private static void assertWaits(CompletableFuture<Void> future) {
        assertThatThrownBy(() -> future.get(80, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
    }

    private static void assertDone(CompletableFuture<Void> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        future.get(10, TimeUnit.SECONDS);
    }

    private static Cursor lock(Transaction txn, Table table, LockMode mode, int id) {
        Cursor cursor = point(txn, table, mode, id);
        cursor.next();
        return cursor;
    }

    @Test
    void aReadViewDoesNotMove() {
        Transaction reader = db.begin();
        assertThat(scan(reader, table.clustered(), KeyRange.ALL, false)).hasSize(3);
        Transaction writer = db.begin();
        update(writer, table, 10, 10, 7, "changed");
        delete(writer, table, 20);
        insert(writer, table, 25, 9, "new");
        update(writer, table, 30, 31, 3, "thirty");
        Index k = index(table, "k");
        String[] old = {"10,1,ten", "20,2,twenty", "30,3,thirty"};
        assertThat(scan(reader, table.clustered(), KeyRange.ALL, false)).containsExactly(old);
        assertThat(scan(reader, k, KeyRange.ALL, false)).containsExactly(old);
        writer.commit();
        assertThat(scan(reader, table.clustered(), KeyRange.ALL, false)).containsExactly(old);
        assertThat(scan(reader, k, KeyRange.ALL, false)).containsExactly(old);
        reader.commit();
        assertThat(db.all(table)).containsExactly("10,7,changed", "25,9,new", "31,3,thirty");
    }

    @Test
    void namesTheRowBehindAnEntryThatTheViewDoesNotSee() {
        Index byK = index(table, "k");
        Transaction reader = db.begin();
        reader.takeReadView();
        Transaction writer = db.begin();
        insert(writer, table, 15, 0, "fifteen");
        writer.commit();
        try (Cursor cursor = reader.open(byK, LockMode.NONE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.rowId().key()).isEqualTo(table.clustered().encodeKey(10L));
        }
        reader.commit();
    }

    @Test
    void readCommittedSeesEachCommitInTheNextStatement() {
        Transaction reader = db.begin(Isolation.READ_COMMITTED);
        assertThat(scan(reader, table.clustered(), KeyRange.ALL, false)).hasSize(3);
        Transaction writer = db.begin();
        delete(writer, table, 20);
        reader.beginStatement();
        assertThat(scan(reader, table.clustered(), KeyRange.ALL, false)).hasSize(3);
        writer.commit();
        reader.beginStatement();
        assertThat(scan(reader, table.clustered(), KeyRange.ALL, false)).hasSize(2);
        reader.commit();
    }

    @Test
    void aWriterWaitsForTheWriterBefore() throws Exception {
        Transaction a = db.begin();
        update(a, table, 10, 10, 5, "a");
        Transaction b = db.begin();
        CompletableFuture<Void> waiting = async(() -> update(b, table, 10, 10, 6, "b"));
        assertWaits(waiting);
        a.commit();
        assertDone(waiting);
        b.commit();
        assertThat(db.all(table)).contains("10,6,b");
    }

    @Test
    void anInsertWaitsForTheFateOfAnEqualKey() throws Exception {
        Transaction a = db.begin();
        insert(a, table, 15, 5, "fifteen");
        Transaction b = db.begin();
        CompletableFuture<Void> same = async(() -> insert(b, table, 15, 6, "other"));
        Transaction c = db.begin();
        CompletableFuture<Void> sameName = async(() -> insert(c, table, 16, 6, "FIFTEEN"));
        assertWaits(same);
        assertWaits(sameName);
        a.rollback();
        assertDone(same);
        assertDone(sameName);
        b.commit();
        c.commit();
        assertThat(db.all(table)).contains("15,6,other", "16,6,FIFTEEN");
        assertThat(db.engine.check(table)).isEmpty();
    }

    @Test
    void aLockedRangeHoldsInsertsBack() throws Exception {
        Transaction a = db.begin();
        byte[] low = table.clustered().encodeKey(12L);
        byte[] high = table.clustered().encodeKey(25L);
        assertThat(
                        scan(
                                a,
                                table.clustered(),
                                new KeyRange(low, true, high, true),
                                false,
                                LockMode.EXCLUSIVE))
                .containsExactly("20,2,twenty");
        Transaction b = db.begin();
        insert(b, table, 11, 0, "outside");
        CompletableFuture<Void> inside = async(() -> insert(b, table, 14, 0, "inside"));
        assertWaits(inside);
        insert(a, table, 15, 0, "own");
        a.commit();
        assertDone(inside);
        b.commit();
        assertThat(db.all(table)).hasSize(6);
    }

    @Test
    void aLockedRangeOfASecondaryIndexHoldsInsertsAndUpdatesBack() throws Exception {
        Transaction a = db.begin();
        Index k = index(table, "k");
        assertThat(scan(a, k, KeyRange.prefix(k.encodeKey(2L)), false, LockMode.SHARE))
                .containsExactly("20,2,twenty");
        Transaction b = db.begin();
        insert(b, table, 40, 4, "elsewhere");
        CompletableFuture<Void> update = async(() -> update(b, table, 10, 10, 2, "ten"));
        assertWaits(update);
        a.commit();
        assertDone(update);
        b.commit();
        assertThat(db.engine.check(table)).isEmpty();
    }

    @Test
    void aMissingKeyCanBeLocked() throws Exception {
        Transaction a = db.begin();
        assertThat(point(a, table, LockMode.EXCLUSIVE, 15).next()).isFalse();
        Transaction b = db.begin();
        CompletableFuture<Void> insert = async(() -> insert(b, table, 15, 0, "b"));
        assertWaits(insert);
        a.rollback();
        assertDone(insert);
        b.commit();
    }

    @Test
    void readCommittedLocksNoRanges() {
        Transaction a = db.begin(Isolation.READ_COMMITTED);
        scan(a, table.clustered(), KeyRange.ALL, false, LockMode.EXCLUSIVE);
        Transaction b = db.begin();
        insert(b, table, 15, 0, "b");
        b.commit();
        a.commit();
    }

    @Test
    void readCommittedGivesUnwantedRowsBack() {
        Transaction a = db.begin(Isolation.READ_COMMITTED);
        Cursor cursor = lock(a, table, LockMode.EXCLUSIVE, 10);
        cursor.releaseRow();
        Transaction b = db.begin();
        b.lockWaitTimeoutMillis(1);
        update(b, table, 10, 10, 5, "b");
        b.commit();
        a.commit();
    }

    @Test
    void oneOfADeadlockIsRolledBack() {
        Transaction a = db.begin();
        Transaction b = db.begin();
        insert(a, table, 1, 0, "weight");
        update(a, table, 10, 10, 5, "a");
        update(b, table, 20, 20, 5, "b");
        CompletableFuture<Void> first = async(() -> update(a, table, 20, 20, 6, "a2"));
        assertWaits(first);
        assertThatThrownBy(() -> update(b, table, 10, 10, 6, "b"))
                .isInstanceOf(DeadlockException.class);
        first.join();
        a.commit();
        assertThat(db.all(table)).contains("10,5,a", "20,6,a2");
        assertThat(db.engine.status().deadlocks()).isEqualTo(1);
    }

    @Test
    void aWaitTimesOut() {
        Transaction a = db.begin();
        lock(a, table, LockMode.SHARE, 10);
        Transaction b = db.begin();
        b.lockWaitTimeoutMillis(30);
        lock(b, table, LockMode.SHARE, 10);
        assertThatThrownBy(() -> update(b, table, 10, 10, 5, "b"))
                .isInstanceOf(LockWaitTimeoutException.class);
        a.commit();
        update(b, table, 10, 10, 5, "b");
        b.commit();
    }

    @Test
    void aWaitIsInterrupted() {
        Transaction a = db.begin();
        lock(a, table, LockMode.EXCLUSIVE, 10);
        Transaction b = db.begin();
        CompletableFuture<Void> waiting = async(() -> update(b, table, 10, 10, 5, "b"));
        assertWaits(waiting);
        b.interrupt();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(StatementInterruptedException.class);
        b.rollback();
        a.commit();
    }

    @Test
    void lockedRowsAreSkippedOrRefused() {
        Transaction a = db.begin();
        lock(a, table, LockMode.EXCLUSIVE, 20);
        Transaction b = db.begin();
        try (Cursor cursor =
                b.open(table.clustered(), LockMode.EXCLUSIVE, WaitPolicy.SKIP_LOCKED)) {
            cursor.seek(KeyRange.ALL, false);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.getLong(0)).isEqualTo(10);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.getLong(0)).isEqualTo(30);
        }
        try (Cursor cursor = b.open(table.clustered(), LockMode.SHARE, WaitPolicy.NOWAIT)) {
            cursor.seek(KeyRange.ALL, false);
            cursor.next();
            assertThatThrownBy(cursor::next)
                    .isInstanceOfSatisfying(
                            LockWaitTimeoutException.class, e -> assertThat(e.noWait()).isTrue());
        }
        b.mayBlock(false);
        assertThatThrownBy(() -> lock(b, table, LockMode.SHARE, 20))
                .isInstanceOf(WouldBlockException.class);
        b.commit();
        a.commit();
    }

    @Test
    void metadataLocksQueue() throws Exception {
        Transaction a = db.begin();
        a.lockMetadata("test", "t", Transaction.MetadataLock.SHARED, 1000);
        Transaction b = db.begin();
        CompletableFuture<Void> ddl =
                async(() ->
                        b.lockMetadata("test", "t", Transaction.MetadataLock.EXCLUSIVE, 10_000));
        assertWaits(ddl);
        a.commit();
        assertDone(ddl);
        Transaction c = db.begin();
        assertThatThrownBy(() -> c.lockMetadata("test", "t", Transaction.MetadataLock.SHARED, 20))
                .isInstanceOf(LockWaitTimeoutException.class);
        b.commit();
        c.lockMetadata("test", "t", Transaction.MetadataLock.SHARED, 20);
        c.commit();
    }
}
