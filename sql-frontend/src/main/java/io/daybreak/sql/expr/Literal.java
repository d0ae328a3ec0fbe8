package io.daybreak.sql.expr;

import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A value known when the expression was made. */
public final class Literal extends Expr {
    private final @Nullable Object value;
    private final int coercibility;
    private final long asLong;
    private final boolean truth;
    private final boolean bits;

    Literal(@Nullable Object value, SqlType type, int coercibility) {
        this(value, type, coercibility, false, false);
    }

    private Literal(
            @Nullable Object value, SqlType type, int coercibility, boolean truth, boolean bits) {
        super(type, value == null);
        this.value = value;
        this.coercibility = coercibility;
        this.truth = truth;
        this.bits = bits;
        this.asLong =
                bits && value instanceof byte[] bytes
                        ? number(bytes)
                        : value instanceof Long l && !type.isTemporal() ? l : 0;
    }

    /** The number that the bytes of x'41' or b'1' are; the last eight of them. */
    public static long number(byte[] bytes) {
        long number = 0;
        for (byte b : bytes) {
            number = number << 8 | (b & 0xFF);
        }
        return number;
    }

    /** The words TRUE and FALSE, which documents keep apart from 1 and 0. */
    static Literal truth(boolean value) {
        return new Literal(value ? 1L : 0L, SqlType.BOOLEAN, 5, true, false);
    }

    /** x'…' and b'…' without a character set: bytes, but a number where one is wanted. */
    static Literal bits(byte[] value) {
        return new Literal(value, SqlType.binary(value.length), 4, false, true);
    }

    static Literal nullOf(SqlType type) {
        return new Literal(null, type, 6);
    }

    public @Nullable Object value() {
        return value;
    }

    @Override
    public boolean isQuiet() {
        return true;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        return value;
    }

    @Override
    public long evalLong(EvalContext ctx) {
        if (bits || value instanceof Long && !type().isTemporal()) {
            ctx.wasNull = false;
            return asLong;
        }
        return super.evalLong(ctx);
    }

    @Override
    public double evalDouble(EvalContext ctx) {
        if (bits) {
            ctx.wasNull = false;
            return Numbers.toDouble(asLong, true);
        }
        return super.evalDouble(ctx);
    }

    @Override
    public @Nullable BigDecimal evalDecimal(EvalContext ctx) {
        return bits ? Numbers.ofLong(asLong, true) : super.evalDecimal(ctx);
    }

    /** Whether it is x'…' or b'…' without a character set. */
    boolean isBits() {
        return bits;
    }

    /** The bits as a number without sign. */
    Literal asNumber() {
        return Exprs.integer(asLong, true);
    }

    @Override
    public boolean isBoolean() {
        return truth || type().equals(SqlType.TRUTH);
    }

    @Override
    public int coercibility() {
        return coercibility;
    }

    @Override
    public String toString() {
        if (value == null) {
            return "NULL";
        }
        String text = Values.shown(value, type());
        return type().isString() || type().isTemporal() || type().kind() == TypeKind.JSON
                ? "'" + text + "'"
                : text;
    }
}
