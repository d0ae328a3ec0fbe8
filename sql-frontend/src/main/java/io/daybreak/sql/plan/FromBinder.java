package io.daybreak.sql.plan;

import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.ast.TableReference;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.exec.DerivedNode;
import io.daybreak.sql.exec.ProjectNode;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.parse.ParseOptions;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.parse.Parser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds FROM: fills a scope with tables and gives the tree of joins. */
final class FromBinder {
    /** Which stored tables are locked how, and whose row ids are wanted. */
    interface Usage {
        LockMode lock(String alias);

        WaitPolicy onLocked(String alias);

        /** A slot for the row id; -1 for none. */
        int rowIdSlot(String alias, CatalogTable table, ScopeTable scopeTable);

        Usage READ =
                new Usage() {
                    @Override
                    public LockMode lock(String alias) {
                        return LockMode.NONE;
                    }

                    @Override
                    public WaitPolicy onLocked(String alias) {
                        return WaitPolicy.WAIT;
                    }

                    @Override
                    public int rowIdSlot(String alias, CatalogTable table, ScopeTable scope) {
                        return -1;
                    }
                };
    }

    private static final int VIEW_DEPTH_MAX = 32;

    /** More tables of merged blocks are not put in order together. */
    private static final int MERGED_TABLES_MAX = 30;

    private final PlanningRun run;
    private final Scope scope;
    private final CteScope ctes;
    private final Usage usage;
    private int mergedTables;

    FromBinder(PlanningRun run, Scope scope, CteScope ctes, Usage usage) {
        this.run = run;
        this.scope = scope;
        this.ctes = ctes;
        this.usage = usage;
    }

    /** A part of FROM with its tables and the columns that names and {@code *} mean. */
    private record Part(FromTree tree, List<ScopeTable> tables, List<Scope.Visible> visible) {}

    FromTree bind(List<TableReference> from) {
        FromTree tree = null;
        for (TableReference reference : from) {
            Part part = bind(reference, scope);
            checkUnique(part.tables);
            scope.addAll(part.tables, part.visible);
            if (scope.tables.size() > SelectBinder.JOIN_TABLES_MAX) {
                throw new SqlException(MySqlError.ER_TOO_MANY_TABLES, SelectBinder.JOIN_TABLES_MAX);
            }
            tree = tree == null ? part.tree : new FromTree.Inner(tree, part.tree, List.of(), false);
        }
        return tree == null ? new FromTree.Nothing() : tree;
    }

    private void checkUnique(List<ScopeTable> more) {
        Set<String> names = new HashSet<>();
        for (ScopeTable table : scope.tables) {
            names.add(table.schema + "\0" + table.alias);
        }
        for (ScopeTable table : more) {
            if (!names.add(table.schema + "\0" + table.alias)) {
                throw new SqlException(MySqlError.ER_NONUNIQ_TABLE, table.alias);
            }
        }
    }

    private Part bind(TableReference reference, Scope lateral) {
        return switch (reference) {
            case TableReference.Named named -> leaf(named);
            case TableReference.Derived derived -> derived(derived, lateral);
            case TableReference.Join join -> join(join, lateral);
            case TableReference.Group group -> group(group, lateral);
            case TableReference.JsonTable json -> {
                FromTree.Leaf leaf = new JsonTables(run).table(json, lateral, ctes);
                yield leaf(leaf.table(), leaf.source());
            }
        };
    }

    private static Part leaf(ScopeTable table, LeafSource source) {
        return new Part(new FromTree.Leaf(table, source), List.of(table), Scope.visibleOf(table));
    }

    private Part leaf(TableReference.Named named) {
        TableName name = named.name();
        if (name.schema() == null) {
            CteScope.Cte cte = ctes.find(name.name());
            if (cte != null) {
                cte.referredToIn(scope);
                return leaf(
                        cteTable(cte, named.exposedName()),
                        new LeafSource.Cte(cte.source(), cte.recursion(), cte.rows()));
            }
            if (name.name().equalsIgnoreCase("dual") && run.context.currentSchema() == null) {
                return new Part(new FromTree.Nothing(), List.of(), List.of());
            }
        }
        String schema = run.schemaOf(name);
        VirtualTable virtual = run.context.virtualTable(schema, name.name());
        if (virtual != null) {
            run.dependsOn(virtual);
            return leaf(
                    virtualTable(virtual, named.exposedName()), new LeafSource.Virtual(virtual));
        }
        ViewDefinition view = run.context.catalog().view(schema, name.name());
        if (view != null) {
            return view(view, named.exposedName());
        }
        CatalogTable table = run.table(name);
        ScopeTable scopeTable = storedTable(table, schema, named.exposedName());
        return leaf(
                scopeTable,
                new LeafSource.Base(
                        table,
                        named.hints(),
                        usage.lock(named.exposedName()),
                        usage.onLocked(named.exposedName()),
                        usage.rowIdSlot(named.exposedName(), table, scopeTable)));
    }

    private static ScopeTable cteTable(CteScope.Cte cte, String alias) {
        ScopeTable table = new ScopeTable(null, alias);
        for (int i = 0; i < cte.columns().size(); i++) {
            CteScope.Column column = cte.columns().get(i);
            table.columns.add(
                    new ScopeColumn(
                            table, column.name(), column.type(), column.nullable(), i, true));
        }
        return table;
    }

    private static ScopeTable virtualTable(VirtualTable virtual, String alias) {
        ScopeTable table = new ScopeTable(virtual.schema(), alias);
        for (int i = 0; i < virtual.columns().size(); i++) {
            VirtualTable.Column column = virtual.columns().get(i);
            table.columns.add(
                    new ScopeColumn(
                            table, column.name(), column.type(), column.nullable(), i, true));
        }
        return table;
    }

    static ScopeTable storedTable(CatalogTable stored, String schema, String alias) {
        ScopeTable table = new ScopeTable(schema, alias);
        table.stored = stored;
        List<ColumnDefinition> columns = stored.definition().columns();
        for (int i = 0; i < columns.size(); i++) {
            ColumnDefinition column = columns.get(i);
            table.columns.add(
                    new ScopeColumn(
                            table,
                            column.name(),
                            column.type(),
                            column.nullable(),
                            i,
                            column.visible()));
        }
        return table;
    }

    private Part derived(TableReference.Derived derived, Scope lateral) {
        Scope outer = derived.lateral() ? lateral : scope.outer;
        Block block = new Block(run, derived.query(), outer, ctes);
        return derived(block, null, derived.alias(), derived.columns());
    }

    /** A view is a derived table whose text is looked at with its own schema as the default. */
    private Part view(ViewDefinition view, String alias) {
        if (run.depth() > VIEW_DEPTH_MAX) {
            throw new SqlException(MySqlError.ER_VIEW_RECURSIVE, view.schema(), view.name());
        }
        run.dependsOn(view);
        Parsed parsed = Parser.parse(view.sql(), ParseOptions.DEFAULT);
        PlanningRun embedded = run.embedded(parsed, view.schema());
        if (!(parsed.statement() instanceof Statement.Select select)) {
            throw new IllegalStateException("view " + view.name() + " is no query");
        }
        Block block = new Block(embedded, select.query(), null, new CteScope(null));
        try {
            return derived(block, view.schema(), alias, view.columns());
        } catch (SqlException e) {
            throw switch (e.error()) {
                case ER_NO_SUCH_TABLE, ER_BAD_FIELD_ERROR, ER_BAD_DB_ERROR ->
                        new SqlException(MySqlError.ER_VIEW_INVALID, view.schema(), view.name());
                default -> e;
            };
        }
    }

    /** A query in FROM, and where its names are looked up. */
    private record Block(PlanningRun run, Query query, @Nullable Scope outer, CteScope ctes) {}

    /**
     * The tables of a plain block become tables of this one; another query is planned by itself.
     */
    private Part derived(Block block, @Nullable String schema, String alias, List<String> columns) {
        Query.Body.Select plain = usage == Usage.READ ? PlainBlock.of(block.query) : null;
        if (plain == null) {
            BoundQuery query =
                    new QueryBinder(block.run, block.outer, block.ctes).bind(block.query);
            return planned(withSlotsOfItsOwn(block.run, query), schema, alias, columns);
        }
        SelectBinder binder = new SelectBinder(block.run, block.outer, block.ctes, plain);
        BoundSelect bound = binder.bind(List.of(), null, Usage.READ);
        int more = PlainBlock.tables(bound.from());
        if (!PlainBlock.isMergeable(bound) || mergedTables + more > MERGED_TABLES_MAX) {
            BoundQuery query = new SelectPlanner(block.run, bound, binder.groupSources()).plan();
            return planned(withSlotsOfItsOwn(block.run, query), schema, alias, columns);
        }
        mergedTables += more;
        ScopeTable table = table(bound.outputs(), schema, alias, columns);
        FromTree tree =
                bound.where().isEmpty()
                        ? bound.from()
                        : new FromTree.Inner(
                                bound.from(), new FromTree.Nothing(), bound.where(), false);
        return new Part(tree, List.of(table), Scope.visibleOf(table));
    }

    /**
     * Columns of the query around it are copied: a join gives back what is in the slots of its
     * inner side, or clears them, and would change the row around it.
     */
    private static BoundQuery withSlotsOfItsOwn(PlanningRun run, BoundQuery query) {
        List<BoundQuery.Output> outputs = new ArrayList<>();
        List<Expr> sources = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        for (BoundQuery.Output output : query.outputs()) {
            Bound value = output.value();
            if (value.slot() < 0 || !query.outerSlots().get(value.slot())) {
                outputs.add(output);
                continue;
            }
            int slot = run.slots.next();
            sources.add(value.expr());
            targets.add(slot);
            Bound copy =
                    ExpressionBinder.slot(
                            slot, value.type(), value.expr().nullable(), output.name());
            outputs.add(new BoundQuery.Output(output.name(), copy, output.origin()));
        }
        return targets.isEmpty()
                ? query
                : new BoundQuery(
                        new ProjectNode(
                                query.plan(),
                                sources.toArray(Expr[]::new),
                                targets.stream().mapToInt(Integer::intValue).toArray()),
                        outputs,
                        query.outerSlots());
    }

    private static Part planned(
            BoundQuery query, @Nullable String schema, String alias, List<String> columns) {
        return leaf(
                table(query.outputs(), schema, alias, columns),
                new LeafSource.Derived(
                        new DerivedNode(query.plan(), alias, query.slots()), query.outerSlots()));
    }

    private static ScopeTable table(
            List<BoundQuery.Output> outputs,
            @Nullable String schema,
            String alias,
            List<String> columns) {
        if (!columns.isEmpty() && columns.size() != outputs.size()) {
            throw new SqlException(MySqlError.ER_VIEW_WRONG_LIST);
        }
        ScopeTable table = new ScopeTable(schema, alias);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < outputs.size(); i++) {
            String name = columns.isEmpty() ? outputs.get(i).name() : columns.get(i);
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw new SqlException(MySqlError.ER_DUP_FIELDNAME, name);
            }
            Bound value = outputs.get(i).value();
            int slot = value.slot();
            ScopeColumn column =
                    new ScopeColumn(table, name, value.type(), value.expr().nullable(), i, true)
                            .at(slot);
            table.own(slot);
            table.columns.add(column);
        }
        return table;
    }

    private Part group(TableReference.Group group, Scope lateral) {
        Part whole = null;
        for (TableReference element : group.elements()) {
            Part part = bind(element, lateral);
            whole =
                    whole == null
                            ? part
                            : new Part(
                                    new FromTree.Inner(whole.tree, part.tree, List.of(), false),
                                    concat(whole.tables, part.tables),
                                    concat(whole.visible, part.visible));
        }
        return java.util.Objects.requireNonNull(whole);
    }

    private static <T> List<T> concat(List<T> a, List<T> b) {
        List<T> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private Part join(TableReference.Join join, Scope lateral) {
        Part left = bind(join.left(), lateral);
        Scope inner = new Scope(scope.outer);
        inner.addAll(scope.tables, scope.visible);
        inner.addAll(left.tables, left.visible);
        Part right = bind(join.right(), inner);
        boolean outerLeft = join.type() == TableReference.JoinType.LEFT;
        boolean outerRight = join.type() == TableReference.JoinType.RIGHT;
        if (outerLeft) {
            right.tables.forEach(ScopeTable::nullExtend);
        }
        if (outerRight) {
            left.tables.forEach(ScopeTable::nullExtend);
        }
        Scope both = new Scope(scope.outer);
        both.addAll(left.tables, left.visible);
        both.addAll(right.tables, right.visible);
        List<Bound> on = new ArrayList<>();
        List<Scope.Visible> visible = concat(left.visible, right.visible);
        if (join.natural() || !join.using().isEmpty()) {
            visible = using(join, left, right, on);
        } else if (join.on() != null) {
            on.addAll(new ExpressionBinder(run, both, Clause.ON, ctes).conjuncts(join.on()));
        }
        scope.outerSlots.or(both.outerSlots);
        List<ScopeTable> tables = concat(left.tables, right.tables);
        FromTree tree;
        if (outerLeft) {
            tree = new FromTree.Left(left.tree, FromTree.unwrap(right.tree, on), on);
        } else if (outerRight) {
            tree = new FromTree.Left(right.tree, FromTree.unwrap(left.tree, on), on);
        } else {
            tree =
                    new FromTree.Inner(
                            left.tree,
                            right.tree,
                            on,
                            join.type() == TableReference.JoinType.STRAIGHT);
        }
        return new Part(tree, tables, visible);
    }

    /** Common columns come first, once; of an outer join, from the side that is kept. */
    private List<Scope.Visible> using(
            TableReference.Join join, Part left, Part right, List<Bound> on) {
        List<String> names = new ArrayList<>(join.using());
        if (join.natural()) {
            for (Scope.Visible column : left.visible) {
                if (find(right.visible, column.name()) != null) {
                    names.add(column.name());
                }
            }
        }
        List<Scope.Visible> result = new ArrayList<>();
        Set<ScopeColumn> merged = new HashSet<>();
        ExpressionBinder binder = new ExpressionBinder(run, scope, Clause.FROM, ctes);
        boolean keepsRight = join.type() == TableReference.JoinType.RIGHT;
        for (String name : names) {
            Scope.Visible a = find(left.visible, name);
            Scope.Visible b = find(right.visible, name);
            if (a == null || b == null) {
                throw new SqlException(MySqlError.ER_BAD_FIELD_ERROR, name, Clause.FROM.text());
            }
            Expression.Column syntax =
                    new Expression.Column(null, null, name, join.start(), join.end());
            on.add(
                    binder.comparison(
                            Expression.BinaryOperator.EQUAL,
                            binder.slot(a.column(), syntax),
                            binder.slot(b.column(), syntax),
                            name));
            merged.add(a.column());
            merged.add(b.column());
            result.add(
                    keepsRight
                            ? new Scope.Visible(name, b.column(), a.column())
                            : new Scope.Visible(name, a.column(), b.column()));
        }
        for (Scope.Visible column :
                concat(
                        keepsRight ? right.visible : left.visible,
                        keepsRight ? left.visible : right.visible)) {
            if (!merged.contains(column.column())) {
                result.add(column);
            }
        }
        return result;
    }

    private Scope.@Nullable Visible find(List<Scope.Visible> columns, String name) {
        Scope.Visible found = null;
        for (Scope.Visible column : columns) {
            if (column.name().equalsIgnoreCase(name)) {
                if (found != null) {
                    throw new SqlException(MySqlError.ER_NON_UNIQ_ERROR, name, Clause.FROM.text());
                }
                found = column;
            }
        }
        return found;
    }

    static Usage locking(List<Query.Locking> clauses) {
        if (clauses.isEmpty()) {
            return Usage.READ;
        }
        return new LockingUsage(clauses);
    }
}
