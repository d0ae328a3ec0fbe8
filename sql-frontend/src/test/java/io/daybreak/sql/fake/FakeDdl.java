package io.daybreak.sql.fake;

import io.daybreak.engine.api.Ddl;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import java.util.ArrayList;
import java.util.List;

/** Changes the fake's tables at once. */
record FakeDdl(FakeEngine engine) implements Ddl {
    @Override
    public void createSchema(String name, byte[] definition) {
        engine.createSchema(name);
    }

    @Override
    public void alterSchema(String name, byte[] definition) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public void dropSchema(String name) {
        engine.dropSchema(name);
    }

    @Override
    public Table createTable(TableSpec spec) {
        return engine.create(spec);
    }

    @Override
    public void dropTable(Table table) {
        engine.drop(table.spec().schema(), table.spec().name());
    }

    @Override
    public void renameTable(Table table, String schema, String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public Table alterTable(Table table, TableSpec spec) {
        throw new UnsupportedOperationException(spec.name());
    }

    @Override
    public Table addIndex(Table table, IndexSpec spec, byte[] definition) {
        List<IndexSpec> indexes = new ArrayList<>(table.spec().secondary());
        indexes.add(spec);
        TableSpec old = table.spec();
        return engine.recreate(
                new TableSpec(
                        old.schema(),
                        old.name(),
                        old.columns(),
                        old.primaryKey(),
                        indexes,
                        definition));
    }

    @Override
    public Table dropIndex(Table table, String indexName, byte[] definition) {
        throw new UnsupportedOperationException(indexName);
    }

    @Override
    public Table truncate(Table table) {
        throw new UnsupportedOperationException(table.spec().name());
    }
}
