package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Limit;
import io.daybreak.sql.ast.OrderItem;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Query.Body;
import io.daybreak.sql.exec.DerivedNode;
import io.daybreak.sql.exec.DistinctNode;
import io.daybreak.sql.exec.KeyCodecs;
import io.daybreak.sql.exec.KeyPartCodec;
import io.daybreak.sql.exec.LimitNode;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.ProjectNode;
import io.daybreak.sql.exec.RowKeys;
import io.daybreak.sql.exec.SetOperationNode;
import io.daybreak.sql.exec.SortNode;
import io.daybreak.sql.exec.UnionNode;
import io.daybreak.sql.expr.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** UNION, INTERSECT, EXCEPT, and ORDER BY and LIMIT over a whole query expression. */
final class SetBinder {
    private final PlanningRun run;
    private final Scope boundary;
    private final CteScope ctes;

    /**
     * @param boundary around the whole query expression: it collects what is read from outside
     */
    SetBinder(PlanningRun run, Scope boundary, CteScope ctes) {
        this.run = run;
        this.boundary = boundary;
        this.ctes = ctes;
    }

    BoundQuery bind(Body.SetOperation operation, List<OrderItem> orderBy, @Nullable Limit limit) {
        for (OrderItem item : orderBy) {
            checkUnqualified(item.expression());
        }
        return ordered(combine(operation), orderBy, limit);
    }

    private BoundQuery operand(Body body) {
        return body instanceof Body.SetOperation nested
                ? combine(nested)
                : new QueryBinder(run, boundary, ctes)
                        .body(body, List.of(), null, ctes, FromBinder.Usage.READ);
    }

    /** Chains of the same kind of UNION become one node. */
    private BoundQuery combine(Body.SetOperation operation) {
        List<BoundQuery> operands = new ArrayList<>();
        if (operation.operator() == Query.SetOperator.UNION) {
            collect(operation, operation.all(), operands);
        } else {
            operands.add(operand(operation.left()));
            operands.add(operand(operation.right()));
        }
        return combine(operation.operator(), operation.all(), operands);
    }

    private void collect(Body body, boolean all, List<BoundQuery> into) {
        List<Body> pending = new ArrayList<>();
        Body rest = body;
        while (rest instanceof Body.SetOperation operation
                && operation.operator() == Query.SetOperator.UNION
                && operation.all() == all) {
            pending.add(operation.right());
            rest = operation.left();
        }
        pending.add(rest);
        for (Body operand : pending.reversed()) {
            into.add(operand(operand));
        }
    }

    BoundQuery combine(Query.SetOperator operator, boolean all, List<BoundQuery> operands) {
        int width = operands.get(0).outputs().size();
        for (BoundQuery operand : operands) {
            if (operand.outputs().size() != width) {
                throw new SqlException(MySqlError.ER_WRONG_NUMBER_OF_COLUMNS_IN_SELECT);
            }
        }
        List<BoundQuery.Output> outputs = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int column = i;
            UnionTypes.Column type =
                    UnionTypes.common(
                            operands.stream()
                                    .map(o -> o.outputs().get(column).value().expr())
                                    .toList(),
                            run);
            String name = operands.get(0).outputs().get(i).name();
            outputs.add(
                    new BoundQuery.Output(
                            name,
                            ExpressionBinder.slot(
                                    run.slots.next(), type.type(), type.nullable(), name),
                            null));
        }
        List<PlanNode> inputs = operands.stream().map(o -> into(o, outputs)).toList();
        int[] slots = outputs.stream().mapToInt(o -> o.value().slot()).toArray();
        PlanNode node =
                switch (operator) {
                    case UNION -> new UnionNode(inputs, slots);
                    case INTERSECT, EXCEPT ->
                            new SetOperationNode(
                                    inputs.get(0),
                                    inputs.get(1),
                                    SelectPlanner.keysOf(outputs),
                                    operator == Query.SetOperator.EXCEPT,
                                    all);
                };
        if (!all) {
            node = new DistinctNode(node, SelectPlanner.keysOf(outputs));
        }
        return new BoundQuery(node, outputs, boundary.outerSlots);
    }

    /** An operand, converted into the slots of the whole. */
    PlanNode into(BoundQuery operand, List<BoundQuery.Output> outputs) {
        Expr[] sources = new Expr[outputs.size()];
        int[] targets = new int[outputs.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] =
                    UnionTypes.convert(
                            operand.outputs().get(i).value().expr(),
                            outputs.get(i).value().type(),
                            run);
            targets[i] = outputs.get(i).value().slot();
        }
        return new DerivedNode(
                new ProjectNode(operand.plan(), sources, targets), "operand", targets);
    }

    /** ORDER BY by name or number of a column, and LIMIT. */
    BoundQuery ordered(BoundQuery query, List<OrderItem> orderBy, @Nullable Limit limit) {
        PlanNode node = query.plan();
        Scope results = results(query.outputs());
        ExpressionBinder binder = new ExpressionBinder(run, results, Clause.ORDER, ctes);
        Expr count = limit == null ? null : binder.bind(limit.count()).expr();
        Expr offset =
                limit == null || limit.offset() == null ? null : binder.bind(limit.offset()).expr();
        if (!orderBy.isEmpty()) {
            List<Expr> keys = new ArrayList<>();
            List<KeyPartCodec> codecs = new ArrayList<>();
            for (OrderItem item : orderBy) {
                Bound key = key(item.expression(), query.outputs(), binder);
                keys.add(key.expr());
                codecs.add(KeyCodecs.of(key.type(), item.descending()));
            }
            node =
                    new SortNode(
                            node,
                            new RowKeys(
                                    keys.toArray(Expr[]::new), codecs.toArray(KeyPartCodec[]::new)),
                            java.util.Arrays.stream(query.slots()).distinct().toArray(),
                            false,
                            count,
                            offset,
                            "union");
        }
        if (count != null) {
            node = new LimitNode(node, count, offset);
        }
        return new BoundQuery(node, query.outputs(), boundary.outerSlots);
    }

    /** The rows of all operands have no table's name. */
    private static void checkUnqualified(Expression key) {
        AstWalk.visit(
                key,
                node -> {
                    if (node instanceof Expression.Column column && column.table() != null) {
                        throw new SqlException(
                                MySqlError.ER_TABLENAME_NOT_ALLOWED_HERE,
                                column.table(),
                                "global ORDER clause");
                    }
                    return true;
                });
    }

    /** What subqueries in ORDER BY see of the rows that are sorted. */
    private Scope results(List<BoundQuery.Output> outputs) {
        ScopeTable rows = new ScopeTable(null, "");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < outputs.size(); i++) {
            Bound value = outputs.get(i).value();
            String name = outputs.get(i).name();
            if (names.add(name.toLowerCase(Locale.ROOT))) {
                rows.columns.add(
                        new ScopeColumn(rows, name, value.type(), value.expr().nullable(), i, true)
                                .at(value.slot()));
                rows.own(value.slot());
            }
        }
        Scope scope = new Scope(boundary);
        scope.addAll(List.of(rows), Scope.visibleOf(rows));
        return scope;
    }

    private Bound key(Expression syntax, List<BoundQuery.Output> outputs, ExpressionBinder binder) {
        if (syntax instanceof Expression.Literal literal
                && literal.value() instanceof Long number) {
            run.structural(literal);
            if (number < 1 || number > outputs.size()) {
                throw new SqlException(
                        MySqlError.ER_BAD_FIELD_ERROR, String.valueOf(number), Clause.ORDER.text());
            }
            return outputs.get((int) (number - 1)).value();
        }
        return binder.aliases(name -> output(name, outputs), ExpressionBinder.Aliases.NONE)
                .bind(syntax);
    }

    private static @Nullable Bound output(Expression.Column name, List<BoundQuery.Output> outputs) {
        for (BoundQuery.Output output : outputs) {
            if (output.name().equalsIgnoreCase(name.name())) {
                return output.value();
            }
        }
        return null;
    }
}
