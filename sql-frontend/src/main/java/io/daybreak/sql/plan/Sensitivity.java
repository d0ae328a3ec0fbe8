package io.daybreak.sql.plan;

import io.daybreak.engine.api.EngineException;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.exec.KeyRanges;
import io.daybreak.sql.expr.EvalContext;

/**
 * What a plan's choices rest on: how many rows there were, for the values at hand, in ranges of an
 * index. A plan that is kept is made anew when this is no longer so. Immutable.
 */
public record Sensitivity(KeyRanges ranges, double rows) {
    /** Below this any plan is good enough. */
    private static final double ROWS_MIN = 1000;

    private static final double FACTOR = 8;

    /** More ranges than this are not looked up one by one. */
    private static final int DIVES_MAX = 50;

    boolean holds(StorageEngine engine, EvalContext values) {
        double now = estimate(engine, ranges, values);
        return now < 0
                || Math.max(now, ROWS_MIN) <= FACTOR * Math.max(rows, ROWS_MIN)
                        && Math.max(rows, ROWS_MIN) <= FACTOR * Math.max(now, ROWS_MIN);
    }

    /** Rows in ranges whose bounds are constants; -1 if that cannot be known. */
    static double estimate(StorageEngine engine, KeyRanges ranges, EvalContext values) {
        if (!ranges.isConstant()) {
            return -1;
        }
        try {
            KeyRange[] bounds = ranges.evaluate(values);
            if (bounds.length == 0) {
                return 0;
            }
            double rows = 0;
            int dives = Math.min(bounds.length, DIVES_MAX);
            for (int i = 0; i < dives; i++) {
                rows += engine.estimateRows(ranges.index(), bounds[i]);
            }
            return rows * bounds.length / dives;
        } catch (SqlException | EngineException _) {
            // A value that is no date, say: the statement itself will tell.
            return -1;
        }
    }
}
