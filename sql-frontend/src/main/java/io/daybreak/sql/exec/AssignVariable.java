package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import org.jspecify.annotations.Nullable;

/** {@code @name := value}. */
public final class AssignVariable extends Expr {
    private final String name;
    private final Expr value;

    public AssignVariable(String name, Expr value) {
        super(value.type(), value.nullable());
        this.name = name;
        this.value = value;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        Object result = value.eval(ctx);
        ctx.setUserVariable(name, new EvalContext.UserVariable(result, type()));
        return result;
    }

    @Override
    public boolean isConstant() {
        return false;
    }
}
