package io.daybreak.sql.show;

import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.CheckConstraint;
import io.daybreak.sql.catalog.ForeignKey;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.session.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows about keys and constraints. Stateless. */
final class ConstraintRows {
    private ConstraintRows() {}

    private static List<IndexDefinition> keys(TableDefinition table) {
        return table.indexes().stream().filter(IndexDefinition::isUnique).toList();
    }

    static void keyColumnUsage(StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (CatalogTable found : Visible.baseTables(context, wanted)) {
            TableDefinition table = found.definition();
            for (IndexDefinition key : keys(table)) {
                for (int i = 0; i < key.parts().size(); i++) {
                    rows.add(
                            "def",
                            table.schema(),
                            key.name(),
                            "def",
                            table.schema(),
                            table.name(),
                            table.columns().get(key.parts().get(i).column()).name(),
                            i + 1,
                            null,
                            null,
                            null,
                            null);
                }
            }
            for (ForeignKey key : table.foreignKeys()) {
                for (int i = 0; i < key.columns().size(); i++) {
                    rows.add(
                            "def",
                            table.schema(),
                            key.name(),
                            "def",
                            table.schema(),
                            table.name(),
                            table.columns().get(key.columns().get(i)).name(),
                            i + 1,
                            i + 1,
                            key.parentSchema(),
                            key.parentTable(),
                            key.parentColumns().get(i));
                }
            }
        }
    }

    static void tableConstraints(StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (CatalogTable found : Visible.baseTables(context, wanted)) {
            TableDefinition table = found.definition();
            for (IndexDefinition key : keys(table)) {
                boolean primary = key.kind() == IndexDefinition.Kind.PRIMARY;
                constraint(table, key.name(), primary ? "PRIMARY KEY" : "UNIQUE", true, rows);
            }
            for (ForeignKey key : table.foreignKeys()) {
                constraint(table, key.name(), "FOREIGN KEY", true, rows);
            }
            for (CheckConstraint check : table.checks()) {
                constraint(table, check.name(), "CHECK", check.enforced(), rows);
            }
        }
    }

    private static void constraint(
            TableDefinition table,
            String name,
            String type,
            boolean enforced,
            RowsTable.Rows rows) {
        rows.add(
                "def",
                table.schema(),
                name,
                table.schema(),
                table.name(),
                type,
                enforced ? "YES" : "NO");
    }

    static void referentialConstraints(
            StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (CatalogTable found : Visible.baseTables(context, wanted, "CONSTRAINT_SCHEMA")) {
            TableDefinition table = found.definition();
            for (ForeignKey key : table.foreignKeys()) {
                rows.add(
                        "def",
                        table.schema(),
                        key.name(),
                        "def",
                        key.parentSchema(),
                        parentKey(key, context),
                        "NONE",
                        key.onUpdate().sql(),
                        key.onDelete().sql(),
                        table.name(),
                        key.parentTable());
            }
        }
    }

    /** The unique index that the parent's columns are; null if there is none. */
    private static @Nullable String parentKey(ForeignKey key, StatementContext context) {
        CatalogTable parent = context.catalog().table(key.parentSchema(), key.parentTable());
        if (parent == null) {
            return null;
        }
        TableDefinition table = parent.definition();
        for (IndexDefinition index : keys(table)) {
            List<String> names =
                    index.parts().stream()
                            .map(p -> table.columns().get(p.column()).name())
                            .toList();
            if (names.size() >= key.parentColumns().size()
                    && String.join("\0", names.subList(0, key.parentColumns().size()))
                            .equalsIgnoreCase(String.join("\0", key.parentColumns()))) {
                return index.name();
            }
        }
        return null;
    }

    static void checkConstraints(StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (CatalogTable found : Visible.baseTables(context, wanted, "CONSTRAINT_SCHEMA")) {
            TableDefinition table = found.definition();
            for (CheckConstraint check : table.checks()) {
                rows.add("def", table.schema(), check.name(), Cells.escaped(clause(check.sql())));
            }
        }
    }

    private static String clause(String sql) {
        return sql.startsWith("(") ? sql : "(" + sql + ")";
    }
}
