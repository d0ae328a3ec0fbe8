package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.BinaryOperator;
import java.util.ArrayList;
import java.util.List;

/** Comparisons of rows, as AND and OR of comparisons of their elements. */
final class RowComparisons {
    private final ExpressionBinder binder;

    RowComparisons(ExpressionBinder binder) {
        this.binder = binder;
    }

    private List<Bound> elements(Expression e, int width) {
        if (!(e instanceof Expression.Row row) || (width > 0 && row.elements().size() != width)) {
            throw new SqlException(MySqlError.ER_OPERAND_COLUMNS, Math.max(1, width));
        }
        return row.elements().stream().map(binder::bind).toList();
    }

    Bound compare(Expression.Binary e) {
        if (e.left() instanceof Expression.Row row
                && e.right() instanceof Expression.ScalarSubquery query
                && e.operator() == BinaryOperator.EQUAL) {
            return binder.bind(
                    new Expression.QuantifiedComparison(
                            row, e.operator(), false, query.query(), e.start(), e.end()));
        }
        if (e.right() instanceof Expression.Row row
                && e.left() instanceof Expression.ScalarSubquery query
                && e.operator() == BinaryOperator.EQUAL) {
            return binder.bind(
                    new Expression.QuantifiedComparison(
                            row, e.operator(), false, query.query(), e.start(), e.end()));
        }
        Expression first = e.left() instanceof Expression.Row ? e.left() : e.right();
        int width = ((Expression.Row) first).elements().size();
        return compare(
                e.operator(),
                elements(e.left(), width),
                elements(e.right(), width),
                binder.text(e));
    }

    private Bound compare(
            BinaryOperator operator, List<Bound> left, List<Bound> right, String text) {
        return switch (operator) {
            case EQUAL, NULL_SAFE_EQUAL -> {
                List<Bound> parts = new ArrayList<>();
                for (int i = 0; i < left.size(); i++) {
                    parts.add(binder.comparison(operator, left.get(i), right.get(i), text));
                }
                yield binder.combine(BinaryOperator.AND, parts, text);
            }
            case NOT_EQUAL -> {
                List<Bound> parts = new ArrayList<>();
                for (int i = 0; i < left.size(); i++) {
                    parts.add(binder.comparison(operator, left.get(i), right.get(i), text));
                }
                yield binder.combine(BinaryOperator.OR, parts, text);
            }
            default -> ordered(operator, left, right, text);
        };
    }

    /** (a, b) < (c, d) is a < c OR (a = c AND b < d). */
    private Bound ordered(
            BinaryOperator operator, List<Bound> left, List<Bound> right, String text) {
        BinaryOperator strict =
                switch (operator) {
                    case LESS_OR_EQUAL -> BinaryOperator.LESS;
                    case GREATER_OR_EQUAL -> BinaryOperator.GREATER;
                    default -> operator;
                };
        int last = left.size() - 1;
        Bound result = binder.comparison(operator, left.get(last), right.get(last), text);
        for (int i = last - 1; i >= 0; i--) {
            Bound less = binder.comparison(strict, left.get(i), right.get(i), text);
            Bound equal = binder.comparison(BinaryOperator.EQUAL, left.get(i), right.get(i), text);
            Bound rest = binder.combine(BinaryOperator.AND, List.of(equal, result), text);
            result = binder.combine(BinaryOperator.OR, List.of(less, rest), text);
        }
        return result;
    }

    Bound in(Expression.InList e) {
        int width = ((Expression.Row) e.value()).elements().size();
        List<Bound> value = elements(e.value(), width);
        List<Bound> choices = new ArrayList<>();
        for (Expression element : e.list()) {
            choices.add(
                    compare(
                            BinaryOperator.EQUAL,
                            value,
                            elements(element, width),
                            binder.text(element)));
        }
        Bound any =
                choices.size() == 1
                        ? choices.get(0)
                        : binder.combine(BinaryOperator.OR, choices, binder.text(e));
        if (!e.negated()) {
            return any;
        }
        return new Bound(
                binder.functions().unary(Expression.UnaryOperator.NOT, any.expr()),
                any.slots(),
                Shape.OPAQUE,
                any.stable(),
                binder.text(e));
    }
}
