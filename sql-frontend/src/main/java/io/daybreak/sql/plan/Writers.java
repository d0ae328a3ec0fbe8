package io.daybreak.sql.plan;

import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Query.Body.Select;
import io.daybreak.sql.ast.Query.SelectItem;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.CheckConstraint;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.ForeignKey;
import io.daybreak.sql.catalog.GeneratedColumn;
import io.daybreak.sql.catalog.ParentOf;
import io.daybreak.sql.exec.ChildAction;
import io.daybreak.sql.exec.ParentCheck;
import io.daybreak.sql.exec.TableWriter;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.parse.ParseOptions;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.parse.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the writers of the tables that a DML statement can reach. Confined to one planning run. */
final class Writers {
    private final PlanningRun run;
    private final Map<Long, TableWriter> byTable = new HashMap<>();

    Writers(PlanningRun run) {
        this.run = run;
    }

    TableWriter of(CatalogTable table) {
        TableWriter known = byTable.get(table.table().id());
        if (known != null) {
            return known;
        }
        run.dependsOn(table);
        ScopeTable row =
                FromBinder.storedTable(
                        table, table.definition().schema(), table.definition().name());
        Scope scope = new Scope(null);
        scope.addAll(List.of(row), Scope.visibleOf(row));
        List<ColumnDefinition> columns = table.definition().columns();
        List<TableWriter.Computed> generated = new ArrayList<>();
        @Nullable Expr[] defaults = new Expr[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            GeneratedColumn expression = columns.get(i).generated();
            if (expression != null) {
                generated.add(new TableWriter.Computed(i, bind(expression.sql(), scope)));
            }
            if (columns.get(i).defaultValue() instanceof ColumnDefault.Expression(String sql)) {
                defaults[i] = bind(sql, scope);
            }
        }
        List<TableWriter.Check> checks = new ArrayList<>();
        for (CheckConstraint check : table.definition().checks()) {
            if (check.enforced()) {
                checks.add(new TableWriter.Check(check.name(), bind(check.sql(), scope)));
            }
        }
        TableWriter writer = new TableWriter(table, slotsOf(row), generated, defaults, checks);
        byTable.put(table.table().id(), writer);
        linkParents(table, writer);
        linkChildren(table, writer);
        return writer;
    }

    /** The slot of each column; -1 where nothing reads it. */
    static int[] slotsOf(ScopeTable table) {
        return table.columns.stream().mapToInt(c -> c.isUsed() ? c.usedSlot() : -1).toArray();
    }

    private Expr bind(String sql, Scope scope) {
        Parsed parsed = Parser.parse("SELECT " + sql, ParseOptions.DEFAULT);
        PlanningRun embedded = run.embedded(parsed);
        return new ExpressionBinder(embedded, scope, Clause.FIELD_LIST, new CteScope(null))
                .bind(expression(parsed))
                .expr();
    }

    private static Expression expression(Parsed parsed) {
        Select select = (Select) ((Statement.Select) parsed.statement()).query().body();
        return ((SelectItem.Expr) select.items().get(0)).expression();
    }

    private void linkParents(CatalogTable table, TableWriter writer) {
        for (ForeignKey key : table.definition().foreignKeys()) {
            CatalogTable parent =
                    run.context.catalog().baseTable(key.parentSchema(), key.parentTable());
            if (parent == null) {
                writer.link(new ParentCheck(key, null, null, new int[0]));
                continue;
            }
            run.dependsOn(parent);
            int[] columns = positions(parent, key);
            writer.link(new ParentCheck(key, parent, startingWith(parent, columns), columns));
        }
    }

    private static int[] positions(CatalogTable parent, ForeignKey key) {
        return key.parentColumns().stream().mapToInt(parent.definition()::column).toArray();
    }

    /** An index whose first parts are these columns in any order. */
    private static @Nullable Index startingWith(CatalogTable table, int[] columns) {
        Set<Integer> wanted = new HashSet<>();
        for (int column : columns) {
            wanted.add(column);
        }
        for (Index index : table.table().indexes()) {
            if (index.isClustered() && table.definition().primaryKey() == null) {
                continue;
            }
            List<KeyPart> parts = index.spec().parts();
            Set<Integer> first = new HashSet<>();
            for (int i = 0; i < columns.length && i < parts.size(); i++) {
                if (parts.get(i).prefixLength() == 0) {
                    first.add(parts.get(i).column());
                }
            }
            if (first.equals(wanted)) {
                return index;
            }
        }
        return null;
    }

    private void linkChildren(CatalogTable table, TableWriter writer) {
        for (ParentOf child :
                run.context
                        .catalog()
                        .childrenOf(table.definition().schema(), table.definition().name())) {
            CatalogTable childTable =
                    run.context.catalog().baseTable(child.childSchema(), child.childTable());
            if (childTable == null) {
                continue;
            }
            int[] columns = child.key().columns().stream().mapToInt(Integer::intValue).toArray();
            Index index = startingWith(childTable, columns);
            if (index != null) {
                writer.link(
                        new ChildAction(
                                child.key(), of(childTable), index, positions(table, child.key())));
            }
        }
    }
}
