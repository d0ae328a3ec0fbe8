package io.daybreak.engine;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.collation.Collations;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An engine on a volume in memory, a usual table, and short names for what tests do. */
final class EngineFixture implements AutoCloseable {
    static final PhysicalType INT = new PhysicalType.Int(4, false);
    static final PhysicalType BIGINT = new PhysicalType.Int(8, false);
    static final PhysicalType TEXT =
            new PhysicalType.Bytes(Collations.UTF8MB4_0900_AI_CI, 1L << 32);

    InMemoryVolume volume;
    StorageEngine engine;
    private final int purgeThreads;

    EngineFixture() {
        this(1);
    }

    EngineFixture(int purgeThreads) {
        this.purgeThreads = purgeThreads;
        volume = InMemoryVolume.durableAtOnce();
        engine = Engines.open(volume, config());
    }

    private EngineConfig config() {
        return new EngineConfig(64L << 20, purgeThreads);
    }

    /** Stops the engine as a crash would and opens what is durable. */
    void crash() {
        InMemoryVolume after = volume.crash();
        engine.close();
        volume = after;
        engine = Engines.open(volume, config());
    }

    @Override
    public void close() {
        engine.close();
    }

    Transaction begin() {
        return begin(Isolation.REPEATABLE_READ);
    }

    Transaction begin(Isolation isolation) {
        Transaction txn = engine.begin(isolation, false);
        txn.beginStatement();
        return txn;
    }

    /** (id INT PRIMARY KEY, k INT, name TEXT), with an index on k and a unique one on name. */
    static TableSpec usual(String name) {
        return new TableSpec(
                "test",
                name,
                List.of(
                        new ColumnSpec("id", INT, false, null),
                        new ColumnSpec("k", INT, true, null),
                        new ColumnSpec("name", TEXT, true, null)),
                primary(0),
                List.of(index("k", false, 1), index("name", true, 2)),
                new byte[] {1, 2, 3});
    }

    static IndexSpec primary(int... columns) {
        return index(IndexSpec.PRIMARY, true, columns);
    }

    static IndexSpec index(String name, boolean unique, int... columns) {
        List<KeyPart> parts = new ArrayList<>();
        for (int column : columns) {
            parts.add(new KeyPart(column, 0, false));
        }
        return new IndexSpec(name, unique, parts);
    }

    Table create(TableSpec spec) {
        Transaction txn = begin();
        if (engine.schemaDefinition(spec.schema()) == null) {
            txn.ddl().createSchema(spec.schema(), new byte[0]);
        }
        Table table = txn.ddl().createTable(spec);
        txn.commit();
        return table;
    }

    Table table(String name) {
        return Objects.requireNonNull(engine.table("test", name));
    }

    static byte @Nullable [] text(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static @Nullable Object[] row(@Nullable Object... values) {
        @Nullable Object[] row = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            row[i] =
                    value instanceof Integer n
                            ? (Object) Long.valueOf(n)
                            : value instanceof String s ? text(s) : value;
        }
        return row;
    }

    static void insert(Transaction txn, Table table, @Nullable Object... values) {
        txn.insert(table, row(values), OnDuplicate.FAIL);
    }

    static Index index(Table table, String name) {
        return table.indexes().stream()
                .filter(i -> i.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static boolean update(Transaction txn, Table table, int id, @Nullable Object... values) {
        try (Cursor cursor = point(txn, table, LockMode.EXCLUSIVE, id)) {
            if (!cursor.next()) {
                return false;
            }
            txn.update(table, cursor.rowId(), row(values), OnDuplicate.FAIL);
            return true;
        }
    }

    static boolean delete(Transaction txn, Table table, int id) {
        try (Cursor cursor = point(txn, table, LockMode.EXCLUSIVE, id)) {
            if (!cursor.next()) {
                return false;
            }
            txn.delete(table, cursor.rowId());
            return true;
        }
    }

    static Cursor point(Transaction txn, Table table, LockMode mode, int id) {
        Cursor cursor = txn.open(table.clustered(), mode, WaitPolicy.WAIT);
        cursor.seek(KeyRange.prefix(table.clustered().encodeKey((long) id)), false);
        return cursor;
    }

    /** All rows in index order, as text. */
    static List<String> scan(Transaction txn, Index index, KeyRange range, boolean backward) {
        return scan(txn, index, range, backward, LockMode.NONE);
    }

    static List<String> scan(
            Transaction txn, Index index, KeyRange range, boolean backward, LockMode mode) {
        List<String> rows = new ArrayList<>();
        int columns = index.table().spec().columns().size();
        try (Cursor cursor = txn.open(index, mode, WaitPolicy.WAIT)) {
            cursor.seek(range, backward);
            while (cursor.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 0; i < columns; i++) {
                    Object value = cursor.get(i);
                    row.append(i == 0 ? "" : ",")
                            .append(
                                    value instanceof byte[] b
                                            ? new String(b, StandardCharsets.UTF_8)
                                            : String.valueOf(value));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    List<String> all(Table table) {
        Transaction txn = begin();
        try {
            return scan(txn, table.clustered(), KeyRange.ALL, false);
        } finally {
            txn.commit();
        }
    }
}
