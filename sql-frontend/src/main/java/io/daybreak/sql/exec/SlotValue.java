package io.daybreak.sql.exec;

import io.daybreak.sql.expr.ByteSlice;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.LongVector;
import io.daybreak.sql.expr.RowBatch;
import io.daybreak.sql.expr.SliceVector;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TypeKind;
import org.jspecify.annotations.Nullable;

/** The value of a slot of the running execution's frame. */
public final class SlotValue extends Expr {
    private final int slot;
    private final int coercibility;
    private final String text;
    private final boolean integer;
    private final boolean signed;
    private final boolean floating;
    private final boolean string;
    private final boolean temporal;
    private final boolean date;
    private final boolean datetime;

    /**
     * @param text what the statement calls it, for error texts
     */
    public SlotValue(int slot, SqlType type, boolean nullable, int coercibility, String text) {
        super(type, nullable);
        this.slot = slot;
        this.coercibility = coercibility;
        this.text = text;
        this.integer = type.isInteger();
        this.signed = integer && !type.unsigned();
        this.floating = type.isFloating();
        this.string = type.isString();
        this.temporal = type.isTemporal();
        this.date = type.kind() == TypeKind.DATE;
        this.datetime = type.kind() == TypeKind.DATETIME || type.kind() == TypeKind.TIMESTAMP;
    }

    public int slot() {
        return slot;
    }

    @Override
    public boolean isColumn() {
        return true;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        return LateColumn.resolve(((ExecutionContext) ctx).frame[slot]);
    }

    @Override
    public boolean isNull(EvalContext ctx) {
        Object inSlot = ((ExecutionContext) ctx).frame[slot];
        return inSlot instanceof LateColumn late ? late.isNull() : inSlot == null;
    }

    @Override
    public long evalLong(EvalContext ctx) {
        Object inSlot = ((ExecutionContext) ctx).frame[slot];
        // A date's Long is packed; as a number it is another.
        if (!temporal && inSlot instanceof Long value) {
            ctx.wasNull = false;
            return value;
        }
        if (integer && inSlot instanceof LateColumn late) {
            long value = late.longValue();
            ctx.wasNull = value == 0 && late.isNull();
            return value;
        }
        return super.evalLong(ctx);
    }

    @Override
    public LongVector evalLongs(EvalContext ctx, RowBatch batch) {
        if (integer && ((ExecutionContext) ctx).frame[slot] instanceof LateColumn late) {
            LongVector all = late.longs(batch);
            if (all != null) {
                return all;
            }
        }
        return super.evalLongs(ctx, batch);
    }

    @Override
    public @Nullable SliceVector evalSlices(EvalContext ctx, RowBatch batch) {
        return string && ((ExecutionContext) ctx).frame[slot] instanceof LateColumn late
                ? late.slices(batch)
                : null;
    }

    @Override
    public boolean isQuiet() {
        return true;
    }

    @Override
    public double evalDouble(EvalContext ctx) {
        if ((floating || signed)
                && ((ExecutionContext) ctx).frame[slot] instanceof LateColumn late) {
            ctx.wasNull = late.isNull();
            return ctx.wasNull ? 0 : floating ? late.doubleValue() : late.longValue();
        }
        return super.evalDouble(ctx);
    }

    @Override
    public long evalDatetime(EvalContext ctx) {
        if ((date || datetime) && ((ExecutionContext) ctx).frame[slot] instanceof LateColumn late) {
            ctx.wasNull = late.isNull();
            if (ctx.wasNull) {
                return 0;
            }
            return datetime ? late.longValue() : Temporal.dateToDatetime(late.longValue());
        }
        return super.evalDatetime(ctx);
    }

    @Override
    public boolean evalTrue(EvalContext ctx) {
        if (integer) {
            long value = evalLong(ctx);
            return !ctx.wasNull && value != 0;
        }
        return super.evalTrue(ctx);
    }

    @Override
    public boolean evalSlice(EvalContext ctx, ByteSlice into) {
        if (string
                && ((ExecutionContext) ctx).frame[slot] instanceof LateColumn late
                && late.copyTo(into)) {
            return true;
        }
        return super.evalSlice(ctx, into);
    }

    @Override
    public boolean isConstant() {
        return false;
    }

    @Override
    public int coercibility() {
        return coercibility;
    }

    @Override
    public String toString() {
        return text;
    }
}
