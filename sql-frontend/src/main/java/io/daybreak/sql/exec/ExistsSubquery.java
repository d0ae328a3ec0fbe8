package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** EXISTS. */
public final class ExistsSubquery extends Expr {
    private final SubqueryRun query;

    public ExistsSubquery(SubqueryRun query) {
        super(SqlType.BOOLEAN, false);
        this.query = query;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        return query.run(this, ctx, operator -> operator.next() ? 1L : 0L);
    }

    @Override
    public boolean isConstant() {
        return false;
    }
}
