package io.daybreak.sql.exec;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** A query in the place of a value: at most one row, of one column. */
public final class ScalarSubquery extends Expr {
    private final SubqueryRun query;
    private final int slot;

    public ScalarSubquery(SubqueryRun query, int slot, SqlType type) {
        super(type, true);
        this.query = query;
        this.slot = slot;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        return query.run(
                this,
                ctx,
                operator -> {
                    if (!operator.next()) {
                        return null;
                    }
                    Object value = LateColumn.resolve(((ExecutionContext) ctx).frame[slot]);
                    if (operator.next()) {
                        throw new SqlException(MySqlError.ER_SUBQUERY_NO_1_ROW);
                    }
                    return value;
                });
    }

    @Override
    public boolean isConstant() {
        return false;
    }

    @Override
    public int coercibility() {
        return type().hasCollation() ? 2 : 5;
    }
}
