package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.exec.Insert;
import io.daybreak.sql.exec.MaterializeNode;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.TableWriter;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.Exprs;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans INSERT and REPLACE. */
final class DmlPlans {
    private static final long SHORT_ROWS_MAX = 1;

    private final PlanningRun run;
    private final Writers writers;

    DmlPlans(PlanningRun run) {
        this.run = run;
        this.writers = new Writers(run);
    }

    Plan insert(Statement.Insert statement) {
        CatalogTable table = run.table(statement.table());
        TableWriter writer = writers.of(table);
        ScopeTable newRow =
                FromBinder.storedTable(table, table.definition().schema(), alias(statement));
        ScopeTable oldRow =
                FromBinder.storedTable(
                        table, table.definition().schema(), table.definition().name());
        int[] columns = columns(statement, table);
        PlanNode query = null;
        Expr[] sources = {};
        List<@Nullable Expr[]> rows = null;
        Scope onDuplicateScope = new Scope(null);
        onDuplicateScope.addAll(List.of(oldRow), Scope.visibleOf(oldRow));
        if (statement.query() != null) {
            BoundQuery bound =
                    new QueryBinder(run, null, new CteScope(null)).bind(statement.query());
            if (bound.outputs().size() != columns.length) {
                throw new SqlException(MySqlError.ER_WRONG_VALUE_COUNT_ON_ROW, 1L);
            }
            sources = bound.outputs().stream().map(o -> o.value().expr()).toArray(Expr[]::new);
            query =
                    reads(statement.query(), table)
                            ? new MaterializeNode(bound.plan(), false)
                            : bound.plan();
        } else {
            rows = rows(statement, columns, table, newRow);
        }
        List<Insert.Assignment> onDuplicate =
                onDuplicate(statement, table, onDuplicateScope, newRow);
        Insert insert =
                new Insert(
                        writer,
                        columns,
                        rows,
                        query,
                        sources,
                        Writers.slotsOf(newRow),
                        Writers.slotsOf(oldRow),
                        onDuplicate,
                        statement.replace(),
                        statement.ignore(),
                        rows == null || rows.size() > 1,
                        run.slots.count());
        return new InsertPlan(
                insert,
                rows != null && rows.size() <= SHORT_ROWS_MAX,
                run.dependencies(),
                run.structural.stream().toArray());
    }

    private static String alias(Statement.Insert statement) {
        return statement.rowAlias() == null
                ? statement.table().name()
                : statement.rowAlias().name();
    }

    private static boolean reads(io.daybreak.sql.ast.Query query, CatalogTable table) {
        boolean[] found = {false};
        AstWalk.visitAll(
                query,
                node -> {
                    found[0] |=
                            node instanceof io.daybreak.sql.ast.TableReference.Named named
                                    && named.name()
                                            .name()
                                            .equalsIgnoreCase(table.definition().name());
                    return !found[0];
                });
        return found[0];
    }

    private int[] columns(Statement.Insert statement, CatalogTable table) {
        List<ColumnDefinition> all = table.definition().columns();
        List<Expression.Column> named = statement.columns();
        if (named == null || (named.isEmpty() && statement.rows() == null)) {
            List<Integer> visible = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).visible()) {
                    visible.add(i);
                }
            }
            if (statement.rows() != null && statement.rows().stream().allMatch(List::isEmpty)) {
                return new int[0];
            }
            return visible.stream().mapToInt(Integer::intValue).toArray();
        }
        int[] columns = new int[named.size()];
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < columns.length; i++) {
            Expression.Column name = named.get(i);
            if (name.table() != null && !name.table().equals(statement.table().name())) {
                throw new SqlException(
                        MySqlError.ER_BAD_FIELD_ERROR,
                        ExpressionBinder.display(name),
                        Clause.FIELD_LIST.text());
            }
            columns[i] = position(name, table);
            if (!seen.add(columns[i])) {
                throw new SqlException(MySqlError.ER_FIELD_SPECIFIED_TWICE, named.get(i).name());
            }
        }
        return columns;
    }

    static int position(Expression.Column column, CatalogTable table) {
        int position = table.definition().column(column.name());
        if (position < 0) {
            throw new SqlException(
                    MySqlError.ER_BAD_FIELD_ERROR,
                    ExpressionBinder.display(column),
                    Clause.FIELD_LIST.text());
        }
        return position;
    }

    private List<@Nullable Expr[]> rows(
            Statement.Insert statement, int[] columns, CatalogTable table, ScopeTable newRow) {
        Scope scope = new Scope(null);
        scope.addAll(List.of(newRow), Scope.visibleOf(newRow));
        ExpressionBinder binder =
                new ExpressionBinder(run, scope, Clause.VALUES, new CteScope(null))
                        .dml(new RowNames(run, table, newRow));
        List<@Nullable Expr[]> rows = new ArrayList<>();
        for (List<Expression> values : java.util.Objects.requireNonNull(statement.rows())) {
            if (values.size() != columns.length && !values.isEmpty()
                    || values.isEmpty()
                            && columns.length > 0
                            && statement.columns() != null
                            && !statement.columns().isEmpty()) {
                throw new SqlException(
                        MySqlError.ER_WRONG_VALUE_COUNT_ON_ROW, (long) rows.size() + 1);
            }
            @Nullable Expr[] row = new Expr[columns.length];
            for (int i = 0; i < values.size(); i++) {
                row[i] = value(values.get(i), binder, table, columns[i]);
                refuseGenerated(table, columns[i], row[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    static void refuseGenerated(CatalogTable table, int column, @Nullable Expr value) {
        ColumnDefinition definition = table.definition().columns().get(column);
        if (definition.isGenerated() && value != null) {
            throw new SqlException(
                    MySqlError.ER_NON_DEFAULT_VALUE_FOR_GENERATED_COLUMN,
                    definition.name(),
                    table.definition().name());
        }
    }

    /**
     * Null for DEFAULT. A decimal keeps its value apart from the plan if the column is a number:
     * the column has the type then, and nobody sees the literal's.
     */
    @Nullable Expr value(
            Expression syntax, ExpressionBinder binder, CatalogTable table, int column) {
        if (syntax instanceof Expression.DefaultValue) {
            return null;
        }
        if (syntax instanceof Expression.Literal literal
                && literal.kind() == Expression.LiteralKind.DECIMAL
                && literal.ordinal() >= 0
                && run.context.liftsLiterals()
                && isNumber(table.definition().columns().get(column).type())) {
            return Exprs.parameter(literal.ordinal(), SqlType.decimal(65, 30), false);
        }
        Expr value = binder.bind(syntax).expr();
        return takesBitsAsNumber(table.definition().columns().get(column).type())
                ? Exprs.bitsAsNumber(value)
                : value;
    }

    /** Whether x'41' and b'1' are numbers in a column. */
    static boolean takesBitsAsNumber(SqlType type) {
        return isNumber(type) || type.kind() == TypeKind.YEAR;
    }

    static boolean isNumber(SqlType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE -> true;
            default -> false;
        };
    }

    private List<Insert.Assignment> onDuplicate(
            Statement.Insert statement, CatalogTable table, Scope scope, ScopeTable newRow) {
        if (statement.onDuplicate().isEmpty()) {
            return List.of();
        }
        if (statement.rowAlias() != null) {
            List<String> names = statement.rowAlias().columns();
            ScopeTable alias = newRow;
            if (!names.isEmpty()) {
                alias = renamed(newRow, names, statement, table);
            }
            scope.tables.add(alias);
            if (!names.isEmpty()) {
                scope.visible.addAll(Scope.visibleOf(alias));
            }
        }
        ExpressionBinder binder =
                new ExpressionBinder(run, scope, Clause.FIELD_LIST, new CteScope(null))
                        .dml(new RowNames(run, table, newRow));
        List<Insert.Assignment> result = new ArrayList<>();
        for (Statement.Assignment assignment : statement.onDuplicate()) {
            int column = position(assignment.column(), table);
            Expr value = value(assignment.value(), binder, table, column);
            refuseGenerated(table, column, value);
            result.add(new Insert.Assignment(column, value));
        }
        return result;
    }

    /** {@code AS new(a, b)}: the named columns of the statement under other names. */
    private ScopeTable renamed(
            ScopeTable row, List<String> names, Statement.Insert statement, CatalogTable table) {
        int[] columns = columns(statement, table);
        ScopeTable renamed = new ScopeTable(null, row.alias);
        for (int i = 0; i < names.size() && i < columns.length; i++) {
            ScopeColumn column = row.columns.get(columns[i]);
            renamed.columns.add(
                    new ScopeColumn(renamed, names.get(i), column.type, true, i, true)
                            .at(column.slot(run.slots)));
            renamed.own(column.usedSlot());
        }
        return renamed;
    }

    /** VALUES(column) is the row to be inserted. */
    record RowNames(PlanningRun run, CatalogTable table, ScopeTable newRow) implements DmlNames {
        @Override
        public Bound inserted(Expression.Column name) {
            ScopeColumn column = newRow.columns.get(position(name, table));
            return ExpressionBinder.slot(
                    column.slot(run.slots), column.type, true, "values(" + column.name + ")");
        }
    }
}
