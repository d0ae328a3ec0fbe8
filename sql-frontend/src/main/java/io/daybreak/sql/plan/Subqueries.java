package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.exec.ExistsSubquery;
import io.daybreak.sql.exec.HashedInSubquery;
import io.daybreak.sql.exec.KeyPartCodec;
import io.daybreak.sql.exec.MaterializeNode;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.QuantifiedSubquery;
import io.daybreak.sql.exec.RowKeys;
import io.daybreak.sql.exec.ScalarSubquery;
import io.daybreak.sql.exec.Slots;
import io.daybreak.sql.exec.SubqueryRun;
import io.daybreak.sql.expr.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Subqueries inside expressions. */
final class Subqueries {
    private final ExpressionBinder binder;
    private final PlanningRun run;

    Subqueries(ExpressionBinder binder) {
        this.binder = binder;
        this.run = binder.run;
    }

    private BoundQuery bind(Query query) {
        BoundQuery bound = new QueryBinder(run, binder.scope, binder.ctes).bind(query);
        // What it reads and is not of this block either is of a block further out.
        for (int slot : Slots.toArray(bound.outerSlots())) {
            if (!binder.scope.owns(slot)) {
                binder.scope.outerSlots.set(slot);
            }
        }
        return bound;
    }

    private static SubqueryRun runOf(PlanNode plan, BoundQuery query) {
        return new SubqueryRun(plan, Slots.toArray(query.outerSlots()));
    }

    private Bound bound(Expression e, Expr expr, BitSet slots) {
        return new Bound(expr, slots, Shape.OPAQUE, true, binder.text(e));
    }

    Bound scalar(Expression.ScalarSubquery e) {
        BoundQuery query = bind(e.query());
        checkWidth(query, 1);
        Bound value = query.outputs().get(0).value();
        return bound(
                e,
                new ScalarSubquery(runOf(query.plan(), query), value.slot(), value.type()),
                query.outerSlots());
    }

    private static void checkWidth(BoundQuery query, int width) {
        if (query.outputs().size() != width) {
            throw new SqlException(MySqlError.ER_OPERAND_COLUMNS, width);
        }
    }

    Bound exists(Expression.Exists e) {
        BoundQuery query = bind(e.query());
        return bound(e, new ExistsSubquery(runOf(query.plan(), query)), query.outerSlots());
    }

    Bound in(Expression.InSubquery e) {
        List<Bound> left = new ArrayList<>();
        if (e.value() instanceof Expression.Row row) {
            row.elements().forEach(element -> left.add(binder.bind(element)));
        } else {
            left.add(binder.bind(e.value()));
        }
        BoundQuery query = bind(e.query());
        checkWidth(query, left.size());
        if (left.size() == 1 && query.outerSlots().isEmpty()) {
            Bound value = left.get(0);
            Bound inner = query.outputs().get(0).value();
            KeyPartCodec codec = HashTypes.common(value.type(), inner.type());
            if (codec != null) {
                RowKeys keys = new RowKeys(new Expr[] {inner.expr()}, new KeyPartCodec[] {codec});
                return bound(
                        e,
                        new HashedInSubquery(
                                runOf(query.plan(), query), value.expr(), keys, codec, e.negated()),
                        value.slots());
            }
        }
        return quantified(e, left, BinaryOperator.EQUAL, query, false, e.negated());
    }

    Bound quantified(Expression.QuantifiedComparison e) {
        List<Bound> left = new ArrayList<>();
        if (e.left() instanceof Expression.Row row) {
            row.elements().forEach(element -> left.add(binder.bind(element)));
        } else {
            left.add(binder.bind(e.left()));
        }
        BoundQuery query = bind(e.query());
        checkWidth(query, left.size());
        return quantified(e, left, e.operator(), query, e.all(), false);
    }

    private Bound quantified(
            Expression e,
            List<Bound> left,
            BinaryOperator operator,
            BoundQuery query,
            boolean all,
            boolean negated) {
        BitSet slots = (BitSet) query.outerSlots().clone();
        List<Bound> comparisons = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            slots.or(left.get(i).slots());
            comparisons.add(
                    binder.comparison(operator, left.get(i), query.outputs().get(i).value(), ""));
        }
        Expr comparison =
                comparisons.size() == 1
                        ? comparisons.get(0).expr()
                        : binder.combine(
                                        operator == BinaryOperator.NOT_EQUAL
                                                ? BinaryOperator.OR
                                                : BinaryOperator.AND,
                                        comparisons,
                                        "")
                                .expr();
        PlanNode plan =
                query.outerSlots().isEmpty()
                        ? new MaterializeNode(query.plan(), true)
                        : query.plan();
        return bound(
                e, new QuantifiedSubquery(runOf(plan, query), comparison, all, negated), slots);
    }
}
