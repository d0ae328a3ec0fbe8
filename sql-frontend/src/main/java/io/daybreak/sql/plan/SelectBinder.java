package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Limit;
import io.daybreak.sql.ast.OrderItem;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Query.Body.Select;
import io.daybreak.sql.ast.Query.SelectItem;
import io.daybreak.sql.exec.Slots;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds one SELECT … FROM …, its ORDER BY and LIMIT. Confined to one planning run. */
final class SelectBinder {
    /** As in MySQL, whose joins are sets of 64 bits with three of its own. */
    static final int JOIN_TABLES_MAX = 61;

    private static final int COLUMNS_MAX = 4096;

    /** An element of the select list after {@code *} is expanded. */
    private record Item(String name, @Nullable Expression syntax, @Nullable ScopeColumn column) {}

    private final PlanningRun run;
    private final CteScope ctes;
    private final Scope scope;
    private final Select select;
    private final Aggregation aggregation = new Aggregation();
    private final Windows windows;
    private final List<ScopeColumn> ungrouped = new ArrayList<>();
    private final List<ExpressionBinder.Grouped> grouped = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private final List<Bound> values = new ArrayList<>();
    private final List<JoinPlanner.Existence> existences = new ArrayList<>();

    SelectBinder(PlanningRun run, @Nullable Scope outer, CteScope ctes, Select select) {
        this.run = run;
        this.ctes = ctes;
        this.scope = new Scope(outer);
        this.select = select;
        this.windows = new Windows(run, select.windows());
    }

    Scope scope() {
        return scope;
    }

    BoundSelect bind(List<OrderItem> orderBy, @Nullable Limit limit, FromBinder.Usage usage) {
        List<Bound> where = new ArrayList<>();
        FromTree from =
                FromTree.unwrap(new FromBinder(run, scope, ctes, usage).bind(select.from()), where);
        where.addAll(where(select.where()));
        expandItems();
        if (items.size() > COLUMNS_MAX) {
            throw new SqlException(MySqlError.ER_TOO_MANY_FIELDS);
        }
        boolean groups = select.groupBy() != null;
        bindGroupBy();
        scope.aggregation = aggregation;
        for (Item item : items) {
            values.add(
                    item.column != null
                            ? column(item.column)
                            : binder(Clause.FIELD_LIST)
                                    .bind(java.util.Objects.requireNonNull(item.syntax)));
        }
        Bound having =
                select.having() == null
                        ? null
                        : binder(Clause.HAVING)
                                .aliases(this::havingAlias, ExpressionBinder.Aliases.NONE)
                                .bind(select.having());
        List<BoundSelect.Key> keys = new ArrayList<>();
        for (OrderItem item : orderBy) {
            keys.add(orderKey(item));
        }
        boolean aggregates = groups || !aggregation.calls().isEmpty();
        if (aggregates) {
            checkGrouping(from, where, groups);
        }
        List<BoundQuery.Output> outputs = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            outputs.add(
                    new BoundQuery.Output(
                            items.get(i).name, values.get(i), originOf(items.get(i))));
        }
        Bounds bounds = bounds(limit);
        return new BoundSelect(
                from,
                where,
                List.copyOf(existences),
                aggregates,
                List.copyOf(grouped),
                select.groupBy() != null && select.groupBy().rollup(),
                aggregation,
                having,
                windows,
                outputs,
                select.distinct(),
                keys,
                bounds.limit,
                bounds.offset,
                outerSlots(from),
                select.options().contains(Query.SelectOption.STRAIGHT_JOIN));
    }

    /** What the block reads of blocks around it, its derived tables included. */
    private BitSet outerSlots(FromTree from) {
        collectOuter(from);
        return scope.outerSlots;
    }

    private void collectOuter(FromTree tree) {
        switch (tree) {
            case FromTree.Nothing _ -> {}
            case FromTree.Leaf(ScopeTable table, LeafSource.Derived derived) -> {
                for (int slot : Slots.toArray(derived.outer())) {
                    if (!isOfAnother(table, slot)) {
                        scope.outerSlots.set(slot);
                    }
                }
            }
            case FromTree.Leaf _ -> {}
            case FromTree.Inner inner -> {
                collectOuter(inner.left());
                collectOuter(inner.right());
            }
            case FromTree.Left left -> {
                collectOuter(left.left());
                collectOuter(left.right());
            }
        }
    }

    /** A derived table's own column can be a slot that it only hands on from further out. */
    @SuppressWarnings("ReferenceEquality") // the very table is meant
    private boolean isOfAnother(ScopeTable table, int slot) {
        return scope.tables.stream().anyMatch(t -> t != table && t.slots.get(slot));
    }

    private record Bounds(@Nullable Bound limit, @Nullable Bound offset) {}

    private Bounds bounds(@Nullable Limit limit) {
        if (limit == null) {
            return new Bounds(null, null);
        }
        ExpressionBinder binder = new ExpressionBinder(run, new Scope(null), Clause.ORDER, ctes);
        return new Bounds(
                binder.bind(limit.count()),
                limit.offset() == null ? null : binder.bind(limit.offset()));
    }

    private @Nullable ScopeColumn originOf(Item item) {
        if (item.column != null) {
            return item.column;
        }
        return item.syntax instanceof Expression.Column name ? scope.find(name) : null;
    }

    private List<Bound> where(@Nullable Expression condition) {
        if (condition == null) {
            return List.of();
        }
        ExpressionBinder binder = new ExpressionBinder(run, scope, Clause.WHERE, ctes);
        List<Bound> conditions = new ArrayList<>();
        for (Expression conjunct : AstConjuncts.of(condition)) {
            JoinPlanner.Existence existence = SemiJoins.tryBind(run, scope, ctes, conjunct);
            if (existence != null) {
                existences.add(existence);
            } else {
                conditions.addAll(binder.conjuncts(conjunct));
            }
        }
        return conditions;
    }

    private ExpressionBinder binder(Clause clause) {
        return new ExpressionBinder(run, scope, clause, ctes)
                .grouping(grouped, ungrouped, select.groupBy() != null && select.groupBy().rollup())
                .aggregates(aggregation)
                .windows(windows);
    }

    private Bound column(ScopeColumn column) {
        int slot = column.slot(run.slots);
        ungrouped.add(column);
        return ExpressionBinder.slot(slot, column.type, column.nullable(), column.name);
    }

    private void expandItems() {
        for (SelectItem item : select.items()) {
            switch (item) {
                case SelectItem.Wildcard wildcard -> expand(wildcard);
                case SelectItem.Expr expr -> {
                    String name = expr.alias();
                    if (name == null) {
                        name =
                                ItemName.of(
                                        expr.expression(),
                                        run.parsed.text(expr.textStart(), expr.textEnd()));
                        run.structural(expr.expression());
                    }
                    items.add(new Item(name, expr.expression(), null));
                }
            }
        }
    }

    private void expand(SelectItem.Wildcard wildcard) {
        int before = items.size();
        if (wildcard.table() == null) {
            if (scope.tables.isEmpty()) {
                throw new SqlException(MySqlError.ER_NO_TABLES_USED);
            }
            for (Scope.Visible visible : scope.visible) {
                if (visible.column().visible) {
                    items.add(new Item(visible.column().name, null, visible.column()));
                }
            }
            return;
        }
        for (ScopeTable table : scope.tables) {
            if (table.alias.equals(wildcard.table())
                    && (wildcard.schema() == null || wildcard.schema().equals(table.schema))) {
                for (ScopeColumn column : table.columns) {
                    if (column.visible) {
                        items.add(new Item(column.name, null, column));
                    }
                }
            }
        }
        if (items.size() == before) {
            throw new SqlException(MySqlError.ER_BAD_TABLE_ERROR, wildcard.table());
        }
    }

    private void bindGroupBy() {
        if (select.groupBy() == null) {
            return;
        }
        for (Expression syntax : select.groupBy().items()) {
            Expression meant = groupItem(syntax);
            ExpressionBinder binder = new ExpressionBinder(run, scope, Clause.GROUP, ctes);
            Bound value;
            try {
                value = binder.bind(meant);
            } catch (SqlException e) {
                if (e.error() == MySqlError.ER_INVALID_GROUP_FUNC_USE) {
                    throw new SqlException(MySqlError.ER_WRONG_GROUP_FIELD, run.parsed.text(meant));
                }
                throw e;
            }
            boolean rollup = select.groupBy().rollup();
            if (value.slot() < 0 || rollup) {
                run.structural(meant);
            }
            Bound slot =
                    value.slot() >= 0
                            ? value
                            : ExpressionBinder.slot(
                                    run.slots.next(),
                                    value.type(),
                                    value.expr().nullable() || rollup,
                                    value.text());
            groupSources.add(value);
            grouped.add(new ExpressionBinder.Grouped(meant, slot));
        }
        // Items were bound without the others in sight: grouping expressions do not nest.
    }

    private final List<Bound> groupSources = new ArrayList<>();

    List<Bound> groupSources() {
        return groupSources;
    }

    /** Ordinals and aliases of the select list; a column of FROM comes before an alias. */
    private Expression groupItem(Expression syntax) {
        if (syntax instanceof Expression.Literal literal
                && literal.value() instanceof Long number) {
            run.structural(literal);
            return ordinal(number, Clause.GROUP);
        }
        if (syntax instanceof Expression.Column name && name.table() == null) {
            if (findColumn(name) == null) {
                for (int i = 0; i < items.size(); i++) {
                    Expression aliased = items.get(i).syntax;
                    if (aliased != null && items.get(i).name.equalsIgnoreCase(name.name())) {
                        return aliased;
                    }
                }
            }
        }
        return syntax;
    }

    private @Nullable ScopeColumn findColumn(Expression.Column name) {
        try {
            return scope.find(name);
        } catch (Scope.AmbiguousName _) {
            // An alias of that name decides; otherwise binding the name reports it.
            return null;
        }
    }

    private Expression ordinal(long number, Clause clause) {
        if (number < 1 || number > items.size()) {
            throw new SqlException(
                    MySqlError.ER_BAD_FIELD_ERROR, String.valueOf(number), clause.text());
        }
        Item item = items.get((int) number - 1);
        if (item.syntax != null) {
            return item.syntax;
        }
        ScopeColumn column = java.util.Objects.requireNonNull(item.column);
        return new Expression.Column(
                null, column.table.alias, column.name, select.start(), select.start());
    }

    /** The value of a select item by its alias (or, for HAVING, its column name). */
    private @Nullable Bound alias(Expression.Column name) {
        if (name.table() != null) {
            return null;
        }
        for (int i = 0; i < items.size() && i < values.size(); i++) {
            if (items.get(i).name.equalsIgnoreCase(name.name())) {
                return values.get(i);
            }
        }
        return null;
    }

    /** In HAVING a grouped column of the name comes before an alias. */
    private @Nullable Bound havingAlias(Expression.Column name) {
        ScopeColumn column = findColumn(name);
        if (column != null) {
            for (Bound source : groupSources) {
                if (column.isUsed() && source.slot() == column.usedSlot()) {
                    return null;
                }
            }
        }
        return alias(name);
    }

    private BoundSelect.Key orderKey(OrderItem item) {
        Expression syntax = item.expression();
        if (syntax instanceof Expression.Literal literal
                && literal.value() instanceof Long number) {
            run.structural(literal);
            if (number < 1 || number > values.size()) {
                throw new SqlException(
                        MySqlError.ER_BAD_FIELD_ERROR, String.valueOf(number), Clause.ORDER.text());
            }
            return new BoundSelect.Key(
                    (int) (number - 1), values.get((int) (number - 1)), item.descending());
        }
        if (syntax instanceof Expression.Column name && name.table() == null) {
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i).name.equalsIgnoreCase(name.name())) {
                    return new BoundSelect.Key(i, values.get(i), item.descending());
                }
            }
        }
        for (int i = 0; i < items.size(); i++) {
            if (!(syntax instanceof Expression.Column)
                    && SameExpression.same(items.get(i).syntax, syntax)) {
                run.structural(syntax);
                run.structural(java.util.Objects.requireNonNull(items.get(i).syntax));
                return new BoundSelect.Key(i, values.get(i), item.descending());
            }
        }
        Bound value =
                binder(Clause.ORDER)
                        .aliases(ExpressionBinder.Aliases.NONE, this::alias)
                        .bind(syntax);
        for (int i = 0; i < values.size(); i++) {
            if (value.slot() >= 0 && values.get(i).slot() == value.slot()) {
                return new BoundSelect.Key(i, value, item.descending());
            }
        }
        if (select.distinct() && !value.isConstant()) {
            throw new SqlException(
                    MySqlError.ER_FIELD_IN_ORDER_NOT_SELECT, 1, value.text(), "DISTINCT");
        }
        return new BoundSelect.Key(-1, value, item.descending());
    }

    private void checkGrouping(FromTree from, List<Bound> where, boolean groups) {
        if (!io.daybreak.sql.types.SqlMode.ONLY_FULL_GROUP_BY.in(
                run.context.bindContext().sqlMode())) {
            return;
        }
        new FunctionalDependence(scope, from, where, groupSources, groups)
                .check(ungrouped, values, run);
    }
}
