package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.insert;
import static io.daybreak.engine.EngineFixture.row;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.WaitPolicy;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/** Microseconds per operation of one thread, for people; run by hand. */
final class EngineBench {
    private EngineBench() {}

    private static final int ROWS = 100_000;

    public static void main(String[] args) {
        try (EngineFixture db = new EngineFixture()) {
            Table table = db.create(EngineFixture.usual("t"));
            measure("insert", ROWS, 1, i -> one(db, t -> insert(t, table, i, i, "name" + i)));
            SplittableRandom random = new SplittableRandom(1);
            measure(
                    "point read",
                    300_000,
                    3,
                    i -> one(db, t -> read(t, table, random.nextInt(ROWS))));
            measure(
                    "update, no index",
                    50_000,
                    2,
                    i -> one(db, t -> update(t, table, random.nextInt(ROWS), false)));
            measure(
                    "update, index",
                    50_000,
                    2,
                    i -> one(db, t -> update(t, table, random.nextInt(ROWS), true)));
            measure(
                    "range of 100",
                    20_000,
                    2,
                    i -> one(db, t -> range(t, table.clustered(), random.nextInt(ROWS), 0)));
            measure(
                    "range of 100 by k",
                    20_000,
                    2,
                    i -> one(db, t -> range(t, index(table, "k"), random.nextInt(ROWS), 1)));
        }
    }

    private interface Action {
        void run(Transaction txn);
    }

    private static void one(EngineFixture db, Action action) {
        Transaction txn = db.begin();
        action.run(txn);
        txn.endStatement();
        txn.commit();
    }

    private static void read(Transaction txn, Table table, int id) {
        try (Cursor cursor = EngineFixture.point(txn, table, LockMode.NONE, id)) {
            cursor.next();
            cursor.getLong(1);
        }
    }

    private static void update(Transaction txn, Table table, int id, boolean indexed) {
        try (Cursor cursor = EngineFixture.point(txn, table, LockMode.EXCLUSIVE, id)) {
            cursor.next();
            byte[] name = cursor.getBytes(2);
            txn.update(
                    table,
                    cursor.rowId(),
                    row(
                            (long) id,
                            indexed ? cursor.getLong(1) + 1 : cursor.getLong(1),
                            indexed
                                    ? name
                                    : ("N"
                                                    + new String(
                                                                    name,
                                                                    java.nio.charset
                                                                            .StandardCharsets.UTF_8)
                                                            .substring(1))
                                            .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    Transaction.OnDuplicate.FAIL);
        }
    }

    private static void range(Transaction txn, Index index, int from, int column) {
        try (Cursor cursor = txn.open(index, LockMode.NONE, WaitPolicy.WAIT)) {
            cursor.seek(
                    new KeyRange(
                            index.encodeKey((long) from),
                            true,
                            index.encodeKey((long) from + 99),
                            true),
                    false);
            while (cursor.next()) {
                cursor.getLong(column);
            }
        }
    }

    private static void measure(String what, int times, int rounds, IntConsumer action) {
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                action.accept(i);
            }
            System.out.printf("%-20s %8.2f us%n", what, (System.nanoTime() - start) / 1e3 / times);
        }
    }
}
