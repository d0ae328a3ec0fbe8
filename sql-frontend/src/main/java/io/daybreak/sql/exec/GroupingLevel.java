package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;

/**
 * GROUPING(): a bit for each argument, the last one lowest, that says whether the row sums over it.
 */
public final class GroupingLevel extends Expr {
    private final int levelSlot;
    private final int[] keys;

    /**
     * @param levelSlot holds how many leading keys the row is grouped by
     * @param keys positions of the arguments among the keys
     */
    public GroupingLevel(int levelSlot, int[] keys) {
        super(SqlType.BIGINT, false);
        this.levelSlot = levelSlot;
        this.keys = keys.clone();
    }

    @Override
    public long evalLong(EvalContext ctx) {
        long level = ((ExecutionContext) ctx).frame[levelSlot] instanceof Long number ? number : 0;
        long bits = 0;
        for (int key : keys) {
            bits = bits << 1 | (key >= level ? 1 : 0);
        }
        ctx.wasNull = false;
        return bits;
    }

    @Override
    public Object eval(EvalContext ctx) {
        return evalLong(ctx);
    }

    @Override
    public boolean isConstant() {
        return false;
    }
}
