package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a subquery inside an expression is run: once if it reads nothing of the queries around it,
 * else once for each combination of the values that it reads (as many as are remembered).
 * Immutable; its state is in the execution.
 *
 * @param outer slots that it reads of the queries around it
 */
public record SubqueryRun(PlanNode plan, int[] outer) {
    private static final int REMEMBERED_MAX = 4096;

    private static final Object NULL = new Object();

    private static final class State {
        final Operator operator;
        final Map<List<Object>, Object> results = new HashMap<>();

        State(Operator operator) {
            this.operator = operator;
        }
    }

    /**
     * @param owner the expression; the key of the state
     * @param compute reads the opened operator
     */
    @Nullable Object run(
            Object owner, EvalContext ctx, Function<Operator, @Nullable Object> compute) {
        Execution execution = java.util.Objects.requireNonNull(((ExecutionContext) ctx).execution);
        State state = execution.state(owner, () -> new State(execution.operator(plan)));
        List<Object> key = OuterValues.of(execution, outer);
        Object known = state.results.get(key);
        if (known != null) {
            return known == NULL ? null : known;
        }
        state.operator.open();
        Object result = compute.apply(state.operator);
        state.operator.close();
        if (state.results.size() >= REMEMBERED_MAX) {
            state.results.clear();
        }
        state.results.put(key, result == null ? NULL : result);
        return result;
    }

    /** Runs it without remembering the result, which depends on more than its own slots. */
    @Nullable Object runFresh(
            Object owner, EvalContext ctx, Function<Operator, @Nullable Object> compute) {
        Execution execution = java.util.Objects.requireNonNull(((ExecutionContext) ctx).execution);
        State state = execution.state(owner, () -> new State(execution.operator(plan)));
        state.operator.open();
        return compute.apply(state.operator);
    }
}
