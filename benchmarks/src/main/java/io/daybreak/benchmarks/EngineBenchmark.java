package io.daybreak.benchmarks;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.WaitPolicy;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Whole transactions of the engine on pages that are all in the buffer pool; no force. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open before everything else
public class EngineBenchmark {
    private final SplittableRandom random = new SplittableRandom(1);
    private BenchmarkTable data;
    private long nextId;

    @Setup
    public void open() {
        data = new BenchmarkTable();
        nextId = BenchmarkTable.ROWS;
    }

    @TearDown
    public void close() {
        data.close();
    }

    private long anyId() {
        return random.nextInt(BenchmarkTable.ROWS);
    }

    private static Cursor point(Transaction transaction, Index index, LockMode lock, long key) {
        Cursor cursor = transaction.open(index, lock, WaitPolicy.WAIT);
        cursor.seek(KeyRange.prefix(index.encodeKey(key)), false);
        return cursor;
    }

    @Benchmark
    public byte @Nullable [] pointGet() {
        return get(LockMode.NONE);
    }

    @Benchmark
    public byte @Nullable [] lockedPointGet() {
        return get(LockMode.EXCLUSIVE);
    }

    private byte @Nullable [] get(LockMode lock) {
        Transaction transaction = data.begin();
        transaction.beginStatement();
        byte @Nullable [] value;
        try (Cursor cursor = point(transaction, data.table.clustered(), lock, anyId())) {
            cursor.next();
            value = cursor.getBytes(2);
        }
        transaction.endStatement();
        transaction.commit();
        return value;
    }

    @Benchmark
    public long rangeOf100() {
        return range(data.table.clustered());
    }

    @Benchmark
    public long rangeOf100ThroughIndex() {
        return range(data.byK);
    }

    private long range(Index index) {
        long from = anyId();
        Transaction transaction = data.begin();
        long sum = 0;
        try (Cursor cursor = transaction.open(index, LockMode.NONE, WaitPolicy.WAIT)) {
            cursor.seek(
                    new KeyRange(index.encodeKey(from), true, index.encodeKey(from + 99), true),
                    false);
            while (cursor.next()) {
                sum += cursor.getLong(1);
            }
        }
        transaction.commit();
        return sum;
    }

    @Benchmark
    public long insert() {
        Transaction transaction = data.begin();
        long id = nextId++;
        transaction.insert(
                data.table, BenchmarkTable.row(id, anyId()), Transaction.OnDuplicate.FAIL);
        return transaction.commit();
    }

    @Benchmark
    public long updateWithoutIndex() {
        return update(false);
    }

    @Benchmark
    public long updateOfIndex() {
        return update(true);
    }

    private long update(boolean ofIndex) {
        long id = anyId();
        Transaction transaction = data.begin();
        transaction.beginStatement();
        try (Cursor cursor = point(transaction, data.table.clustered(), LockMode.EXCLUSIVE, id)) {
            cursor.next();
            Object[] row = {
                id,
                cursor.getLong(1) + (ofIndex ? 1 : 0),
                ofIndex ? cursor.getBytes(2) : BenchmarkTable.digits(anyId(), 10),
                cursor.getBytes(3)
            };
            transaction.update(data.table, cursor.rowId(), row, Transaction.OnDuplicate.FAIL);
        }
        transaction.endStatement();
        return transaction.commit();
    }
}
