package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Limit;
import io.daybreak.sql.ast.OrderItem;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Query.Body;
import io.daybreak.sql.ast.TableReference;
import io.daybreak.sql.exec.ValuesNode;
import io.daybreak.sql.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds and plans a query expression: SELECT, VALUES, TABLE, set operations, WITH. */
final class QueryBinder {
    private final PlanningRun run;

    /**
     * Around all parts and clauses of the query, without tables of its own: every name of a query
     * around it is looked up through it, so it knows all slots that are read from outside.
     */
    private final Scope boundary;

    private final CteScope ctes;

    QueryBinder(PlanningRun run, @Nullable Scope outer, CteScope ctes) {
        this.run = run;
        this.boundary = new Scope(outer);
        this.ctes = ctes;
    }

    BoundQuery bind(Query query) {
        return bind(query, FromBinder.locking(query.locking()));
    }

    BoundQuery bind(Query query, FromBinder.Usage usage) {
        CteScope inner = ctes;
        if (query.with() != null) {
            inner = new CteScope(ctes);
            new CteBinder(run, boundary, inner).bind(query.with());
        }
        return body(query.body(), query.orderBy(), query.limit(), inner, usage);
    }

    BoundQuery body(
            Body body,
            List<OrderItem> orderBy,
            @Nullable Limit limit,
            CteScope scopeOfCtes,
            FromBinder.Usage usage) {
        return switch (body) {
            case Body.Select select -> {
                SelectBinder binder = new SelectBinder(run, boundary, scopeOfCtes, select);
                BoundSelect bound = binder.bind(orderBy, limit, usage);
                yield new SelectPlanner(run, bound, binder.groupSources()).plan();
            }
            case Body.ExplicitTable table ->
                    body(selectAll(table), orderBy, limit, scopeOfCtes, usage);
            case Body.Values values -> {
                BoundQuery rows = values(values, scopeOfCtes);
                yield new SetBinder(run, boundary, scopeOfCtes).ordered(rows, orderBy, limit);
            }
            case Body.SetOperation operation ->
                    new SetBinder(run, boundary, scopeOfCtes).bind(operation, orderBy, limit);
            case Body.Nested nested -> {
                BoundQuery query = new QueryBinder(run, boundary, scopeOfCtes).bind(nested.query());
                yield new SetBinder(run, boundary, scopeOfCtes).ordered(query, orderBy, limit);
            }
        };
    }

    private static Body.Select selectAll(Body.ExplicitTable table) {
        return new Body.Select(
                false,
                List.of(),
                List.of(new Query.SelectItem.Wildcard(null, null, table.start(), table.end())),
                List.of(
                        new TableReference.Named(
                                table.table(),
                                List.of(),
                                null,
                                List.of(),
                                table.start(),
                                table.end())),
                null,
                null,
                null,
                List.of(),
                List.of(),
                table.start(),
                table.end());
    }

    private BoundQuery values(Body.Values values, CteScope scopeOfCtes) {
        ExpressionBinder binder =
                new ExpressionBinder(run, boundary, Clause.FIELD_LIST, scopeOfCtes);
        List<List<Bound>> rows = new ArrayList<>();
        for (List<io.daybreak.sql.ast.Expression> row : values.rows()) {
            if (row.size() != values.rows().get(0).size()) {
                throw new SqlException(
                        MySqlError.ER_WRONG_VALUE_COUNT_ON_ROW, (long) rows.size() + 1);
            }
            rows.add(row.stream().map(binder::bind).toList());
        }
        int width = rows.get(0).size();
        List<BoundQuery.Output> outputs = new ArrayList<>();
        List<UnionTypes.Column> types = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int column = i;
            UnionTypes.Column type =
                    UnionTypes.common(rows.stream().map(r -> r.get(column).expr()).toList(), run);
            types.add(type);
            outputs.add(
                    new BoundQuery.Output(
                            "column_" + i,
                            ExpressionBinder.slot(
                                    run.slots.next(), type.type(), type.nullable(), "column_" + i),
                            null));
        }
        List<Expr[]> table = new ArrayList<>();
        for (List<Bound> row : rows) {
            Expr[] converted = new Expr[width];
            for (int i = 0; i < width; i++) {
                converted[i] = UnionTypes.convert(row.get(i).expr(), types.get(i).type(), run);
            }
            table.add(converted);
        }
        int[] slots = outputs.stream().mapToInt(o -> o.value().slot()).toArray();
        return new BoundQuery(new ValuesNode(table, slots), outputs, boundary.outerSlots);
    }
}
