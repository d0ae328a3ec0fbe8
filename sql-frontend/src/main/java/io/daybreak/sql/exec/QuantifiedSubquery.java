package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A comparison with each row of a query: ANY is true if one is true, ALL if none is false; null if
 * nulls leave it open. IN is {@code = ANY}.
 */
public final class QuantifiedSubquery extends Expr {
    private final SubqueryRun query;
    private final Expr comparison;
    private final boolean all;
    private final boolean negated;

    /**
     * @param comparison of the left side with the query's row, in the frame
     */
    public QuantifiedSubquery(SubqueryRun query, Expr comparison, boolean all, boolean negated) {
        super(SqlType.BOOLEAN, true);
        this.query = query;
        this.comparison = comparison;
        this.all = all;
        this.negated = negated;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        Long result = (Long) query.runFresh(this, ctx, operator -> search(operator, ctx));
        return result == null || !negated ? result : Long.valueOf(1 - result);
    }

    private @Nullable Object search(Operator operator, EvalContext ctx) {
        boolean open = false;
        while (operator.next()) {
            boolean value = comparison.evalTrue(ctx);
            if (ctx.wasNull) {
                open = true;
            } else if (value != all) {
                return all ? 0L : 1L;
            }
        }
        return open ? null : all ? 1L : 0L;
    }

    @Override
    public boolean isConstant() {
        return false;
    }
}
