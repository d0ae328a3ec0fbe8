package io.daybreak.engine.dictionary;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.table.TableState;
import io.daybreak.engine.table.TreeRef;
import io.daybreak.engine.txn.EngineTransaction;
import io.daybreak.engine.txn.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The DDL of one transaction. Owned by its thread. */
final class DdlChanges implements EngineTransaction.DdlSession {
    private final Dictionary dictionary;
    private final Kernel kernel;
    private final EngineTransaction txn;
    private final List<Runnable> onCommit = new ArrayList<>();

    /** What is no longer there, after all that is {@link #onCommit}. */
    private final List<Runnable> retired = new ArrayList<>();

    private final List<Runnable> onRollback = new ArrayList<>();
    private final List<Long> logged = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();
    private final List<TableState> changed = new ArrayList<>();

    /** A tree that a table has from this transaction's commit on. */
    private record Made(TableState state, long indexId) {}

    DdlChanges(Dictionary dictionary, Kernel kernel, EngineTransaction txn) {
        this.dictionary = dictionary;
        this.kernel = kernel;
        this.txn = txn;
    }

    // ---- schemas ----

    @Override
    public void createSchema(String name, byte[] definition) {
        @Nullable Object[] row = {name.getBytes(StandardCharsets.UTF_8), definition};
        txn.insert(dictionary.system().schemas, row, OnDuplicate.FAIL);
        onCommit.add(() -> dictionary.publishSchema(name, definition));
    }

    @Override
    public void alterSchema(String name, byte[] definition) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        @Nullable Object[] row = {bytes, definition};
        change(dictionary.system().schemas, bytes, row);
        onCommit.add(() -> dictionary.publishSchema(name, definition));
    }

    @Override
    public void dropSchema(String name) {
        change(dictionary.system().schemas, name.getBytes(StandardCharsets.UTF_8), null);
        onCommit.add(() -> dictionary.retractSchema(name));
    }

    /** Updates or, without a new row, deletes a row of a system table. */
    private void change(EngineTable table, Object key, @Nullable Object @Nullable [] row) {
        byte[] bytes = table.clustered().encodeKey(key);
        try (Cursor cursor = txn.open(table.clustered(), LockMode.EXCLUSIVE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.prefix(bytes), false);
            if (!cursor.next()) {
                throw new IllegalStateException("no such row in the dictionary");
            }
            if (row == null) {
                txn.delete(table, cursor.rowId());
            } else {
                txn.update(table, cursor.rowId(), row, OnDuplicate.FAIL);
            }
        }
    }

    // ---- tables ----

    @Override
    public Table createTable(TableSpec spec) {
        long id = kernel.active().takeNumber();
        List<TreeRef> trees = createTrees(spec);
        EngineTable table = new EngineTable(id, 1, spec, trees, new TableState(), kernel.space());
        store(table, true);
        kernel.register(table);
        madeAll(table);
        onCommit.add(() -> dictionary.publish(table));
        onRollback.add(() -> forget(table));
        return table;
    }

    private void madeAll(EngineTable table) {
        changed.add(table.state());
        table.trees().forEach(t -> made.add(new Made(table.state(), t.indexId())));
    }

    private List<TreeRef> createTrees(TableSpec spec) {
        List<TreeRef> trees = new ArrayList<>();
        for (int i = 0; i <= spec.secondary().size(); i++) {
            trees.add(new TreeRef(kernel.active().takeNumber(), 0));
        }
        return plant(trees, DefinitionCodec.encode(new DefinitionCodec.Stored(0, spec, trees)));
    }

    /**
     * Makes trees that are freed unless this transaction commits.
     *
     * @param trees their ids
     * @param definition of the table, if the first tree is its clustered one
     */
    private List<TreeRef> plant(List<TreeRef> trees, byte @Nullable [] definition) {
        DdlLog log = dictionary.log();
        List<Long> records = new ArrayList<>();
        EngineTransaction side = dictionary.internal();
        boolean done = false;
        try {
            for (int i = 0; i < trees.size(); i++) {
                records.add(log.add(side, 0, i == 0 ? definition : null));
            }
            side.commit();
            done = true;
        } finally {
            logged.addAll(records);
            if (!done) {
                side.rollback();
            }
        }
        List<TreeRef> planted = new ArrayList<>();
        for (int i = 0; i < trees.size(); i++) {
            planted.add(new TreeRef(trees.get(i).indexId(), log.plant(records.get(i))));
        }
        records.forEach(r -> log.remove(txn, r));
        return planted;
    }

    private void forget(EngineTable table) {
        kernel.forget(table.clustered().id());
        table.state().drop();
    }

    private void store(EngineTable table, boolean isNew) {
        byte[] definition =
                DefinitionCodec.encode(
                        new DefinitionCodec.Stored(table.version(), table.spec(), table.trees()));
        @Nullable Object[] row = {table.id(), definition};
        if (isNew) {
            txn.insert(dictionary.system().tables, row, OnDuplicate.FAIL);
        } else {
            change(dictionary.system().tables, table.id(), row);
        }
    }

    private void logDrop(EngineTable table) {
        byte[] definition =
                DefinitionCodec.encode(new DefinitionCodec.Stored(0, table.spec(), table.trees()));
        for (TreeRef tree : table.trees()) {
            boolean clustered = tree.indexId() == table.clustered().id();
            logged.add(dictionary.log().add(txn, tree.root(), clustered ? definition : null));
        }
    }

    @Override
    public void dropTable(Table dropped) {
        EngineTable table = (EngineTable) dropped;
        change(dictionary.system().tables, table.id(), null);
        logDrop(table);
        retired.add(() -> {
            dictionary.retractName(table);
            dictionary.retractId(table);
            forget(table);
        });
    }

    @Override
    public void renameTable(Table renamed, String schema, String name) {
        EngineTable table = (EngineTable) renamed;
        TableSpec old = table.spec();
        replace(
                table,
                new TableSpec(
                        schema,
                        name,
                        old.columns(),
                        old.primaryKey(),
                        old.secondary(),
                        old.definition()),
                table.trees());
    }

    /** A new version of a table on the same clustered tree. */
    private EngineTable replace(EngineTable old, TableSpec spec, List<TreeRef> trees) {
        EngineTable table =
                new EngineTable(
                        old.id(), old.version() + 1, spec, trees, old.state(), kernel.space());
        store(table, false);
        changed.add(table.state());
        onCommit.add(() -> dictionary.publish(table));
        retired.add(() -> dictionary.retractOldName(old));
        onRollback.add(() -> kernel.register(old));
        return table;
    }

    @Override
    public Table alterTable(Table altered, TableSpec spec) {
        EngineTable table = (EngineTable) altered;
        requireInstant(table.spec(), spec);
        return replace(table, spec, table.trees());
    }

    private static void requireInstant(TableSpec old, TableSpec spec) {
        if (spec.columns().size() < old.columns().size()
                || spec.secondary().size() != old.secondary().size()) {
            throw new IllegalArgumentException("not an instant change");
        }
        for (int i = 0; i < spec.columns().size(); i++) {
            ColumnSpec column = spec.columns().get(i);
            boolean indexed = isIndexed(old, i);
            if (i < old.columns().size()) {
                ColumnSpec before = old.columns().get(i);
                if (!isSameStorage(before, column)
                        || indexed && before.nullable() != column.nullable()) {
                    throw new IllegalArgumentException(
                            "column " + column.name() + " cannot change instantly");
                }
            } else if (!column.nullable() && column.initial() == null) {
                throw new IllegalArgumentException(
                        "column " + column.name() + " has no value for the rows that are there");
            }
        }
    }

    private static boolean isSameStorage(ColumnSpec before, ColumnSpec after) {
        if (before.type() instanceof PhysicalType.Bytes a
                && after.type() instanceof PhysicalType.Bytes b) {
            return a.collation().id() == b.collation().id();
        }
        return before.type().equals(after.type());
    }

    private static boolean isIndexed(TableSpec spec, int column) {
        IndexSpec primary = spec.primaryKey();
        return primary != null && hasPart(primary, column)
                || spec.secondary().stream().anyMatch(i -> hasPart(i, column));
    }

    private static boolean hasPart(IndexSpec index, int column) {
        for (KeyPart part : index.parts()) {
            if (part.column() == column) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Table addIndex(Table changed, IndexSpec index, byte[] definition) {
        EngineTable table = (EngineTable) changed;
        TableSpec old = table.spec();
        List<IndexSpec> secondary = new ArrayList<>(old.secondary());
        secondary.add(index);
        TableSpec spec =
                new TableSpec(
                        old.schema(),
                        old.name(),
                        old.columns(),
                        old.primaryKey(),
                        secondary,
                        definition);
        List<TreeRef> trees = new ArrayList<>(table.trees());
        trees.addAll(plant(List.of(new TreeRef(kernel.active().takeNumber(), 0)), null));
        EngineTable result = replace(table, spec, trees);
        EngineIndex added = (EngineIndex) result.indexes().getLast();
        made.add(new Made(result.state(), added.id()));
        txn.buildIndex(added);
        kernel.register(result);
        return result;
    }

    @Override
    public Table dropIndex(Table changed, String indexName, byte[] definition) {
        EngineTable table = (EngineTable) changed;
        TableSpec old = table.spec();
        List<IndexSpec> secondary = new ArrayList<>(old.secondary());
        List<TreeRef> trees = new ArrayList<>(table.trees());
        int at = -1;
        for (int i = 0; i < secondary.size(); i++) {
            if (secondary.get(i).name().equalsIgnoreCase(indexName)) {
                at = i;
            }
        }
        if (at < 0) {
            throw new IllegalArgumentException("no index " + indexName);
        }
        secondary.remove(at);
        TreeRef tree = trees.remove(at + 1);
        logged.add(dictionary.log().add(txn, tree.root(), null));
        EngineTable result =
                replace(
                        table,
                        new TableSpec(
                                old.schema(),
                                old.name(),
                                old.columns(),
                                old.primaryKey(),
                                secondary,
                                definition),
                        trees);
        onCommit.add(() -> result.state().drainUsers());
        return result;
    }

    @Override
    public Table truncate(Table emptied) {
        EngineTable table = (EngineTable) emptied;
        List<TreeRef> trees = createTrees(table.spec());
        logDrop(table);
        EngineTable result =
                new EngineTable(
                        table.id(),
                        table.version() + 1,
                        table.spec(),
                        trees,
                        new TableState(),
                        kernel.space());
        store(result, false);
        kernel.register(result);
        madeAll(result);
        onCommit.add(() -> {
            dictionary.publish(result);
            forget(table);
        });
        onRollback.add(() -> forget(result));
        return result;
    }

    // ---- the end ----

    @Override
    public void committed(long lsn) {
        made.forEach(m -> m.state().made(m.indexId(), txn.id()));
        changed.forEach(s -> s.changedAt(lsn));
        // Statements look names up while they are planned, without a lock: a name that stays is
        // never missing, also when tables change places.
        onCommit.forEach(Runnable::run);
        retired.forEach(Runnable::run);
        dictionary.log().settled(logged);
        dictionary.changed(lsn);
    }

    @Override
    public void rolledBack() {
        for (int i = onRollback.size() - 1; i >= 0; i--) {
            onRollback.get(i).run();
        }
        dictionary.log().settled(logged);
    }
}
