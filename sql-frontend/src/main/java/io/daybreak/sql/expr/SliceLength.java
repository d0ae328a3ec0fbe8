package io.daybreak.sql.expr;

import io.daybreak.sql.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long a text is whose bytes are counted as they stand: it is not copied for that. */
final class SliceLength extends Call {
    private final Expr text;
    private final int unitsPerByte;

    SliceLength(String name, Expr text, BindContext bind, int width, int unitsPerByte) {
        super(name, List.of(text), bind, SqlType.integerOfWidth(width, false), text.nullable());
        this.text = text;
        this.unitsPerByte = unitsPerByte;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        long length = evalLong(ctx);
        return ctx.wasNull ? null : (Object) length;
    }

    @Override
    public long evalLong(EvalContext ctx) {
        ctx.wasNull = !text.evalSlice(ctx, ctx.slice);
        return ctx.wasNull ? 0 : (long) unitsPerByte * ctx.slice.length;
    }

    @Override
    public LongVector evalLongs(EvalContext ctx, RowBatch batch) {
        SliceVector texts = text.evalSlices(ctx, batch);
        if (texts == null) {
            return super.evalLongs(ctx, batch);
        }
        int count = batch.count();
        LongVector all = ctx.longs;
        all.reserve(count);
        for (int i = 0; i < count; i++) {
            long slice = texts.slices[i];
            if (slice >= 0) {
                all.values[i] = (long) unitsPerByte * SliceVector.length(slice);
                all.nulls[i] = false;
            } else {
                batch.stand(i);
                all.values[i] = evalLong(ctx);
                all.nulls[i] = ctx.wasNull;
            }
        }
        return all;
    }

    @Override
    public boolean evalTrue(EvalContext ctx) {
        return evalLong(ctx) != 0;
    }

    @Override
    public boolean isQuiet() {
        return text.isQuiet() && text.type().isString();
    }
}
