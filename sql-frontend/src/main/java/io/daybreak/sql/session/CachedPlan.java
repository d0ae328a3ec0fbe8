package io.daybreak.sql.session;

import io.daybreak.engine.api.Transaction.MetadataLock;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.ast.TableReference;
import io.daybreak.sql.parse.Deprecation;
import io.daybreak.sql.parse.Digest;
import io.daybreak.sql.plan.AstWalk;
import io.daybreak.sql.plan.Plan;
import java.util.ArrayList;
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
 * @param names of tables in the statement's text
 * @param locks for each table it depends on
 * @param deprecations warnings of each run
 */
record CachedPlan(
        Plan plan,
        List<Need> needs,
        int[] fixed,
        @Nullable Object[] values,
        long[] rows,
        List<Named> names,
        MetadataLock[] locks,
        List<Deprecation> deprecations,
        PlanRuns runs) {
    private static final long GROWTH_MAX = 8;
    private static final long ROWS_LEAST = 1000;

    /** A privilege that the statement needs on a table. */
    record Need(Privilege privilege, String schema, String table) {}

    /** A table as the text names it. */
    record Named(@Nullable String schema, String table, String alias) {}

    static CachedPlan of(
            Statement.Data statement,
            Plan plan,
            List<Need> needs,
            int[] fixed,
            @Nullable Object[] values,
            long[] rows,
            List<Deprecation> deprecations) {
        List<Named> names = names(statement);
        List<Plan.Dependency> tables = plan.dependencies();
        MetadataLock[] locks = new MetadataLock[tables.size()];
        for (int i = 0; i < locks.length; i++) {
            Plan.Dependency table = tables.get(i);
            // Unnamed tables of a change are those its foreign keys lead to.
            boolean unnamed = names.stream().noneMatch(n -> n.table().equals(table.table()));
            boolean writes = !plan.isReadOnly() && (unnamed || writes(plan, needs, table));
            locks[i] = writes ? MetadataLock.SHARED_WRITE : MetadataLock.SHARED;
        }
        return new CachedPlan(
                plan,
                needs,
                fixed,
                values,
                rows,
                names,
                locks,
                deprecations,
                new PlanRuns(plan.mayBeShort(), plan.isShort()));
    }

    private static List<Named> names(Statement.Data statement) {
        List<Named> names = new ArrayList<>();
        if (statement instanceof Statement.Insert insert) {
            TableName table = insert.table();
            names.add(new Named(table.schema(), table.name(), table.name()));
        }
        AstWalk.visitAll(
                statement,
                node -> {
                    if (node instanceof TableReference.Named named) {
                        String alias = named.alias();
                        names.add(
                                new Named(
                                        named.name().schema(),
                                        named.name().name(),
                                        alias == null ? named.name().name() : alias));
                    }
                    return true;
                });
        return List.copyOf(names);
    }

    /** Whether it changes the table's rows, or locks those it reads. */
    boolean writes(Plan.Dependency table) {
        return writes(plan, needs, table);
    }

    private static boolean writes(Plan plan, List<Need> needs, Plan.Dependency table) {
        if (plan.columns().length > 0) {
            return !plan.isReadOnly();
        }
        for (Need need : needs) {
            if (need.privilege() != Privilege.SELECT
                    && need.table().equals(table.table())
                    && need.schema().equals(table.schema())) {
                return true;
            }
        }
        return false;
    }

    /** What the literals that it is bound to take in memory, about. */
    long fixedBytes() {
        long sum = 0;
        for (Object value : values) {
            sum += value instanceof byte[] bytes ? bytes.length + 16 : 16;
        }
        return sum;
    }

    /** Another way to run the same statement. */
    CachedPlan with(Plan other) {
        return new CachedPlan(
                other,
                needs,
                new int[0],
                new Object[0],
                new long[0],
                names,
                locks,
                deprecations,
                new PlanRuns(false, false));
    }

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
