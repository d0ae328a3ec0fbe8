package io.daybreak.sql.plan;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Limit;
import io.daybreak.sql.ast.OrderItem;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.exec.Change;
import io.daybreak.sql.exec.Insert;
import io.daybreak.sql.exec.KeyCodecs;
import io.daybreak.sql.exec.KeyPartCodec;
import io.daybreak.sql.exec.LimitNode;
import io.daybreak.sql.exec.MaterializeNode;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.RowKeys;
import io.daybreak.sql.exec.SortNode;
import io.daybreak.sql.exec.TableWriter;
import io.daybreak.sql.expr.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans UPDATE and DELETE: a query that locks its rows, and what is done to them. */
final class ChangePlans {
    private final PlanningRun run;
    private final Writers writers;
    private final Scope scope = new Scope(null);
    private final Map<ScopeTable, Integer> rowIds = new LinkedHashMap<>();
    private CteScope ctes = new CteScope(null);

    ChangePlans(PlanningRun run) {
        this.run = run;
        this.writers = new Writers(run);
    }

    /** Tables by alias: locked exclusively, with a row id, if they are changed. */
    private final class Locked implements FromBinder.Usage {
        @Override
        public LockMode lock(String alias) {
            return LockMode.EXCLUSIVE;
        }

        @Override
        public WaitPolicy onLocked(String alias) {
            return WaitPolicy.WAIT;
        }

        @Override
        public int rowIdSlot(String alias, CatalogTable table, ScopeTable scopeTable) {
            int slot = run.slots.next();
            scopeTable.own(slot);
            rowIds.put(scopeTable, slot);
            return slot;
        }
    }

    private void with(Query.@Nullable With with) {
        if (with != null) {
            ctes = new CteScope(ctes);
            new CteBinder(run, null, ctes).bind(with);
        }
    }

    Plan update(Statement.Update statement) {
        with(statement.with());
        FromTree from = new FromBinder(run, scope, ctes, new Locked()).bind(statement.tables());
        Map<ScopeTable, List<Insert.Assignment>> assignments = assignments(statement);
        List<Bound> where = where(statement.where());
        List<Change.Target> targets = new ArrayList<>();
        for (Map.Entry<ScopeTable, List<Insert.Assignment>> entry : assignments.entrySet()) {
            ScopeTable table = entry.getKey();
            table.columns.forEach(column -> column.slot(run.slots));
            targets.add(target(table, entry.getValue()));
        }
        boolean single = from instanceof FromTree.Leaf;
        return plan(
                from,
                where,
                statement.orderBy(),
                statement.limit(),
                targets,
                false,
                statement.ignore(),
                single);
    }

    private Change.Target target(ScopeTable table, List<Insert.Assignment> assignments) {
        CatalogTable stored = java.util.Objects.requireNonNull(table.stored);
        TableWriter writer = writers.of(stored);
        Integer rowId = rowIds.get(table);
        if (rowId == null) {
            throw new IllegalStateException("no row id for " + table.alias);
        }
        return new Change.Target(writer, rowId, Writers.slotsOf(table), assignments);
    }

    private Map<ScopeTable, List<Insert.Assignment>> assignments(Statement.Update statement) {
        Map<ScopeTable, List<Insert.Assignment>> result = new LinkedHashMap<>();
        DmlPlans values = new DmlPlans(run);
        for (Statement.Assignment assignment : statement.assignments()) {
            ScopeColumn column = find(assignment.column());
            CatalogTable stored = column.table.stored;
            if (stored == null) {
                throw new SqlException(
                        MySqlError.ER_NON_UPDATABLE_TABLE, column.table.alias, "UPDATE");
            }
            ExpressionBinder binder =
                    new ExpressionBinder(run, scope, Clause.FIELD_LIST, ctes)
                            .dml(new DmlPlans.RowNames(run, stored, column.table));
            Expr value = values.value(assignment.value(), binder, stored, column.position);
            DmlPlans.refuseGenerated(stored, column.position, value);
            result.computeIfAbsent(column.table, _ -> new ArrayList<>())
                    .add(new Insert.Assignment(column.position, value));
        }
        return result;
    }

    private ScopeColumn find(Expression.Column name) {
        ScopeColumn column;
        try {
            column = scope.find(name);
        } catch (Scope.AmbiguousName _) {
            throw new SqlException(
                    MySqlError.ER_NON_UNIQ_ERROR,
                    ExpressionBinder.display(name),
                    Clause.FIELD_LIST.text());
        }
        if (column == null) {
            throw new SqlException(
                    MySqlError.ER_BAD_FIELD_ERROR,
                    ExpressionBinder.display(name),
                    Clause.FIELD_LIST.text());
        }
        return column;
    }

    Plan delete(Statement.Delete statement) {
        with(statement.with());
        FromTree from = new FromBinder(run, scope, ctes, new Locked()).bind(statement.from());
        List<Bound> where = where(statement.where());
        List<Change.Target> targets = new ArrayList<>();
        List<ScopeTable> tables = new ArrayList<>();
        if (statement.targets().isEmpty()) {
            tables.add(scope.tables.get(0));
        }
        for (TableName name : statement.targets()) {
            tables.add(tableOf(name));
        }
        for (ScopeTable table : tables) {
            if (table.stored == null) {
                throw new SqlException(MySqlError.ER_NON_UPDATABLE_TABLE, table.alias, "DELETE");
            }
            if (!run.context
                    .catalog()
                    .childrenOf(
                            table.stored.definition().schema(), table.stored.definition().name())
                    .isEmpty()) {
                table.columns.forEach(column -> column.slot(run.slots));
            }
            targets.add(target(table, List.of()));
        }
        return plan(
                from,
                where,
                statement.orderBy(),
                statement.limit(),
                targets,
                true,
                statement.ignore(),
                from instanceof FromTree.Leaf);
    }

    private ScopeTable tableOf(TableName name) {
        for (ScopeTable table : scope.tables) {
            if (table.alias.equals(name.name())
                    && (name.schema() == null || name.schema().equals(table.schema))) {
                return table;
            }
        }
        throw new SqlException(MySqlError.ER_UNKNOWN_TABLE, name.name(), "MULTI DELETE");
    }

    private List<Bound> where(@Nullable Expression condition) {
        return condition == null
                ? List.of()
                : new ExpressionBinder(run, scope, Clause.WHERE, ctes).conjuncts(condition);
    }

    private Plan plan(
            FromTree from,
            List<Bound> where,
            List<OrderItem> orderBy,
            @Nullable Limit limit,
            List<Change.Target> targets,
            boolean delete,
            boolean ignore,
            boolean single) {
        ExpressionBinder binder = new ExpressionBinder(run, scope, Clause.ORDER, ctes);
        List<BoundSelect.Key> keys = new ArrayList<>();
        for (OrderItem item : orderBy) {
            keys.add(new BoundSelect.Key(-1, binder.bind(item.expression()), item.descending()));
        }
        PlanNode node;
        boolean buffered = !single;
        boolean isShort = false;
        if (from instanceof FromTree.Leaf(var table, var source)
                && source instanceof LeafSource.Base base) {
            SingleTable.Ordered ordered =
                    new SingleTable(run, table, base, where, new BitSet())
                            .plan(keys, limit != null);
            node = ordered.node();
            buffered = moves(ordered.access(), targets) || readsItself(where);
            isShort = ordered.access().unique();
            if (!keys.isEmpty() && !ordered.sorted()) {
                node = sort(node, keys);
                buffered = false;
            }
        } else {
            if (limit != null || !orderBy.isEmpty()) {
                throw new SqlException(
                        MySqlError.ER_WRONG_USAGE,
                        delete ? "DELETE" : "UPDATE",
                        limit != null ? "LIMIT" : "ORDER BY");
            }
            node = new JoinPlanner(run, new BitSet()).plan(from, where, List.of(), false);
        }
        if (limit != null) {
            node = new LimitNode(node, binder.bind(limit.count()).expr(), null);
        }
        if (buffered) {
            node = new MaterializeNode(node, false);
        }
        Change change = new Change(node, targets, delete, ignore, !single, run.slots.count());
        return new ChangePlan(
                change,
                isShort,
                run.dependencies(),
                run.structural.stream().toArray(),
                run.sensitivities());
    }

    private static PlanNode sort(PlanNode node, List<BoundSelect.Key> keys) {
        return new SortNode(
                node,
                new RowKeys(
                        keys.stream().map(k -> k.value().expr()).toArray(Expr[]::new),
                        keys.stream()
                                .map(k -> KeyCodecs.of(k.value().type(), k.descending()))
                                .toArray(KeyPartCodec[]::new)),
                node.slots(),
                false,
                null,
                null,
                "order by");
    }

    /** A subquery might read the table while it is changed. */
    private static boolean readsItself(List<Bound> where) {
        return where.stream().anyMatch(c -> c.shape() instanceof Shape.Opaque);
    }

    /** Whether the change can move a row along the index that is being read. */
    private static boolean moves(Access access, List<Change.Target> targets) {
        for (Change.Target target : targets) {
            for (Insert.Assignment assignment : target.assignments()) {
                for (KeyPart part : access.index().spec().parts()) {
                    if (part.column() == assignment.column()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
