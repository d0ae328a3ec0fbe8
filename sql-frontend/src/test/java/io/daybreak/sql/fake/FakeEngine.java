package io.daybreak.sql.fake;

import io.daybreak.engine.api.EngineStatus;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.PageFault;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.TableStatistics;
import io.daybreak.engine.api.Transaction;
import io.daybreak.quorum.api.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables in sorted maps: no isolation, no locks, no durability. For one thread. */
public final class FakeEngine implements StorageEngine {
    private final Map<String, Map<String, FakeTable>> schemas = new HashMap<>();
    private long nextId = 1;
    private long version = 1;

    public void createSchema(String name) {
        schemas.put(name, new HashMap<>());
        version++;
    }

    public void dropSchema(String name) {
        schemas.remove(name);
        version++;
    }

    public Table create(TableSpec spec) {
        FakeTable table = new FakeTable(nextId++, spec);
        schema(spec.schema()).put(spec.name(), table);
        version++;
        return table;
    }

    /** Makes a table anew with another specification, and copies its rows. */
    public Table recreate(TableSpec spec) {
        FakeTable old = schema(spec.schema()).get(spec.name());
        FakeTable table = (FakeTable) create(spec);
        if (old != null) {
            int width = spec.columns().size();
            old.rows().forEach(row -> table.put(java.util.Arrays.copyOf(row, width), null));
        }
        return table;
    }

    public void drop(String schema, String name) {
        schema(schema).remove(name);
        version++;
    }

    private Map<String, FakeTable> schema(String name) {
        Map<String, FakeTable> tables = schemas.get(name);
        if (tables == null) {
            throw new IllegalArgumentException("no schema " + name);
        }
        return tables;
    }

    @Override
    public Transaction begin(Isolation isolation, boolean readOnly) {
        return new FakeTransaction(this, isolation, readOnly);
    }

    @Override
    public Volume volume() {
        throw new UnsupportedOperationException("no volume");
    }

    @Override
    public List<String> schemas() {
        return schemas.keySet().stream().sorted().toList();
    }

    @Override
    public byte @Nullable [] schemaDefinition(String schema) {
        return schemas.containsKey(schema) ? new byte[0] : null;
    }

    @Override
    public @Nullable Table table(String schema, String name) {
        Map<String, FakeTable> tables = schemas.get(schema);
        return tables == null ? null : tables.get(name);
    }

    @Override
    public @Nullable Table table(long id) {
        for (Map<String, FakeTable> tables : schemas.values()) {
            for (FakeTable table : tables.values()) {
                if (table.id() == id) {
                    return table;
                }
            }
        }
        return null;
    }

    @Override
    public List<Table> tables(String schema) {
        return new ArrayList<>(schema(schema).values());
    }

    @Override
    public long dictionaryVersion() {
        return version;
    }

    @Override
    public long nextAutoIncrement(Table table, long count, long increment, long offset) {
        FakeTable fake = (FakeTable) table;
        long first = Math.max(fake.nextAuto, 1);
        while ((first - offset) % increment != 0) {
            first++;
        }
        fake.nextAuto = first + count * increment;
        return first;
    }

    @Override
    public void noteAutoIncrement(Table table, long value) {
        raiseAutoIncrement(table, value);
    }

    @Override
    public void raiseAutoIncrement(Table table, long value) {
        FakeTable fake = (FakeTable) table;
        fake.nextAuto = Math.max(fake.nextAuto, value + 1);
    }

    @Override
    public long peekAutoIncrement(Table table) {
        return Math.max(1, ((FakeTable) table).nextAuto);
    }

    @Override
    public TableStatistics statistics(Table table) {
        FakeTable fake = (FakeTable) table;
        Map<String, long[]> distinct = new HashMap<>();
        for (Index index : fake.indexes()) {
            IndexSpec spec = index.spec();
            long[] values = new long[spec.parts().size()];
            java.util.Arrays.fill(values, Math.max(1, fake.size() / (spec.unique() ? 1 : 3)));
            distinct.put(spec.name(), values);
        }
        return new TableStatistics(fake.size(), 0, 0, 0, distinct);
    }

    @Override
    public void analyze(Table table) {
        // Statistics are exact.
    }

    @Override
    public long estimateRows(Index index, KeyRange range) {
        return ((FakeTable) index.table()).size() / 3;
    }

    @Override
    public List<String> check(Table table) {
        return List.of();
    }

    @Override
    public Optional<List<PageFault>> checkPages() {
        return Optional.empty();
    }

    @Override
    public EngineStatus status() {
        return new EngineStatus(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        schemas.clear();
    }
}
