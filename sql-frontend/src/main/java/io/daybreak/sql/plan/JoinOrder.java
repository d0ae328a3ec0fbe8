package io.daybreak.sql.plan;

import io.daybreak.sql.exec.FilterNode;
import io.daybreak.sql.exec.JoinKind;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.ValuesNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders the units of an inner join and picks each join's method. The greedy order starts with the
 * fewest rows, then always takes the connected unit whose join is cheapest; it knows indexes, and
 * is quadratic, so it serves joins of any number of tables. Of a moderate number, Calcite proposes
 * an order too, and the one that costs less is taken.
 */
final class JoinOrder {
    private static final int CALCITE_UNITS_MIN = 3;
    private static final int CALCITE_UNITS_MAX = 8;

    private final PlanningRun run;
    private final List<JoinUnit> remaining;
    private final List<Bound> pending;
    private final BitSet outerSlots;
    private final BitSet known;
    private final boolean asWritten;
    private final boolean independent;
    private double startCost;
    private double cost;

    private JoinOrder(
            PlanningRun run,
            List<JoinUnit> units,
            List<Bound> conditions,
            BitSet available,
            boolean asWritten) {
        this.run = run;
        this.remaining = new ArrayList<>(units);
        this.pending = new ArrayList<>(conditions);
        this.outerSlots = available;
        this.known = (BitSet) available.clone();
        this.asWritten = asWritten;
        this.independent = units.stream().allMatch(this::isReady);
    }

    /** Plans a join of any number of units; of some, in the better of two orders. */
    static PlanNode plan(
            PlanningRun run,
            List<JoinUnit> units,
            List<Bound> conditions,
            BitSet available,
            boolean asWritten) {
        JoinOrder greedy = new JoinOrder(run, units, conditions, available, asWritten);
        PlanNode node = greedy.plan();
        if (asWritten
                || units.size() < CALCITE_UNITS_MIN
                || units.size() > CALCITE_UNITS_MAX
                || !greedy.independent) {
            return node;
        }
        List<JoinUnit> order =
                new CalciteJoinOrder(
                                units,
                                conditions,
                                new UnitEstimates(run, units, conditions, available))
                        .order();
        JoinOrder proposed = new JoinOrder(run, order, conditions, available, true);
        PlanNode other = proposed.plan();
        return proposed.cost < greedy.cost ? other : node;
    }

    PlanNode plan() {
        if (remaining.isEmpty()) {
            return filter(ValuesNode.ONE_ROW, pending);
        }
        List<Bound> constant = JoinPlanner.take(pending, outerSlots);
        PlanNode node = start();
        cost = startCost;
        while (!remaining.isEmpty()) {
            Joins.Joined joined = step(node);
            node = joined.node();
            cost = joined.cost();
        }
        node = filter(node, pending);
        return constant.isEmpty() ? node : gated(node, constant);
    }

    /** Conditions that read no table are asked once, before anything is read. */
    private PlanNode gated(PlanNode node, List<Bound> constant) {
        return new io.daybreak.sql.exec.GateNode(
                node, Conditions.compile(constant), run.describe(constant));
    }

    private PlanNode filter(PlanNode node, List<Bound> conditions) {
        if (conditions.isEmpty()) {
            return node;
        }
        return new FilterNode(
                node, Conditions.compile(conditions), node.rows(), run.describe(conditions));
    }

    private PlanNode start() {
        JoinUnit first = remaining.get(0);
        if (!asWritten && remaining.size() > 1) {
            double fewest = Double.MAX_VALUE;
            for (JoinUnit unit : remaining) {
                if (isReady(unit)) {
                    UnitPlan plan = run.joins().unit(unit, pending, outerSlots);
                    double weight = plan.rows() + plan.cost() / 1000;
                    if (weight < fewest) {
                        fewest = weight;
                        first = unit;
                    }
                }
            }
        }
        UnitPlan plan = run.joins().unit(first, pending, outerSlots);
        startCost = plan.cost();
        accept(first);
        return plan.node();
    }

    private void accept(JoinUnit unit) {
        remaining.remove(unit);
        known.or(unit.slots());
        JoinPlanner.take(pending, known);
    }

    /** A lateral table has to wait for what it reads. */
    private boolean isReady(JoinUnit unit) {
        return Bound.isSubset(unit.outer(), known);
    }

    private Joins.Joined step(PlanNode node) {
        JoinUnit chosen = null;
        Joins.Joined best = null;
        for (boolean connected : new boolean[] {true, false}) {
            for (JoinUnit unit : asWritten ? remaining.subList(0, 1) : List.copyOf(remaining)) {
                if (!isReady(unit) || (connected && !asWritten && !isConnected(unit))) {
                    continue;
                }
                Joins.Joined joined = join(node, unit);
                if (best == null || weight(joined) < weight(best)) {
                    best = joined;
                    chosen = unit;
                }
            }
            if (best != null) {
                break;
            }
        }
        if (best == null || chosen == null) {
            throw new IllegalStateException("no table is left that can be joined");
        }
        accept(chosen);
        return best;
    }

    private static double weight(Joins.Joined joined) {
        return joined.cost() + joined.node().rows();
    }

    private Joins.Joined join(PlanNode node, JoinUnit unit) {
        BitSet all = (BitSet) known.clone();
        all.or(unit.slots());
        List<Bound> usable = new ArrayList<>();
        for (Bound condition : pending) {
            if (condition.readsOnly(all)) {
                usable.add(condition);
            }
        }
        return run.joins().cheapest(JoinKind.INNER, node, cost, known, unit, usable, outerSlots);
    }

    private boolean isConnected(JoinUnit unit) {
        for (Bound condition : pending) {
            if (condition.slots().intersects(unit.slots())
                    && condition.slots().intersects(known)
                    && readable(condition, unit)) {
                return true;
            }
        }
        return false;
    }

    private boolean readable(Bound condition, @Nullable JoinUnit unit) {
        BitSet all = (BitSet) known.clone();
        if (unit != null) {
            all.or(unit.slots());
        }
        return condition.readsOnly(all);
    }
}
