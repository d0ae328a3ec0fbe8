package io.daybreak.sql.exec;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A common table expression: computed when it is first read, and again only if it reads columns of
 * queries around it and those have changed. Identity is the key of its rows in the execution.
 */
public abstract sealed class CteSource {
    private final int[] slots;
    private final Object workKey = new Object();

    /** Slots of queries around it that it reads. */
    private int[] outer;

    private CteSource(int[] slots, int[] outer) {
        this.slots = slots;
        this.outer = outer;
    }

    public final int[] outer() {
        return outer;
    }

    /** The slots of its columns, in order. */
    int[] slots() {
        return slots;
    }

    /** Key of the last round's rows in the execution. */
    Object workKey() {
        return workKey;
    }

    abstract List<@Nullable Object[]> compute(Execution execution);

    abstract PlanNode plan();

    private static void drain(
            Operator operator, Execution execution, int[] slots, List<@Nullable Object[]> rows) {
        operator.open();
        while (operator.next()) {
            @Nullable Object[] row = SavedRows.save(execution.frame(), slots);
            execution.memory().reserve(SavedRows.sizeOf(row));
            rows.add(row);
        }
        operator.close();
    }

    /** A query that does not refer to itself. */
    public static final class Materialized extends CteSource {
        private final PlanNode plan;

        public Materialized(PlanNode plan, int[] slots, int[] outer) {
            super(slots, outer);
            this.plan = plan;
        }

        @Override
        List<@Nullable Object[]> compute(Execution execution) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            drain(execution.operator(plan), execution, slots(), rows);
            return rows;
        }

        @Override
        PlanNode plan() {
            return plan;
        }
    }

    /** WITH RECURSIVE: the recursive part reads the rows of the round before. */
    public static final class Recursive extends CteSource {
        private final PlanNode seed;
        private final RowKeys keys;
        private final boolean distinct;
        private @Nullable PlanNode step;

        public Recursive(PlanNode seed, int[] slots, RowKeys keys, boolean distinct) {
            super(slots, Slots.none());
            this.seed = seed;
            this.keys = keys;
            this.distinct = distinct;
        }

        /** Planned after this was made, because it refers to it. */
        public void step(PlanNode plan, int[] outer) {
            step = plan;
            super.outer = outer;
        }

        @Override
        PlanNode plan() {
            return seed;
        }

        @Override
        List<@Nullable Object[]> compute(Execution execution) {
            List<@Nullable Object[]> all = new ArrayList<>();
            Set<Key> seen = new HashSet<>();
            List<@Nullable Object[]> round = new ArrayList<>();
            drain(execution.operator(seed), execution, slots(), round);
            PlanNode recursive = java.util.Objects.requireNonNull(step);
            Operator operator = execution.operator(recursive);
            for (long depth = 0; ; depth++) {
                List<@Nullable Object[]> fresh = distinct ? unseen(round, seen, execution) : round;
                if (fresh.isEmpty()) {
                    return all;
                }
                all.addAll(fresh);
                if (depth > execution.recursionDepthMax()) {
                    throw new SqlException(
                            MySqlError.ER_CTE_MAX_RECURSION_DEPTH,
                            execution.recursionDepthMax() + 1);
                }
                execution.checkCancelled();
                execution.workTable(this, fresh);
                round = new ArrayList<>();
                drain(operator, execution, slots(), round);
            }
        }

        private List<@Nullable Object[]> unseen(
                List<@Nullable Object[]> rows, Set<Key> seen, Execution execution) {
            List<@Nullable Object[]> fresh = new ArrayList<>();
            KeyBytes buffer = new KeyBytes();
            for (@Nullable Object[] row : rows) {
                SavedRows.restore(row, execution.frame(), slots());
                if (seen.add(keys.groupKey(execution, buffer))) {
                    fresh.add(row);
                }
            }
            return fresh;
        }
    }
}
