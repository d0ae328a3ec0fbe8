package io.daybreak.sql.ddl;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.ddl.TableDraft.Column;
import io.daybreak.sql.ddl.TableDraft.Key;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From a table to its draft: on its trees where they may stay, else {@link #isInstant} says no and
 * {@link TableCopy} does it.
 */
final class TableChange {
    private final DdlRun run;
    private final CatalogTable old;
    private final TableDraft draft;
    private final TableDefinition target;

    TableChange(DdlRun run, CatalogTable old, TableDraft draft) {
        this.run = run;
        this.old = old;
        this.draft = draft;
        this.target = draft.definition();
    }

    /** Whether rows and primary key stay as they are. */
    boolean isInstant() {
        List<ColumnDefinition> before = old.definition().columns();
        for (int i = 0; i < draft.columns.size(); i++) {
            Column column = draft.columns.get(i);
            if (i < before.size()) {
                if (column.origin() != i || !isInstant(i, before.get(i), column.definition())) {
                    return false;
                }
            } else if (!hasInitial(column.definition())) {
                return false;
            }
        }
        return draft.columns.size() >= before.size()
                && samePrimary(old.definition().primaryKey(), target.primaryKey());
    }

    private boolean isInstant(int position, ColumnDefinition before, ColumnDefinition after) {
        if (!Objects.equals(before.generated(), after.generated())
                || !isSameStorage(before.type(), after.type())) {
            return false;
        }
        if (before.nullable() == after.nullable()) {
            return true;
        }
        return after.nullable() && !isIndexed(position);
    }

    private boolean isIndexed(int position) {
        return old.definition().indexes().stream()
                .anyMatch(i -> i.parts().stream().anyMatch(p -> p.column() == position));
    }

    /** Whether values of one type are valid values of the other as they are stored. */
    private static boolean isSameStorage(SqlType before, SqlType after) {
        if (before.equals(after)) {
            return true;
        }
        if (before.kind() != after.kind() || before.unsigned() != after.unsigned()) {
            return false;
        }
        return switch (before.kind()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> true;
            case VARCHAR, VARBINARY ->
                    after.length() >= before.length()
                            && before.collation().id() == after.collation().id();
            case ENUM, SET ->
                    before.collation().id() == after.collation().id()
                            && before.physical().equals(after.physical())
                            && after.members().size() >= before.members().size()
                            && after.members()
                                    .subList(0, before.members().size())
                                    .equals(before.members());
            default -> false;
        };
    }

    /** Whether rows that are there get one constant as the value of a new column. */
    private boolean hasInitial(ColumnDefinition column) {
        if (column.generated() != null || column.autoIncrement()) {
            return false;
        }
        return switch (column.defaultValue()) {
            case ColumnDefault.Constant _ -> true;
            case ColumnDefault.Expression _ -> false;
            case ColumnDefault.None _ -> column.nullable();
        };
    }

    private static boolean samePrimary(
            @Nullable IndexDefinition before, @Nullable IndexDefinition after) {
        return before == null
                ? after == null
                : after != null && before.parts().equals(after.parts());
    }

    /** Does it on the trees that are there. */
    Table applyInstantly() {
        byte[] bytes = target.toBytes();
        Table table = old.table();
        for (IndexDefinition index : old.definition().indexes()) {
            if (isSecondary(index) && !stays(index)) {
                table = run.ddl().dropIndex(table, index.name(), bytes);
            }
        }
        table = run.ddl().alterTable(table, spec(table.spec(), bytes));
        for (int i = 0; i < draft.keys.size(); i++) {
            IndexDefinition index = target.indexes().get(i);
            String origin = draft.keys.get(i).origin();
            IndexDefinition before = origin == null ? null : old.definition().index(origin);
            if (isSecondary(index) && (before == null || !sameTree(before, index))) {
                IndexSpec spec = new IndexSpec(index.name(), index.isUnique(), index.parts());
                try {
                    table = run.ddl().addIndex(table, spec, bytes);
                } catch (DuplicateKeyException e) {
                    throw Duplicates.error(target, e);
                }
            }
        }
        return table;
    }

    private static boolean isSecondary(IndexDefinition index) {
        return index.hasTree() && index.kind() != IndexDefinition.Kind.PRIMARY;
    }

    private boolean stays(IndexDefinition before) {
        IndexDefinition after = successor(before.name());
        return after != null && sameTree(before, after);
    }

    private static boolean sameTree(IndexDefinition before, IndexDefinition after) {
        return before.isUnique() == after.isUnique()
                && before.hasTree() == after.hasTree()
                && before.parts().equals(after.parts());
    }

    /** What an index of the old table is in the new one. */
    private @Nullable IndexDefinition successor(String name) {
        for (int i = 0; i < draft.keys.size(); i++) {
            Key key = draft.keys.get(i);
            if (key.origin() != null && key.origin().equalsIgnoreCase(name)) {
                return target.indexes().get(i);
            }
        }
        return null;
    }

    /** The engine's form of the target, with the indexes that stay, in the order of their trees. */
    private TableSpec spec(TableSpec before, byte[] bytes) {
        List<ColumnSpec> columns = new ArrayList<>();
        for (int i = 0; i < target.columns().size(); i++) {
            ColumnDefinition column = target.columns().get(i);
            Object initial =
                    i < before.columns().size()
                            ? before.columns().get(i).initial()
                            : column.defaultValue() instanceof ColumnDefault.Constant(Object value)
                                    ? value
                                    : null;
            columns.add(
                    new ColumnSpec(
                            column.name(), column.type().physical(), column.nullable(), initial));
        }
        List<IndexSpec> secondary = new ArrayList<>();
        for (IndexSpec index : before.secondary()) {
            IndexDefinition after = Objects.requireNonNull(successor(index.name()));
            secondary.add(new IndexSpec(after.name(), index.unique(), index.parts()));
        }
        return new TableSpec(
                before.schema(), before.name(), columns, before.primaryKey(), secondary, bytes);
    }

    /** Whether a type keeps text in the same way; for CONVERT TO CHARACTER SET. */
    static boolean isText(SqlType type) {
        return type.hasCollation()
                && !type.collation().name().toLowerCase(Locale.ROOT).equals("binary")
                && type.kind() != TypeKind.JSON;
    }
}
