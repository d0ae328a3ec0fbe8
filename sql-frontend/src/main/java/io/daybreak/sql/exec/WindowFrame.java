package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import org.jspecify.annotations.Nullable;

/** Which rows of the partition a window function sees for a row. Immutable. */
public record WindowFrame(boolean rows, Bound from, Bound to) {
    public enum Kind {
        UNBOUNDED,
        CURRENT,
        OFFSET
    }

    /**
     * @param distance of ROWS: how many rows
     * @param limit of RANGE: the sort key's value that the bound is at, from the current row
     */
    public record Bound(
            Kind kind, boolean preceding, @Nullable Expr distance, @Nullable Expr limit) {}

    private static final Bound FIRST = new Bound(Kind.UNBOUNDED, true, null, null);

    /** Without ORDER BY. */
    public static final WindowFrame PARTITION =
            new WindowFrame(true, FIRST, new Bound(Kind.UNBOUNDED, false, null, null));

    /** With ORDER BY: up to the last row that is equal in the order. */
    public static final WindowFrame UP_TO_PEERS =
            new WindowFrame(false, FIRST, new Bound(Kind.CURRENT, false, null, null));
}
