package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions outside of a row, subqueries in them too. */
public final class Evaluation {
    private Evaluation() {}

    public static @Nullable Object[] all(
            Expr[] expressions, int slotCount, ExecutionContext context) {
        try (Execution execution = new Execution(context, slotCount)) {
            @Nullable Object[] values = new Object[expressions.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = execution.eval(expressions[i]);
            }
            return values;
        }
    }
}
