package io.daybreak.sql.expr;

import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** A parameter of the statement, or a literal that was lifted out of it. */
public final class Parameter extends Expr {
    private final int ordinal;

    Parameter(int ordinal, SqlType type, boolean nullable) {
        super(type, nullable);
        this.ordinal = ordinal;
    }

    public int ordinal() {
        return ordinal;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        return ctx.parameter(ordinal);
    }

    @Override
    public boolean isConstant() {
        return true;
    }

    @Override
    public String toString() {
        return "?" + ordinal;
    }
}
