package io.daybreak.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows OVER. */
public sealed interface Window extends Node {

    /** {@code OVER name}. */
    record Named(String name, int start, int end) implements Window {}

    /**
     * {@code ([base] [PARTITION BY …] [ORDER BY …] [frame])}.
     *
     * @param base a named window that this one extends
     */
    record Specification(
            @Nullable String base,
            List<Expression> partitionBy,
            List<OrderItem> orderBy,
            @Nullable Frame frame,
            int start,
            int end)
            implements Window {}

    /** An element of the WINDOW clause. */
    record Definition(String name, Specification window) {}

    enum FrameUnit {
        ROWS,
        RANGE,
        /** Parsed; MySQL answers that it is not supported. */
        GROUPS
    }

    /**
     * @param to CURRENT ROW when the text gives one bound only
     * @param exclude whether the text has an EXCLUDE clause (not supported by MySQL)
     */
    record Frame(FrameUnit unit, Bound from, Bound to, boolean exclude) {}

    enum BoundKind {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /**
     * @param offset of PRECEDING and FOLLOWING, else null
     * @param unit when the offset is an INTERVAL, else null
     */
    record Bound(BoundKind kind, @Nullable Expression offset, @Nullable IntervalUnit unit) {}
}
