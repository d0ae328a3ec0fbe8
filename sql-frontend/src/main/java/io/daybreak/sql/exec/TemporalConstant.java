package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import org.jspecify.annotations.Nullable;

/** A constant as the date or time that a column is compared with; for key ranges. */
public final class TemporalConstant extends Expr {
    private final Expr constant;

    public TemporalConstant(Expr constant, SqlType type) {
        super(type, true);
        this.constant = constant;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        long packed =
                type().kind() == TypeKind.TIME
                        ? constant.evalTime(ctx)
                        : constant.evalDatetime(ctx);
        return ctx.wasNull ? null : packed;
    }

    @Override
    public boolean isConstant() {
        return constant.isConstant();
    }
}
