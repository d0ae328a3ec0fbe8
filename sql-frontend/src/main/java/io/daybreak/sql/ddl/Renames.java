package io.daybreak.sql.ddl;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.catalog.CheckConstraint;
import io.daybreak.sql.catalog.ForeignKey;
import io.daybreak.sql.catalog.ParentOf;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.catalog.ViewDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * RENAME TABLE: all renamings or none, each seeing the ones before it. Foreign keys that refer to a
 * table follow it, names that were made from the table's follow too.
 */
final class Renames {
    private record Name(String schema, String table) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            int bySchema = schema.compareTo(other.schema);
            return bySchema != 0 ? bySchema : table.compareTo(other.table);
        }
    }

    private final DdlRun run;

    /** What this statement has changed: tables under names, or nothing under them any more. */
    private final Map<Name, Optional<Table>> changed = new HashMap<>();

    /** Present names of tables by the ones that the catalogue has. */
    private final Map<Name, Name> present = new HashMap<>();

    Renames(DdlRun run) {
        this.run = run;
    }

    DdlResult rename(DdlStatement.RenameTable statement) {
        TreeSet<Name> names = new TreeSet<>();
        for (DdlStatement.Renaming renaming : statement.renamings()) {
            Name from = new Name(run.schemaOf(renaming.from()), renaming.from().name());
            Name to = new Name(run.schemaOf(renaming.to()), renaming.to().name());
            require(from, to);
            names.add(from);
            names.add(to);
        }
        // In one order, so that two such statements do not wait for each other.
        names.forEach(n -> run.lockTable(n.schema, n.table));
        for (DdlStatement.Renaming renaming : statement.renamings()) {
            rename(
                    new Name(run.schemaOf(renaming.from()), renaming.from().name()),
                    new Name(run.schemaOf(renaming.to()), renaming.to().name()));
        }
        return DdlResult.NONE;
    }

    private void require(Name from, Name to) {
        if (run.context().temporaryTables().covers(from.schema, from.table)) {
            throw DdlRun.unsupported("renaming a temporary table");
        }
        Names.requireTable(to.table);
        run.requireUserSchema(from.schema);
        run.requireUserSchema(to.schema);
        run.context().requireTable(Privilege.ALTER, from.schema, from.table);
        run.context().requireTable(Privilege.DROP, from.schema, from.table);
        run.context().requireTable(Privilege.CREATE, to.schema, to.table);
        run.context().requireTable(Privilege.INSERT, to.schema, to.table);
    }

    /** Renames the table that a statement has changed already; its names are locked. */
    void renameChanged(Table table, String schema, String name) {
        Name from = new Name(table.spec().schema(), table.spec().name());
        changed.put(from, Optional.of(table));
        Name to = new Name(schema, name);
        require(from, to);
        run.lockTable(schema, name);
        rename(from, to);
    }

    private @Nullable Table find(Name name) {
        Optional<Table> known = changed.get(name);
        return known == null
                ? run.catalog().engine().table(name.schema, name.table)
                : known.orElse(null);
    }

    private void rename(Name from, Name to) {
        Table table = find(from);
        if (table == null) {
            run.schemaDefinition(from.schema);
            throw new SqlException(MySqlError.ER_NO_SUCH_TABLE, from.schema, from.table);
        }
        run.schemaDefinition(to.schema);
        if (find(to) != null) {
            throw new SqlException(MySqlError.ER_TABLE_EXISTS_ERROR, to.table);
        }
        if (ViewDefinition.is(table.spec())) {
            if (!from.schema.equals(to.schema)) {
                throw DdlRun.unsupported("renaming a view to another schema");
            }
            move(table, from, to, table.spec().definition());
            return;
        }
        TableDefinition definition = TableDefinition.of(table.spec());
        move(table, from, to, renamed(definition, from, to).toBytes());
        moveChildren(from, to);
    }

    /** New name and definition in one version. */
    private void move(Table table, Name from, Name to, byte[] bytes) {
        Table moved = run.ddl().alterTable(table, spec(table.spec(), to, bytes));
        changed.put(from, Optional.empty());
        changed.put(to, Optional.of(moved));
        Name first = from;
        for (Map.Entry<Name, Name> entry : present.entrySet()) {
            if (entry.getValue().equals(from)) {
                first = entry.getKey();
            }
        }
        present.put(first, to);
    }

    private static TableSpec spec(TableSpec old, Name name, byte[] bytes) {
        List<ColumnSpec> columns = old.columns();
        return new TableSpec(
                name.schema, name.table, columns, old.primaryKey(), old.secondary(), bytes);
    }

    private static TableDefinition renamed(TableDefinition table, Name from, Name to) {
        List<ForeignKey> keys = new ArrayList<>();
        for (ForeignKey key : table.foreignKeys()) {
            boolean own =
                    key.parentSchema().equals(from.schema) && key.parentTable().equals(from.table);
            keys.add(
                    new ForeignKey(
                            made(key.name(), from.table, "_ibfk_", to.table),
                            key.columns(),
                            own ? to.schema : key.parentSchema(),
                            own ? to.table : key.parentTable(),
                            key.parentColumns(),
                            key.onDelete(),
                            key.onUpdate()));
        }
        List<CheckConstraint> checks = new ArrayList<>();
        for (CheckConstraint check : table.checks()) {
            checks.add(
                    new CheckConstraint(
                            made(check.name(), from.table, "_chk_", to.table),
                            check.sql(),
                            check.enforced()));
        }
        return with(table, keys, checks);
    }

    static TableDefinition with(
            TableDefinition table, List<ForeignKey> keys, List<CheckConstraint> checks) {
        return new TableDefinition(
                table.schema(),
                table.name(),
                table.columns(),
                table.indexes(),
                keys,
                checks,
                table.charset(),
                table.collation(),
                table.comment(),
                table.options(),
                table.createdMillis());
    }

    /** A constraint's name with the new table's in it, if it was made from the old one's. */
    private static String made(String name, String from, String middle, String to) {
        String prefix = from + middle;
        return name.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT))
                        && name.substring(prefix.length()).chars().allMatch(Character::isDigit)
                ? to + middle + name.substring(prefix.length())
                : name;
    }

    private static boolean refers(TableDefinition child, Name parent) {
        return child.foreignKeys().stream()
                .anyMatch(k ->
                        k.parentSchema().equals(parent.schema)
                                && k.parentTable().equals(parent.table));
    }

    private void moveChildren(Name from, Name to) {
        TreeSet<Name> children = new TreeSet<>();
        for (Name parent : new ArrayList<>(changed.keySet())) {
            for (ParentOf child : run.catalog().childrenOf(parent.schema, parent.table)) {
                Name committed = new Name(child.childSchema(), child.childTable());
                children.add(present.getOrDefault(committed, committed));
            }
        }
        for (Name name : children) {
            run.lockTable(name.schema, name.table);
            Table table = find(name);
            if (name.equals(to) || table == null) {
                continue;
            }
            TableDefinition definition = TableDefinition.of(table.spec());
            if (!refers(definition, from)) {
                if (refers(definition, to)) {
                    // Its parent was missing until now.
                    changed.put(name, Optional.of(run.ddl().alterTable(table, table.spec())));
                }
                continue;
            }
            List<ForeignKey> keys = new ArrayList<>();
            for (ForeignKey key : definition.foreignKeys()) {
                boolean refers =
                        key.parentSchema().equals(from.schema)
                                && key.parentTable().equals(from.table);
                keys.add(
                        !refers
                                ? key
                                : new ForeignKey(
                                        key.name(),
                                        key.columns(),
                                        to.schema,
                                        to.table,
                                        key.parentColumns(),
                                        key.onDelete(),
                                        key.onUpdate()));
            }
            Table moved =
                    run.ddl()
                            .alterTable(
                                    table,
                                    spec(
                                            table.spec(),
                                            name,
                                            with(definition, keys, definition.checks()).toBytes()));
            changed.put(name, Optional.of(moved));
        }
    }
}
