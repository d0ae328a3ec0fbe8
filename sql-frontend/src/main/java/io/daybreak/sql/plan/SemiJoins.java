package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Query.Body.Select;
import io.daybreak.sql.ast.Query.SelectItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns [NOT] EXISTS and IN with a plain query at the top of WHERE into a semijoin or antijoin, so
 * that the planner may use an index or a hash table for what they compare. NOT IN only where
 * neither side can be null: a null would make it null instead of true.
 */
final class SemiJoins {
    private SemiJoins() {}

    static JoinPlanner.@Nullable Existence tryBind(
            PlanningRun run, Scope scope, CteScope ctes, Expression conjunct) {
        Expression condition = conjunct;
        boolean negated = false;
        while (condition instanceof Expression.Unary(var operator, var operand, _, _)
                && operator == Expression.UnaryOperator.NOT) {
            negated = !negated;
            condition = operand;
        }
        return switch (condition) {
            case Expression.Exists exists ->
                    bind(run, scope, ctes, exists.query(), List.of(), negated);
            case Expression.InSubquery in ->
                    negated || in.negated()
                            ? null
                            : bind(run, scope, ctes, in.query(), left(in.value()), false);
            default -> null;
        };
    }

    private static List<Expression> left(Expression value) {
        return value instanceof Expression.Row row ? row.elements() : List.of(value);
    }

    private static JoinPlanner.@Nullable Existence bind(
            PlanningRun run,
            Scope scope,
            CteScope ctes,
            Query query,
            List<Expression> values,
            boolean anti) {
        Select select = plain(query);
        if (select == null || scope.tables.isEmpty()) {
            return null;
        }
        if (!values.isEmpty() && hasWildcard(select)) {
            return null;
        }
        if (!values.isEmpty() && values.size() != select.items().size()) {
            throw new SqlException(MySqlError.ER_OPERAND_COLUMNS, values.size());
        }
        Scope inner = new Scope(scope);
        List<Bound> conditions = new ArrayList<>();
        FromTree tree =
                FromTree.unwrap(
                        new FromBinder(run, inner, ctes, FromBinder.Usage.READ).bind(select.from()),
                        conditions);
        ExpressionBinder where = new ExpressionBinder(run, inner, Clause.WHERE, ctes);
        if (select.where() != null) {
            conditions.addAll(where.conjuncts(select.where()));
        }
        ExpressionBinder outside = new ExpressionBinder(run, scope, Clause.WHERE, ctes);
        ExpressionBinder items = new ExpressionBinder(run, inner, Clause.FIELD_LIST, ctes);
        for (int i = 0; i < select.items().size(); i++) {
            if (!(select.items().get(i) instanceof SelectItem.Expr item)) {
                continue;
            }
            Bound right = items.bind(item.expression());
            if (!values.isEmpty()) {
                Bound left = outside.bind(values.get(i));
                conditions.add(
                        where.comparison(
                                BinaryOperator.EQUAL,
                                left,
                                right,
                                left.text() + " = " + right.text()));
            }
        }
        for (int slot : io.daybreak.sql.exec.Slots.toArray(inner.outerSlots)) {
            if (!scope.owns(slot)) {
                scope.outerSlots.set(slot);
            }
        }
        return new JoinPlanner.Existence(tree, conditions, anti);
    }

    /** A query whose rows are those of its joins; null if it is anything else. */
    private static @Nullable Select plain(Query query) {
        if (query.with() != null
                || query.limit() != null
                || !query.locking().isEmpty()
                || !(query.body() instanceof Select select)
                || select.groupBy() != null
                || select.having() != null
                || select.from().isEmpty()
                || aggregates(select)) {
            return null;
        }
        return select;
    }

    private static boolean hasWildcard(Select select) {
        return select.items().stream().anyMatch(i -> i instanceof SelectItem.Wildcard);
    }

    private static boolean aggregates(Select select) {
        boolean[] found = {false};
        AstWalk.visit(
                select.items(),
                node -> {
                    found[0] |=
                            node instanceof Expression.Aggregate
                                    || node instanceof Expression.WindowFunction;
                    return !found[0];
                });
        return found[0];
    }
}
