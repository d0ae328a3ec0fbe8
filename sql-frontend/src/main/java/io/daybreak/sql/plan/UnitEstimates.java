package io.daybreak.sql.plan;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;

/** Rows of units after their own conditions, and different values of slots. */
final class UnitEstimates implements CalciteJoinOrder.Estimates {
    private static final double UNKNOWN_DISTINCT = 10;

    private final PlanningRun run;
    private final List<JoinUnit> units;
    private final List<Bound> conditions;
    private final BitSet available;
    private final IdentityHashMap<JoinUnit, Double> rows = new IdentityHashMap<>();

    UnitEstimates(PlanningRun run, List<JoinUnit> units, List<Bound> conditions, BitSet available) {
        this.run = run;
        this.units = units;
        this.conditions = conditions;
        this.available = available;
    }

    @Override
    public double rows(JoinUnit unit) {
        return rows.computeIfAbsent(
                unit, u -> Math.max(1, run.joins().unit(u, conditions, available).rows()));
    }

    @Override
    public double distinct(int slot) {
        for (JoinUnit unit : units) {
            if (!unit.slots().get(slot)) {
                continue;
            }
            if (unit instanceof JoinUnit.Table(FromTree.Leaf(var table, var source))
                    && source instanceof LeafSource.Base base) {
                for (ScopeColumn column : table.columns) {
                    if (column.isUsed() && column.usedSlot() == slot) {
                        return new AccessPlanner(table, base, List.of(), available, run)
                                .distinctValues(column);
                    }
                }
            }
        }
        return UNKNOWN_DISTINCT;
    }
}
