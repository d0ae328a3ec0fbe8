package io.daybreak.sql.expr;

import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import org.jspecify.annotations.Nullable;

/** A value known when the expression was made. */
public final class Literal extends Expr {
    private final @Nullable Object value;
    private final int coercibility;
    private final long asLong;
    private final boolean truth;

    Literal(@Nullable Object value, SqlType type, int coercibility) {
        this(value, type, coercibility, false);
    }

    private Literal(@Nullable Object value, SqlType type, int coercibility, boolean truth) {
        super(type, value == null);
        this.value = value;
        this.coercibility = coercibility;
        this.truth = truth;
        this.asLong = value instanceof Long l && !type.isTemporal() ? l : 0;
    }

    /** The words TRUE and FALSE, which documents keep apart from 1 and 0. */
    static Literal truth(boolean value) {
        return new Literal(value ? 1L : 0L, SqlType.BOOLEAN, 5, true);
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
        if (value instanceof Long && !type().isTemporal()) {
            ctx.wasNull = false;
            return asLong;
        }
        return super.evalLong(ctx);
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
