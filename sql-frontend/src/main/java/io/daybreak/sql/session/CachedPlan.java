package io.daybreak.sql.session;

import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.parse.Digest;
import io.daybreak.sql.plan.Plan;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan with the literals that it is good for.
 *
 * @param fixed ordinals, ascending, of the literals that must be equal
 * @param values their values
 * @param rows of each table it depends on, when it was made; empty for a short plan, which is good
 *     for any number of rows
 */
record CachedPlan(
        Plan plan,
        List<Need> needs,
        int[] fixed,
        @Nullable Object[] values,
        long[] rows,
        PlanRuns runs) {
    private static final long GROWTH_MAX = 8;
    private static final long ROWS_LEAST = 1000;

    CachedPlan(Plan plan, List<Need> needs, int[] fixed, @Nullable Object[] values, long[] rows) {
        this(plan, needs, fixed, values, rows, new PlanRuns(plan.mayBeShort(), plan.isShort()));
    }

    /** A privilege that the statement needs on a table. */
    record Need(Privilege privilege, String schema, String table) {}

    /** Whether a table is as large as when the plan was chosen, roughly. */
    boolean fits(int dependency, long rowsNow) {
        long then = rows[dependency];
        return rowsNow <= (then + ROWS_LEAST) * GROWTH_MAX
                && then <= (rowsNow + ROWS_LEAST) * GROWTH_MAX;
    }

    boolean serves(Digest digest) {
        for (int i = 0; i < fixed.length; i++) {
            Object value = digest.literal(fixed[i]);
            boolean same =
                    value instanceof byte[] bytes && values[i] instanceof byte[] kept
                            ? Arrays.equals(bytes, kept)
                            : value.equals(values[i]);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
