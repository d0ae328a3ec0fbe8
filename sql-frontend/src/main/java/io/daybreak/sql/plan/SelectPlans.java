package io.daybreak.sql.plan;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Limit;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.exec.AggregateNode;
import io.daybreak.sql.exec.DistinctNode;
import io.daybreak.sql.exec.FilterNode;
import io.daybreak.sql.exec.LimitNode;
import io.daybreak.sql.exec.NestedLoopNode;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.ProjectNode;
import io.daybreak.sql.exec.ScanNode;
import io.daybreak.sql.exec.SortNode;
import io.daybreak.sql.exec.ValuesNode;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.ValueFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Plans of statements with a result set, and of DO. */
final class SelectPlans {
    private static final double SHORT_ROWS_MAX = 200;

    private final PlanningRun run;

    SelectPlans(PlanningRun run) {
        this.run = run;
    }

    Plan plan(Query query) {
        Query.Into into = query.into();
        BoundQuery bound = countsFound(query) ? bindCounting(query) : bind(query);
        SelectPlan plan = select(query, bound);
        return switch (into) {
            case null -> plan;
            case Query.Into.Variables(var targets) -> into(plan, bound, targets);
            case Query.Into.Outfile _, Query.Into.Dumpfile _ ->
                    // The server has no directory that statements may write files to.
                    throw new SqlException(
                            MySqlError.ER_OPTION_PREVENTS_STATEMENT, "--secure-file-priv");
        };
    }

    private BoundQuery bind(Query query) {
        return new QueryBinder(run, null, new CteScope(null)).bind(query);
    }

    /** SQL_CALC_FOUND_ROWS, which stands in the first SELECT of a union. */
    private static boolean countsFound(Query query) {
        Query.Body first = query.body();
        while (first instanceof Query.Body.SetOperation operation) {
            first = operation.left();
        }
        return query.limit() != null
                && first instanceof Query.Body.Select select
                && select.options().contains(Query.SelectOption.SQL_CALC_FOUND_ROWS);
    }

    /** Nothing below the limit may know of it: a sort would keep the first rows only. */
    private BoundQuery bindCounting(Query query) {
        Limit limit = Objects.requireNonNull(query.limit());
        BoundQuery all =
                bind(
                        new Query(
                                query.with(),
                                query.body(),
                                query.orderBy(),
                                null,
                                query.locking(),
                                query.into(),
                                query.start(),
                                query.end()));
        ExpressionBinder binder =
                new ExpressionBinder(run, new Scope(null), Clause.ORDER, new CteScope(null));
        Expr offset = limit.offset() == null ? null : binder.bind(limit.offset()).expr();
        PlanNode node = new LimitNode(all.plan(), binder.bind(limit.count()).expr(), offset, true);
        return new BoundQuery(node, all.outputs(), all.outerSlots());
    }

    private Plan into(SelectPlan plan, BoundQuery bound, List<Expression> targets) {
        if (targets.size() != bound.outputs().size()) {
            throw new SqlException(MySqlError.ER_WRONG_NUMBER_OF_COLUMNS_IN_SELECT);
        }
        List<String> names = new ArrayList<>();
        for (Expression target : targets) {
            if (!(target instanceof Expression.UserVariable variable)) {
                throw new SqlException(MySqlError.ER_SP_UNDECLARED_VAR, run.parsed.text(target));
            }
            names.add(variable.name());
        }
        return new IntoPlan(
                plan,
                bound.outputs().stream().map(o -> o.value().type()).toArray(SqlType[]::new),
                names);
    }

    private SelectPlan select(Query query, BoundQuery bound) {
        return new SelectPlan(
                bound.plan(),
                bound.slots(),
                run.slots.count(),
                columns(bound.outputs()),
                isShort(bound.plan()),
                mayBeShort(bound.plan()),
                query.locking().isEmpty(),
                run.dependencies(),
                run.structural.stream().toArray(),
                run.sensitivities());
    }

    /** The same with the types of its columns. */
    Selected selected(Query query) {
        BoundQuery bound = new QueryBinder(run, null, new CteScope(null)).bind(query);
        Plan plan =
                new SelectPlan(
                        bound.plan(),
                        bound.slots(),
                        run.slots.count(),
                        columns(bound.outputs()),
                        false,
                        false,
                        true,
                        run.dependencies(),
                        new int[0],
                        List.of());
        List<Selected.Column> columns = new ArrayList<>();
        for (BoundQuery.Output output : bound.outputs()) {
            ScopeColumn origin = output.origin();
            columns.add(
                    new Selected.Column(
                            output.name(),
                            output.value().type(),
                            output.value().expr().nullable(),
                            origin == null || origin.table.stored == null
                                    ? null
                                    : origin.table
                                            .stored
                                            .definition()
                                            .columns()
                                            .get(origin.position)));
        }
        return new Selected(plan, columns);
    }

    Plan plan(Statement.Do statement) {
        ExpressionBinder binder =
                new ExpressionBinder(run, new Scope(null), Clause.FIELD_LIST, new CteScope(null));
        Expr[] expressions =
                statement.expressions().stream()
                        .map(e -> binder.bind(e).expr())
                        .toArray(Expr[]::new);
        return new DoPlan(
                expressions,
                run.slots.count(),
                run.dependencies(),
                run.structural.stream().toArray());
    }

    /** Reads few rows by an index, and what is done with them is little. */
    static boolean isShort(PlanNode node) {
        return switch (node) {
            case ScanNode scan ->
                    scan.ranges() != null
                            && (scan.ranges().isPoint()
                                    || (scan.ranges().isEquality()
                                            && scan.rows() <= SHORT_ROWS_MAX));
            case ProjectNode project -> isShort(project.input());
            case LimitNode limit -> isShort(limit.input());
            case SortNode sort -> isShort(sort.input());
            case ValuesNode _ -> true;
            case FilterNode filter -> isShort(filter.input());
            case AggregateNode aggregate -> isShort(aggregate.input());
            case DistinctNode distinct -> isShort(distinct.input());
            default -> false;
        };
    }

    /** Reads by indexes only, how much the values decide; and what is done with it is little. */
    private static boolean mayBeShort(PlanNode node) {
        return switch (node) {
            case ScanNode scan -> scan.ranges() != null;
            case ProjectNode project -> mayBeShort(project.input());
            case LimitNode limit -> mayBeShort(limit.input());
            case SortNode sort -> mayBeShort(sort.input());
            case ValuesNode _ -> true;
            case FilterNode filter -> mayBeShort(filter.input());
            case AggregateNode aggregate -> mayBeShort(aggregate.input());
            case DistinctNode distinct -> mayBeShort(distinct.input());
            case NestedLoopNode join -> mayBeShort(join.outer()) && mayBeShort(join.inner());
            default -> false;
        };
    }

    private ResultColumn[] columns(List<BoundQuery.Output> outputs) {
        ResultColumn[] columns = new ResultColumn[outputs.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(outputs.get(i));
        }
        return columns;
    }

    private ResultColumn column(BoundQuery.Output output) {
        ScopeColumn origin = output.origin();
        Bound value = output.value();
        if (origin == null || origin.table.stored == null) {
            return ValueFormats.column(
                    "",
                    origin == null ? "" : origin.table.alias,
                    "",
                    output.name(),
                    origin == null ? "" : origin.name,
                    value.type(),
                    value.expr().nullable(),
                    0,
                    run.context.resultCollation());
        }
        TableDefinition table = origin.table.stored.definition();
        return ValueFormats.column(
                table.schema(),
                origin.table.alias,
                table.name(),
                output.name(),
                origin.name,
                value.type(),
                value.expr().nullable(),
                keyFlags(table, origin.position),
                run.context.resultCollation());
    }

    private static int keyFlags(TableDefinition table, int position) {
        ColumnDefinition column = table.columns().get(position);
        int flags = column.autoIncrement() ? 512 : 0;
        if (column.type().kind() == TypeKind.TIMESTAMP) {
            boolean setItself =
                    column.onUpdateNow()
                            || column.defaultValue() instanceof ColumnDefault.Expression;
            flags |= (setItself ? 1024 : 0) | (column.onUpdateNow() ? 8192 : 0);
        }
        if (!column.nullable()
                && column.defaultValue() instanceof ColumnDefault.None
                && !column.autoIncrement()) {
            flags |= 4096;
        }
        for (IndexDefinition index : table.indexes()) {
            List<KeyPart> parts = index.parts();
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).column() != position) {
                    continue;
                }
                if (index.kind() == IndexDefinition.Kind.PRIMARY) {
                    flags |= 2 | 16384;
                } else if (i == 0) {
                    flags |= index.isUnique() && parts.size() == 1 ? 4 : 8;
                    flags |= 16384;
                } else {
                    flags |= 16384;
                }
            }
        }
        return flags;
    }
}
