package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.expr.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Questions about conditions. */
final class Conditions {
    private Conditions() {}

    /** In an order that asks the expensive ones (subqueries) last. */
    static Expr[] compile(List<Bound> conditions) {
        List<Bound> sorted = new ArrayList<>(conditions);
        sorted.sort(Comparator.comparingInt(c -> c.shape() instanceof Shape.Opaque ? 1 : 0));
        return sorted.stream().map(Bound::expr).toArray(Expr[]::new);
    }

    static List<Bound> conjuncts(Bound condition) {
        List<Bound> result = new ArrayList<>();
        split(condition, result);
        return result;
    }

    private static void split(Bound condition, List<Bound> into) {
        if (condition.shape() instanceof Shape.And(var parts)) {
            parts.forEach(part -> split(part, into));
        } else {
            into.add(condition);
        }
    }

    /** Whether some condition cannot be true when these slots are all null. */
    static boolean rejectsNulls(List<Bound> conditions, BitSet slots) {
        for (Bound condition : conditions) {
            if (rejectsNulls(condition, slots)) {
                return true;
            }
        }
        return false;
    }

    private static boolean rejectsNulls(Bound condition, BitSet slots) {
        return switch (condition.shape()) {
            case Shape.Comparison(var operator, var left, var right) ->
                    operator != BinaryOperator.NULL_SAFE_EQUAL
                            && (isSlotOf(left, slots) || isSlotOf(right, slots));
            case Shape.In in -> isSlotOf(in.value(), slots);
            case Shape.Between between -> isSlotOf(between.value(), slots);
            case Shape.Like like -> isSlotOf(like.value(), slots);
            case Shape.And and -> rejectsNulls(and.parts(), slots);
            case Shape.Or or -> {
                for (Bound part : or.parts()) {
                    if (!rejectsNulls(part, slots)) {
                        yield false;
                    }
                }
                yield true;
            }
            case Shape.Slot(int slot) -> slots.get(slot);
            case Shape.IsNull _, Shape.Constant _, Shape.NullLiteral _, Shape.Opaque _ -> false;
        };
    }

    private static boolean isSlotOf(Bound value, BitSet slots) {
        return value.slot() >= 0 && slots.get(value.slot());
    }
}
