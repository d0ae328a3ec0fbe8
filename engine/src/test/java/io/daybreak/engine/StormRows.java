package io.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one owner in a table of many, with a model of what is committed and what of that was
 * durable at which LSN. Owned by one thread; {@link #survived} and {@link #compare} are called
 * between rounds.
 */
final class StormRows {
    private static final int IDS = 120;
    private static final int UNIQUES = 60;
    private static final int STRIDE = 100_000;

    private record Row(int id, @Nullable Integer k, String name, @Nullable Integer u) {
        String asText() {
            return id + "," + k + "," + name + "," + u;
        }
    }

    private record Commit(long lsn, TreeMap<Integer, Row> rows) {}

    private final Storm storm;
    private final Random random;
    private final int first;
    private TreeMap<Integer, Row> model = new TreeMap<>();
    private final ArrayDeque<Commit> commits = new ArrayDeque<>();
    private int transactions;

    StormRows(Storm storm, Random random, int number) {
        this.storm = storm;
        this.random = random;
        this.first = number * STRIDE;
        commits.add(new Commit(0, model));
    }

    static TableSpec spec() {
        TableSpec usual = EngineFixture.usual("rows");
        List<ColumnSpec> columns = new ArrayList<>(usual.columns());
        columns.add(new ColumnSpec("u", EngineFixture.INT, true, null));
        return new TableSpec(
                "test",
                "rows",
                columns,
                usual.primaryKey(),
                List.of(
                        EngineFixture.index("k", false, 1),
                        EngineFixture.index("u", true, 3),
                        new IndexSpec("prefix", false, List.of(new KeyPart(2, 700, false)))),
                new byte[0]);
    }

    // ---- a transaction ----

    void work() {
        boolean waited = random.nextInt(3) > 0;
        boolean shrinking = transactions++ / 25 % 2 == 1;
        TreeMap<Integer, Row> before = model;
        model = new TreeMap<>(before);
        boolean committed = false;
        try {
            long lsn =
                    storm.transaction(
                            random,
                            Isolation.values()[random.nextInt(4)],
                            txn -> {
                                for (int n = random.nextInt(5); n >= 0; n--) {
                                    step(txn, shrinking);
                                }
                                if (random.nextInt(4) == 0) {
                                    storm.statement(txn, random, this::compare);
                                }
                            });
            committed = lsn >= 0;
            if (committed) {
                // One that changed nothing has no LSN that is not durable, and what it follows may
                // be lost.
                commits.add(new Commit(Math.max(lsn, commits.getLast().lsn), model));
                if (!waited || storm.awaitDurable(lsn)) {
                    trim(storm.durableLsn());
                }
            }
        } finally {
            if (!committed) {
                model = before;
            }
        }
    }

    private void trim(long durable) {
        while (commits.size() > 1 && second().lsn <= durable) {
            commits.removeFirst();
        }
    }

    private Commit second() {
        var all = commits.iterator();
        all.next();
        return all.next();
    }

    /** Forgets the commits that a crash took. */
    void survived(long durable) {
        while (commits.size() > 1 && commits.getLast().lsn > durable) {
            commits.removeLast();
        }
        model = commits.getLast().rows;
        commits.clear();
        commits.add(new Commit(0, model));
    }

    private void step(Transaction txn, boolean shrinking) {
        TreeMap<Integer, Row> start = new TreeMap<>(model);
        if (random.nextInt(6) == 0) {
            txn.savepoint("s");
            storm.statement(txn, random, t -> again(start, () -> changes(t, shrinking)));
            assertThat(txn.rollbackTo("s")).isTrue();
            model = new TreeMap<>(start);
            return;
        }
        try {
            storm.statement(txn, random, t -> again(start, () -> changes(t, shrinking)));
        } catch (Storm.GaveUp _) {
            model = new TreeMap<>(start);
        }
    }

    /** The statement may run twice. */
    private void again(Map<Integer, Row> start, Runnable statement) {
        model = new TreeMap<>(start);
        statement.run();
    }

    private void changes(Transaction txn, boolean shrinking) {
        boolean bulk = !shrinking && random.nextInt(5) == 0;
        if (bulk) {
            txn.beginBulk();
            for (int n = random.nextInt(30); n >= 0; n--) {
                insert(txn, randomRow(randomId()));
            }
            txn.endBulk();
        } else {
            for (int n = random.nextInt(5); n >= 0; n--) {
                change(txn, shrinking);
            }
        }
        if (random.nextInt(8) == 0) {
            throw new Storm.GaveUp();
        }
    }

    private int randomId() {
        return first + random.nextInt(IDS);
    }

    private void change(Transaction txn, boolean shrinking) {
        int id = randomId();
        if (!shrinking && random.nextInt(3) == 0) {
            insert(txn, randomRow(id));
            return;
        }
        Table table = storm.table("rows");
        try (Cursor cursor = EngineFixture.point(txn, table, LockMode.EXCLUSIVE, id)) {
            boolean there = cursor.next();
            assertThat(there).isEqualTo(model.containsKey(id));
            if (!there) {
                return;
            }
            if (shrinking && random.nextInt(3) > 0 || random.nextInt(5) == 0) {
                assertThat(txn.delete(table, cursor.rowId())).isTrue();
                Row gone = model.remove(id);
                if (random.nextInt(3) == 0 && gone != null) {
                    insert(txn, random.nextBoolean() ? gone : randomRow(id));
                }
                return;
            }
            update(txn, table, cursor, id);
        }
    }

    private void update(Transaction txn, Table table, Cursor cursor, int id) {
        Row row = randomRow(random.nextInt(4) == 0 ? randomId() : id);
        boolean taken = isTaken(row, id) || row.id != id && model.containsKey(row.id);
        Index refused = txn.update(table, cursor.rowId(), values(row), OnDuplicate.REPORT);
        assertThat(refused != null).isEqualTo(taken);
        if (!taken) {
            model.remove(id);
            model.put(row.id, row);
            if (random.nextInt(4) == 0) {
                back(txn, table, row);
            }
        }
    }

    /** There and back: the entries must not care. */
    private void back(Transaction txn, Table table, Row row) {
        Row other = new Row(row.id, row.k == null ? 1 : null, row.name + "y", row.u);
        for (Row next : List.of(other, row)) {
            try (Cursor cursor = EngineFixture.point(txn, table, LockMode.EXCLUSIVE, row.id)) {
                assertThat(cursor.next()).isTrue();
                txn.update(table, cursor.rowId(), values(next), OnDuplicate.FAIL);
            }
        }
    }

    private void insert(Transaction txn, Row row) {
        boolean taken = model.containsKey(row.id) || isTaken(row, -1);
        OnDuplicate mode = OnDuplicate.values()[random.nextInt(3)];
        boolean refused;
        try {
            refused = txn.insert(storm.table("rows"), values(row), mode) != null;
        } catch (DuplicateKeyException _) {
            assertThat(taken).isTrue();
            throw new Storm.GaveUp();
        }
        assertThat(refused).isEqualTo(taken);
        if (!taken) {
            model.put(row.id, row);
        }
    }

    private boolean isTaken(Row row, int except) {
        return row.u != null
                && model.values().stream().anyMatch(r -> r.id != except && row.u.equals(r.u));
    }

    private static @Nullable Object[] values(Row row) {
        return EngineFixture.row(row.id, row.k, row.name, row.u);
    }

    private Row randomRow(int id) {
        int length =
                switch (random.nextInt(20)) {
                    case 0 -> 40_000;
                    case 1 -> 7_700 + random.nextInt(300);
                    case 2, 3 -> 2_500;
                    default -> random.nextInt(200);
                };
        return new Row(
                id,
                random.nextInt(6) == 0 ? null : random.nextInt(10),
                id + "-" + random.nextInt(100) + "x".repeat(length),
                random.nextInt(3) == 0 ? null : first + random.nextInt(UNIQUES));
    }

    // ---- comparing ----

    /** The owner's rows as the transaction sees them against the model. */
    void compare(Transaction txn) {
        Table table = storm.table("rows");
        boolean backward = random.nextBoolean();
        boolean byId = random.nextBoolean();
        List<Row> rows = new ArrayList<>(model.values());
        List<String> found;
        Index index;
        if (byId) {
            index = table.clustered();
        } else {
            index = EngineFixture.index(table, "u");
            rows.removeIf(r -> r.u == null);
            rows.sort(Comparator.comparingInt(r -> r.u == null ? 0 : r.u));
        }
        KeyRange range =
                new KeyRange(
                        index.encodeKey((long) first), true,
                        index.encodeKey((long) first + STRIDE), false);
        LockMode mode = random.nextInt(4) == 0 ? LockMode.SHARE : LockMode.NONE;
        if (mode == LockMode.NONE || txn.isReadOnly()) {
            txn.mayReadPast(false);
        }
        found = EngineFixture.scan(txn, index, range, backward, mode);
        List<String> expected = new ArrayList<>(rows.stream().map(Row::asText).toList());
        if (backward) {
            java.util.Collections.reverse(expected);
        }
        if (!found.equals(expected)) {
            List<String> missing = new ArrayList<>(expected);
            missing.removeAll(found);
            List<String> extra = new ArrayList<>(found);
            extra.removeAll(expected);
            throw new AssertionError(
                    (byId ? "by id" : "by u")
                            + (backward ? ", backward, " : ", ")
                            + mode
                            + ": missing "
                            + brief(missing)
                            + ", too many "
                            + brief(extra));
        }
    }

    private static List<String> brief(List<String> rows) {
        return rows.stream().map(r -> r.replaceAll("x{3,}", "~")).toList();
    }
}
