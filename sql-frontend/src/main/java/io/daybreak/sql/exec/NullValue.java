package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** NULL of a type. */
public final class NullValue extends Expr {
    public NullValue(SqlType type) {
        super(type, true);
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        return null;
    }
}
