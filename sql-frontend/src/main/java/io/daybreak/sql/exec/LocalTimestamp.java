package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;

/** A stored TIMESTAMP in the time zone of whoever runs the plan. */
public final class LocalTimestamp extends Expr {
    private final long stored;

    public LocalTimestamp(long stored, SqlType type) {
        super(type, false);
        this.stored = stored;
    }

    @Override
    public Object eval(EvalContext ctx) {
        return Temporal.timestampToLocal(stored, ((ExecutionContext) ctx).timeZone());
    }
}
