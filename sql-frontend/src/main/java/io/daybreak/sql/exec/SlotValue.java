package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** The value of a slot of the running execution's frame. */
public final class SlotValue extends Expr {
    private final int slot;
    private final int coercibility;

    public SlotValue(int slot, SqlType type, boolean nullable, int coercibility) {
        super(type, nullable);
        this.slot = slot;
        this.coercibility = coercibility;
    }

    public int slot() {
        return slot;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        return ((ExecutionContext) ctx).frame[slot];
    }

    @Override
    public long evalLong(EvalContext ctx) {
        if (((ExecutionContext) ctx).frame[slot] instanceof Long value) {
            ctx.wasNull = false;
            return value;
        }
        return super.evalLong(ctx);
    }

    @Override
    public boolean isConstant() {
        return false;
    }

    @Override
    public int coercibility() {
        return coercibility;
    }
}
