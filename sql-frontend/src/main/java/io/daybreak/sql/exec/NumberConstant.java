package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** A constant as the DOUBLE that a number is compared with; for key ranges. */
public final class NumberConstant extends Expr {
    private final Expr constant;

    public NumberConstant(Expr constant) {
        super(SqlType.DOUBLE, true);
        this.constant = constant;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        double value = constant.evalDouble(ctx);
        return ctx.wasNull ? null : value;
    }

    @Override
    public boolean isConstant() {
        return constant.isConstant();
    }
}
