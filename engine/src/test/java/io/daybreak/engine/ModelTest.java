package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.index;
import static io.daybreak.engine.EngineFixture.point;
import static io.daybreak.engine.EngineFixture.row;
import static io.daybreak.engine.EngineFixture.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random changes by one session against a map: with savepoints, rollbacks of statements and
 * transactions, and crashes, after each of which the rows, every index and CHECK must agree.
 */
class ModelTest {
    private static final int KEYS = 60;
    private static final int STEPS = 3000;

    private record Row(int id, @Nullable Integer k, @Nullable String name) {
        String asText() {
            return id + "," + k + "," + name;
        }
    }

    private final EngineFixture db = new EngineFixture();
    private Table table = db.create(EngineFixture.usual("t"));
    private TreeMap<Integer, Row> committed = new TreeMap<>();
    private TreeMap<Integer, Row> current = new TreeMap<>();
    private final List<TreeMap<Integer, Row>> savepoints = new ArrayList<>();
    private @Nullable Transaction txn;
    private Random random = new Random();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreesWithAMap(long seed) {
        random = new Random(seed);
        try (db) {
            for (int step = 0; step < STEPS; step++) {
                try {
                    step();
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed + ", step " + step, e);
                }
            }
        }
    }

    private Transaction txn() {
        Transaction t = txn;
        if (t == null) {
            t = db.begin();
            txn = t;
            savepoints.clear();
        }
        return t;
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 80) {
            statement();
        } else if (dice < 84) {
            txn().savepoint("s" + savepoints.size());
            savepoints.add(new TreeMap<>(current));
        } else if (dice < 88) {
            if (txn != null && !savepoints.isEmpty()) {
                int to = random.nextInt(savepoints.size());
                assertThat(txn().rollbackTo("s" + to)).isTrue();
                current = new TreeMap<>(savepoints.get(to));
                savepoints.subList(to + 1, savepoints.size()).clear();
            }
        } else if (dice < 93) {
            txn().commit();
            txn = null;
            committed = new TreeMap<>(current);
            compareAll();
        } else if (dice < 97) {
            txn().rollback();
            txn = null;
            current = new TreeMap<>(committed);
            compareAll();
        } else if (dice < 98) {
            db.crash();
            table = db.table("t");
            txn = null;
            current = new TreeMap<>(committed);
            compareAll();
        } else {
            compare(txn(), true);
        }
    }

    private void statement() {
        Transaction t = txn();
        t.beginStatement();
        TreeMap<Integer, Row> before = new TreeMap<>(current);
        int changes = 1 + random.nextInt(3);
        boolean failed = false;
        for (int i = 0; i < changes && !failed; i++) {
            failed = !change(t);
        }
        if (failed || random.nextInt(10) == 0) {
            t.rollbackStatement();
            current = before;
        } else {
            t.endStatement();
        }
    }

    private boolean change(Transaction t) {
        int id = random.nextInt(KEYS);
        Row row = randomRow(id);
        try {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    boolean there = current.containsKey(id) || isTaken(row, -1);
                    var refused =
                            t.insert(table, row(row.id(), row.k(), row.name()), OnDuplicate.REPORT);
                    assertThat(refused != null).isEqualTo(there);
                    if (!there) {
                        current.put(id, row);
                    }
                }
                case 2 -> update(t, id, row);
                default -> delete(t, id);
            }
            return true;
        } catch (DuplicateKeyException e) {
            assertThat(isTaken(row, id) || current.containsKey(row.id())).isTrue();
            return false;
        }
    }

    private void update(Transaction t, int id, Row row) {
        int newId = random.nextInt(5) == 0 ? random.nextInt(KEYS) : id;
        Row changed = new Row(newId, row.k(), row.name());
        try (Cursor cursor = point(t, table, LockMode.EXCLUSIVE, id)) {
            if (!cursor.next()) {
                assertThat(current).doesNotContainKey(id);
                return;
            }
            boolean taken = isTaken(changed, id) || newId != id && current.containsKey(newId);
            var refused =
                    t.update(
                            table,
                            cursor.rowId(),
                            row(changed.id(), changed.k(), changed.name()),
                            OnDuplicate.REPORT);
            assertThat(refused != null).isEqualTo(taken);
            if (!taken) {
                current.remove(id);
                current.put(newId, changed);
            }
        }
    }

    private void delete(Transaction t, int id) {
        assertThat(EngineFixture.delete(t, table, id)).isEqualTo(current.remove(id) != null);
    }

    private boolean isTaken(Row row, int except) {
        return row.name() != null
                && current.values().stream()
                        .anyMatch(r ->
                                r.id() != except
                                        && r.name() != null
                                        && r.name().equalsIgnoreCase(row.name()));
    }

    private Row randomRow(int id) {
        Integer k = random.nextInt(8) == 0 ? null : random.nextInt(10);
        String name =
                random.nextInt(4) == 0
                        ? null
                        : (random.nextBoolean() ? "N" : "n")
                                + random.nextInt(KEYS)
                                + "x".repeat(random.nextInt(5) == 0 ? random.nextInt(400) : 0);
        return new Row(id, k, name);
    }

    private void compareAll() {
        Transaction reader = db.begin();
        compare(reader, false);
        reader.commit();
        if (random.nextInt(4) == 0) {
            assertThat(db.engine.check(table)).isEmpty();
        }
    }

    private void compare(Transaction reader, boolean mayLock) {
        LockMode mode = mayLock && random.nextBoolean() ? LockMode.SHARE : LockMode.NONE;
        boolean backward = random.nextBoolean();
        List<String> byId = new ArrayList<>(current.values().stream().map(Row::asText).toList());
        List<String> byK =
                new ArrayList<>(
                        current.values().stream()
                                .sorted(
                                        Comparator.comparing(
                                                        Row::k,
                                                        Comparator.nullsFirst(
                                                                Comparator.naturalOrder()))
                                                .thenComparingInt(Row::id))
                                .map(Row::asText)
                                .toList());
        if (backward) {
            java.util.Collections.reverse(byId);
            java.util.Collections.reverse(byK);
        }
        assertThat(scan(reader, table.clustered(), KeyRange.ALL, backward, mode)).isEqualTo(byId);
        assertThat(scan(reader, index(table, "k"), KeyRange.ALL, backward, mode)).isEqualTo(byK);
        assertThat(scan(reader, index(table, "name"), KeyRange.ALL, backward, mode))
                .hasSize(current.size());
        for (int i = 0; i < 3; i++) {
            int id = random.nextInt(KEYS);
            try (Cursor cursor = point(reader, table, mode, id)) {
                assertThat(cursor.next()).isEqualTo(current.containsKey(id));
                Row there = current.get(id);
                if (there != null && there.k() != null) {
                    assertThat(cursor.getLong(1))
                            .isEqualTo((long) Objects.requireNonNull(there.k()));
                }
            }
        }
    }
}
