package io.daybreak.sql.expr;

import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression that can be evaluated. Immutable and thread-safe: all state of an evaluation is in
 * the {@link EvalContext}. Other packages may add kinds of their own (subqueries).
 *
 * <p>An expression can be asked for its value in the class of its own type ({@link #eval}) or
 * converted, as MySQL's implicit conversion has it ({@link #evalLong} and the others). Kinds
 * override what they can answer without boxing. The primitive ones report null through {@link
 * EvalContext#wasNull}, which each call sets.
 */
public abstract class Expr {
    private final SqlType type;
    private final boolean nullable;

    protected Expr(SqlType type, boolean nullable) {
        this.type = type;
        this.nullable = nullable;
    }

    public final SqlType type() {
        return type;
    }

    /** Whether the value can be null. */
    public final boolean nullable() {
        return nullable;
    }

    /** The value in the class that {@code type()} says. */
    public abstract @Nullable Object eval(EvalContext ctx);

    /** As an integer: fractions are rounded; bits of an unsigned number if the type is unsigned. */
    public long evalLong(EvalContext ctx) {
        Object value = eval(ctx);
        ctx.wasNull = value == null;
        return value == null ? 0 : Values.toLong(value, type, ctx);
    }

    /**
     * {@link #evalLong} of every row of a batch, which may leave any of them the current one.
     *
     * @return the context's or the expression's own; nothing else may be evaluated before it is
     *     used, and it is not to be changed
     */
    public LongVector evalLongs(EvalContext ctx, RowBatch batch) {
        int count = batch.count();
        LongVector all = ctx.longs;
        all.reserve(count);
        for (int i = 0; i < count; i++) {
            batch.stand(i);
            long value = evalLong(ctx);
            all.nulls[i] = ctx.wasNull;
            all.values[i] = ctx.wasNull ? 0 : value;
        }
        return all;
    }

    /**
     * {@link #evalSlice} of every row of a batch, which may leave any of them the current one.
     *
     * @return null if the texts stand in different places
     */
    public @Nullable SliceVector evalSlices(EvalContext ctx, RowBatch batch) {
        return null;
    }

    public double evalDouble(EvalContext ctx) {
        Object value = eval(ctx);
        ctx.wasNull = value == null;
        return value == null ? 0 : Values.toDouble(value, type, ctx);
    }

    public @Nullable BigDecimal evalDecimal(EvalContext ctx) {
        Object value = eval(ctx);
        return value == null ? null : Values.toDecimal(value, type, ctx);
    }

    /** As text in UTF-8; the raw bytes of a binary string. Not to be changed by the caller. */
    public byte @Nullable [] evalBytes(EvalContext ctx) {
        Object value = eval(ctx);
        return value == null ? null : Values.toBytes(value, type);
    }

    /** Whether the value is null. */
    public boolean isNull(EvalContext ctx) {
        return eval(ctx) == null;
    }

    /**
     * As {@link #evalBytes}, where the bytes stand; nothing else may be evaluated before they are
     * used.
     *
     * @return false if the value is null
     */
    public boolean evalSlice(EvalContext ctx, ByteSlice into) {
        byte[] bytes = evalBytes(ctx);
        if (bytes == null) {
            return false;
        }
        into.accept(bytes, 0, bytes.length);
        return true;
    }

    /** As a packed DATETIME; null with a warning (1292) for what is no date. */
    public long evalDatetime(EvalContext ctx) {
        Object value = eval(ctx);
        if (value == null) {
            ctx.wasNull = true;
            return 0;
        }
        long packed = Values.toDatetime(value, type, ctx);
        ctx.wasNull = packed == Temporal.INVALID;
        return packed;
    }

    /** As a packed TIME; null with a warning (1292) for what is no time. */
    public long evalTime(EvalContext ctx) {
        Object value = eval(ctx);
        if (value == null) {
            ctx.wasNull = true;
            return 0;
        }
        long packed = Values.toTime(value, type, ctx);
        ctx.wasNull = packed == Temporal.INVALID;
        return packed;
    }

    /** As a condition: neither null nor zero. */
    public boolean evalTrue(EvalContext ctx) {
        if (type.isFloating() || type.isString()) {
            double value = evalDouble(ctx);
            return !ctx.wasNull && value != 0;
        }
        Object value = eval(ctx);
        ctx.wasNull = value == null;
        return value != null && Values.isTrue(value, type, ctx);
    }

    /** The operands. */
    public List<Expr> children() {
        return List.of();
    }

    /** The same expression over other operands, as many as {@link #children} has. */
    public Expr withChildren(List<Expr> children) {
        if (!children.isEmpty()) {
            throw new IllegalArgumentException(getClass().getSimpleName() + " has no operands");
        }
        return this;
    }

    /**
     * Whether the value is the same for every row of a statement: no column, nothing random. A
     * parameter is constant.
     */
    public boolean isConstant() {
        for (Expr child : children()) {
            if (!child.isConstant()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether {@link #eval} neither fails nor warns nor changes anything, so that nobody can tell
     * in which order rows and expressions are evaluated. Conversions may still warn.
     */
    public boolean isQuiet() {
        return false;
    }

    /** Whether it only reads a column, of a table or of a query's result. */
    public boolean isColumn() {
        return false;
    }

    /** Whether it is a truth value: JSON has true and false for it. */
    public boolean isBoolean() {
        return false;
    }

    /**
     * How strongly a collation is meant: 0 COLLATE clause, 1 a mix of collations, 2 column, 3
     * system constant, 4 literal, 5 number or date, 6 NULL.
     */
    public int coercibility() {
        return type.hasCollation() ? 4 : 5;
    }
}
