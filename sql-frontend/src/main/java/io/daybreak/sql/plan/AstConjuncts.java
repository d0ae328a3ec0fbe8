package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Splits a condition at AND before binding. */
final class AstConjuncts {
    private AstConjuncts() {}

    static List<Expression> of(Expression condition) {
        List<Expression> result = new ArrayList<>();
        Deque<Expression> open = new ArrayDeque<>();
        open.push(condition);
        while (!open.isEmpty()) {
            Expression next = open.pop();
            if (next instanceof Expression.Binary(var operator, var left, var right, _, _)
                    && operator == Expression.BinaryOperator.AND) {
                open.push(right);
                open.push(left);
            } else {
                result.add(next);
            }
        }
        return result;
    }
}
