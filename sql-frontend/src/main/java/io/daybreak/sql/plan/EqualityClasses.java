package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.types.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What follows from equalities of columns: where {@code a = b}, a comparison of {@code a} with a
 * constant holds for {@code b} too, and may be an index range there. Only between columns that
 * compare as they are. Confined to one planning run.
 */
final class EqualityClasses {
    private final Functions functions;
    private final Map<Integer, List<Bound>> members = new HashMap<>();

    private EqualityClasses(PlanningRun run) {
        functions = new Functions(run);
    }

    /** The conditions, and those that follow from them. */
    static List<Bound> close(PlanningRun run, List<Bound> conditions) {
        EqualityClasses classes = new EqualityClasses(run);
        for (Bound condition : conditions) {
            classes.learn(condition);
        }
        if (classes.members.isEmpty()) {
            return conditions;
        }
        List<Bound> all = new ArrayList<>(conditions);
        for (Bound condition : conditions) {
            classes.derive(condition, conditions, all);
        }
        return all;
    }

    private void learn(Bound condition) {
        if (condition.shape() instanceof Shape.Comparison(var operator, var left, var right)
                && operator == BinaryOperator.EQUAL
                && left.slot() >= 0
                && right.slot() >= 0
                && comparesAlike(left.type(), right.type())) {
            List<Bound> joined = new ArrayList<>();
            for (Bound side : List.of(left, right)) {
                List<Bound> known = members.getOrDefault(side.slot(), List.of(side));
                for (Bound member : known) {
                    if (joined.stream().noneMatch(m -> m.slot() == member.slot())) {
                        joined.add(member);
                    }
                }
            }
            joined.forEach(member -> members.put(member.slot(), joined));
        }
    }

    private static boolean comparesAlike(SqlType a, SqlType b) {
        return (a.isInteger() && b.isInteger())
                || (a.kind() == b.kind()
                        && (a.isTemporal()
                                || (a.isString()
                                        && b.isString()
                                        && a.collation().id() == b.collation().id())));
    }

    private void derive(Bound condition, List<Bound> given, List<Bound> into) {
        if (!(condition.shape() instanceof Shape.Comparison(var operator, var left, var right))
                || operator == BinaryOperator.NOT_EQUAL
                || operator == BinaryOperator.NULL_SAFE_EQUAL) {
            return;
        }
        boolean columnFirst = left.slot() >= 0 && right.isConstant();
        boolean columnLast = right.slot() >= 0 && left.isConstant();
        if (columnFirst == columnLast) {
            return;
        }
        Bound column = columnFirst ? left : right;
        Bound constant = columnFirst ? right : left;
        for (Bound other : members.getOrDefault(column.slot(), List.of())) {
            if (other.slot() != column.slot() && !isGiven(other, operator, constant, given)) {
                into.add(
                        columnFirst
                                ? comparison(operator, other, constant)
                                : comparison(operator, constant, other));
            }
        }
    }

    private static boolean isGiven(
            Bound column, BinaryOperator operator, Bound constant, List<Bound> given) {
        for (Bound condition : given) {
            if (condition.shape() instanceof Shape.Comparison(var op, var left, var right)
                    && op == operator
                    && isPair(left, right, column, constant)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPair(Bound a, Bound b, Bound column, @Nullable Bound constant) {
        return (a.slot() == column.slot() && b == constant)
                || (b.slot() == column.slot() && a == constant);
    }

    private Bound comparison(BinaryOperator operator, Bound left, Bound right) {
        return new Bound(
                functions.binary(operator, left.expr(), right.expr()),
                ExpressionBinder.union(left, right),
                new Shape.Comparison(operator, left, right),
                true,
                left.text() + " " + operator.symbol() + " " + right.text());
    }
}
