package io.daybreak.sql.plan;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.sql.exec.PlanNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query block with one stored table: nothing to search, but an index may save the sort. With a
 * LIMIT, an index in the wanted order need not be read to its end.
 */
final class SingleTable {
    private static final double ASSUMED_LIMIT = 100;
    private static final double SORT_STEP = 0.3;

    /**
     * @param sorted whether rows come in the wanted order
     */
    record Ordered(PlanNode node, boolean sorted, Access access) {}

    private final PlanningRun run;
    private final ScopeTable table;
    private final LeafSource.Base source;
    private final List<Bound> conditions;
    private final BitSet outerSlots;

    SingleTable(
            PlanningRun run,
            ScopeTable table,
            LeafSource.Base source,
            List<Bound> conditions,
            BitSet outerSlots) {
        this.run = run;
        this.table = table;
        this.source = source;
        this.conditions = conditions;
        this.outerSlots = outerSlots;
    }

    Ordered plan(List<BoundSelect.Key> order, boolean limited) {
        List<Bound> onTable = new ArrayList<>();
        List<Bound> constant = new ArrayList<>();
        for (Bound condition : conditions) {
            boolean gate = condition.readsOnly(outerSlots) && condition.stable();
            (gate ? constant : onTable).add(condition);
        }
        List<Access> all = new AccessPlanner(table, source, onTable, outerSlots, run).choices();
        Access best = null;
        double bestCost = Double.MAX_VALUE;
        Boolean bestBackward = null;
        for (Access access : all) {
            Boolean backward = order.isEmpty() ? null : direction(access, order);
            double cost = cost(access, order, backward, limited);
            if (cost < bestCost) {
                best = access;
                bestCost = cost;
                bestBackward = backward;
            }
        }
        Access chosen = java.util.Objects.requireNonNull(best);
        boolean isSorted = bestBackward != null || chosen.unique();
        PlanNode node =
                new Scans(run)
                        .scan(table, source, chosen, onTable, bestBackward != null && bestBackward);
        if (!constant.isEmpty()) {
            node =
                    new io.daybreak.sql.exec.GateNode(
                            node, Conditions.compile(constant), run.describe(constant));
        }
        return new Ordered(node, isSorted, chosen);
    }

    private static double cost(
            Access access,
            List<BoundSelect.Key> order,
            @Nullable Boolean backward,
            boolean limited) {
        if (order.isEmpty() || access.unique()) {
            return access.cost();
        }
        double rows = Math.max(1, access.rows());
        if (backward == null) {
            return access.cost() + rows * Math.log(rows + 1) * SORT_STEP;
        }
        return limited ? access.cost() * Math.min(1, ASSUMED_LIMIT / rows) : access.cost();
    }

    /** Whether the access gives the order: false forwards, true backwards, null not at all. */
    private @Nullable Boolean direction(Access access, List<BoundSelect.Key> order) {
        if (access.index().isClustered() && source.table().definition().primaryKey() == null) {
            return null;
        }
        List<KeyPart> parts = access.index().spec().parts();
        int part = access.equalParts();
        Boolean backward = null;
        for (BoundSelect.Key key : order) {
            if (key.value().isConstant() || isFixed(access, parts, key)) {
                continue;
            }
            if (part >= parts.size()) {
                return null;
            }
            KeyPart next = parts.get(part++);
            ScopeColumn column = table.columns.get(next.column());
            if (!column.isUsed()
                    || column.usedSlot() != key.value().slot()
                    || next.prefixLength() > 0) {
                return null;
            }
            boolean reversed = next.descending() != key.descending();
            if (backward != null && backward != reversed) {
                return null;
            }
            backward = reversed;
        }
        return backward != null && backward;
    }

    /** A key column that has one value in the range. */
    private boolean isFixed(Access access, List<KeyPart> parts, BoundSelect.Key key) {
        for (int i = 0; i < access.equalParts(); i++) {
            ScopeColumn column = table.columns.get(parts.get(i).column());
            if (column.isUsed() && column.usedSlot() == key.value().slot()) {
                return true;
            }
        }
        return false;
    }
}
