package io.daybreak.sql.session;

import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.ast.TableReference;
import io.daybreak.sql.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The privileges that a statement needs on the tables of its plan. */
final class Needs {
    private Needs() {}

    static List<CachedPlan.Need> of(Statement.Data statement, Plan plan, @Nullable String schema) {
        List<CachedPlan.Need> needs = new ArrayList<>();
        switch (statement) {
            case Statement.Insert insert -> {
                add(needs, Privilege.INSERT, insert.table(), schema);
                if (insert.replace()) {
                    add(needs, Privilege.DELETE, insert.table(), schema);
                }
                if (!insert.onDuplicate().isEmpty()) {
                    add(needs, Privilege.UPDATE, insert.table(), schema);
                }
                read(
                        needs,
                        plan,
                        insert.query() == null ? List.of(insert.table()) : List.of(),
                        schema);
            }
            case Statement.Update update -> {
                List<TableName> named = named(update.tables());
                named.forEach(table -> add(needs, Privilege.UPDATE, table, schema));
                read(needs, plan, List.of(), schema);
            }
            case Statement.Delete delete -> {
                List<TableName> named = named(delete.from());
                named.forEach(table -> add(needs, Privilege.DELETE, table, schema));
                if (delete.where() != null || !delete.targets().isEmpty()) {
                    read(needs, plan, List.of(), schema);
                }
            }
            default -> read(needs, plan, List.of(), schema);
        }
        return List.copyOf(needs);
    }

    /** SELECT on every table with storage, but those that are only written. */
    private static void read(
            List<CachedPlan.Need> needs,
            Plan plan,
            List<TableName> written,
            @Nullable String schema) {
        for (Plan.Dependency table : plan.dependencies()) {
            boolean onlyWritten =
                    written.stream()
                            .anyMatch(w ->
                                    w.name().equals(table.table())
                                            && table.schema()
                                                    .equals(
                                                            w.schema() == null
                                                                    ? schema
                                                                    : w.schema()));
            if (table.id() != 0 && !onlyWritten) {
                needs.add(new CachedPlan.Need(Privilege.SELECT, table.schema(), table.table()));
            }
        }
    }

    private static void add(
            List<CachedPlan.Need> needs,
            Privilege privilege,
            TableName table,
            @Nullable String schema) {
        String own = table.schema() == null ? schema : table.schema();
        if (own != null) {
            needs.add(new CachedPlan.Need(privilege, own, table.name()));
        }
    }

    private static List<TableName> named(List<TableReference> tables) {
        List<TableName> names = new ArrayList<>();
        for (TableReference table : tables) {
            collect(table, names);
        }
        return names;
    }

    private static void collect(TableReference table, List<TableName> names) {
        switch (table) {
            case TableReference.Named named -> names.add(named.name());
            case TableReference.Join join -> {
                collect(join.left(), names);
                collect(join.right(), names);
            }
            case TableReference.Group group ->
                    group.elements().forEach(element -> collect(element, names));
            case TableReference.Derived _, TableReference.JsonTable _ -> {
                // Derived tables are read only: SELECT on what they read is asked for anyway.
            }
        }
    }
}
