package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.exec.CteScanNode;
import io.daybreak.sql.exec.FilterNode;
import io.daybreak.sql.exec.HashJoinNode;
import io.daybreak.sql.exec.JoinKind;
import io.daybreak.sql.exec.KeyPartCodec;
import io.daybreak.sql.exec.MaterializeNode;
import io.daybreak.sql.exec.NestedLoopNode;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.RowKeys;
import io.daybreak.sql.exec.VirtualScanNode;
import io.daybreak.sql.expr.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes physical joins of two inputs: index lookups, a hash table, or a loop over kept rows. */
final class Joins {
    private static final double HASH_BUILD = 1.5;
    private static final double LOOP_STEP = 0.5;

    private final PlanningRun run;

    Joins(PlanningRun run) {
        this.run = run;
    }

    /** A join and what it costs. */
    record Joined(PlanNode node, double cost) {}

    PlanNode join(
            JoinKind kind,
            PlanNode outer,
            BitSet known,
            JoinUnit inner,
            List<Bound> conditions,
            BitSet outerSlots) {
        return cheapest(kind, outer, 0, known, inner, conditions, outerSlots).node();
    }

    /**
     * @param known slots that are there when the inner side is opened, those of {@code outer} too
     * @param conditions of the join; read nothing but known slots and the inner side's
     * @param outerSlots slots of the queries around this block
     */
    Joined cheapest(
            JoinKind kind,
            PlanNode outer,
            double outerCost,
            BitSet known,
            JoinUnit inner,
            List<Bound> conditions,
            BitSet outerSlots) {
        UnitPlan lookup = unit(inner, conditions, known);
        double rows = rows(kind, outer.rows(), lookup.rows());
        double lookupCost = outerCost + Math.max(1, outer.rows()) * lookup.cost();
        boolean reusable = outerSlots.isEmpty();
        if (mustLookUp(inner, outerSlots)) {
            return loop(kind, outer, lookup, rows, lookupCost);
        }
        BitSet innerKnown = (BitSet) outerSlots.clone();
        UnitPlan kept = unit(inner, conditions, innerKnown);
        HashKeys keys = HashKeys.of(kept.left(), inner.slots(), known, outerSlots);
        double hashCost =
                outerCost + kept.cost() + kept.rows() * HASH_BUILD + Math.max(1, outer.rows());
        double keptCost =
                outerCost
                        + kept.cost()
                        + Math.max(1, outer.rows()) * Math.max(1, kept.rows()) * LOOP_STEP;
        if (lookup.lookup() && lookupCost <= hashCost && lookupCost <= keptCost) {
            return loop(kind, outer, lookup, rows, lookupCost);
        }
        if (keys != null && (hashCost <= keptCost || outer.rows() > 1)) {
            PlanNode node =
                    new HashJoinNode(
                            kind,
                            outer,
                            kept.node(),
                            keys.outer(),
                            keys.inner(),
                            Conditions.compile(keys.residual()),
                            reusable,
                            rows);
            return new Joined(node, hashCost);
        }
        PlanNode materialized = new MaterializeNode(kept.node(), reusable);
        PlanNode node =
                new NestedLoopNode(
                        kind, outer, materialized, Conditions.compile(kept.left()), rows);
        return new Joined(node, keptCost);
    }

    /** What reads the rows that it is joined with cannot be read once for all of them. */
    private static boolean mustLookUp(JoinUnit inner, BitSet outerSlots) {
        return !Bound.isSubset(inner.outer(), outerSlots);
    }

    private static Joined loop(
            JoinKind kind, PlanNode outer, UnitPlan lookup, double rows, double cost) {
        return new Joined(
                new NestedLoopNode(
                        kind, outer, lookup.node(), Conditions.compile(lookup.left()), rows),
                cost);
    }

    private static double rows(JoinKind kind, double outer, double perRow) {
        return switch (kind) {
            case INNER -> Math.max(1, outer * perRow);
            case LEFT -> Math.max(outer, outer * perRow);
            case SEMI, ANTI -> Math.max(1, outer / 2);
        };
    }

    /** Reads a unit when these slots are known, with the conditions that can be applied there. */
    UnitPlan unit(JoinUnit unit, List<Bound> conditions, BitSet available) {
        BitSet all = (BitSet) available.clone();
        all.or(unit.slots());
        List<Bound> applied = new ArrayList<>();
        List<Bound> left = new ArrayList<>();
        for (Bound condition : conditions) {
            (condition.readsOnly(all) ? applied : left).add(condition);
        }
        return switch (unit) {
            case JoinUnit.Composite composite -> {
                PlanNode node = composite.planning().plan(applied, available);
                yield new UnitPlan(node, node.rows() * 3, reads(applied, unit, available), left);
            }
            case JoinUnit.Table(FromTree.Leaf(var table, var source)) ->
                    table(table, source, applied, available, left, unit);
        };
    }

    private UnitPlan table(
            ScopeTable table,
            LeafSource source,
            List<Bound> applied,
            BitSet available,
            List<Bound> left,
            JoinUnit unit) {
        return switch (source) {
            case LeafSource.Base base -> {
                AccessPlanner planner = new AccessPlanner(table, base, applied, available, run);
                Access access = planner.best();
                PlanNode node = new Scans(run).scan(table, base, access, applied, false);
                yield new UnitPlan(
                        node,
                        access.cost(),
                        access.ranges() != null && reads(applied, unit, available),
                        left);
            }
            case LeafSource.Virtual(VirtualTable virtual) ->
                    filtered(virtualScan(table, virtual, applied), applied, left);
            case LeafSource.Derived(PlanNode plan, var _) -> filtered(plan, applied, left);
            case LeafSource.Cte cte -> filtered(cteScan(table, cte), applied, left);
        };
    }

    /** Whether a condition on the unit also reads rows before it. */
    private static boolean reads(List<Bound> conditions, JoinUnit unit, BitSet available) {
        for (Bound condition : conditions) {
            if (condition.slots().intersects(unit.slots())
                    && condition.slots().intersects(available)) {
                return true;
            }
        }
        return false;
    }

    private UnitPlan filtered(PlanNode node, List<Bound> applied, List<Bound> left) {
        double cost = Math.max(1, node.rows()) * 2;
        if (applied.isEmpty()) {
            return new UnitPlan(node, cost, false, left);
        }
        PlanNode filter =
                new FilterNode(
                        node,
                        Conditions.compile(applied),
                        Math.max(1, node.rows() * Math.pow(0.3, applied.size())),
                        run.describe(applied));
        return new UnitPlan(filter, cost, false, left);
    }

    private static PlanNode virtualScan(
            ScopeTable table, VirtualTable virtual, List<Bound> applied) {
        List<Integer> equalColumns = new ArrayList<>();
        List<Expr> equalValues = new ArrayList<>();
        for (Bound condition : applied) {
            Restriction restriction = Restriction.of(condition, table, Bound.NO_SLOTS);
            if (restriction != null && restriction.isSingle() && restriction.isPoints()) {
                equalColumns.add(restriction.column().position);
                equalValues.add(
                        java.util.Objects.requireNonNull(restriction.intervals().get(0).equal())
                                .value());
            }
        }
        Used used = Used.of(table);
        return new VirtualScanNode(
                virtual.schema() + "." + virtual.name(),
                virtual::rows,
                used.positions(),
                used.slots(),
                equalColumns.stream().mapToInt(Integer::intValue).toArray(),
                equalValues.toArray(Expr[]::new));
    }

    private static PlanNode cteScan(ScopeTable table, LeafSource.Cte cte) {
        Used used = Used.of(table);
        return new CteScanNode(
                table.alias,
                cte.source(),
                used.positions(),
                used.slots(),
                cte.recursion(),
                cte.rows());
    }

    /** Positions and slots of a table's used columns. */
    record Used(int[] positions, int[] slots) {
        static Used of(ScopeTable table) {
            List<ScopeColumn> used = table.columns.stream().filter(ScopeColumn::isUsed).toList();
            return new Used(
                    used.stream().mapToInt(c -> c.position).toArray(),
                    used.stream().mapToInt(ScopeColumn::usedSlot).toArray());
        }
    }

    /** Equalities between the two sides that a hash table can decide. */
    private record HashKeys(RowKeys outer, RowKeys inner, List<Bound> residual) {
        static @Nullable HashKeys of(
                List<Bound> conditions, BitSet innerSlots, BitSet known, BitSet outerSlots) {
            BitSet inner = (BitSet) innerSlots.clone();
            inner.or(outerSlots);
            List<Expr> outerParts = new ArrayList<>();
            List<Expr> innerParts = new ArrayList<>();
            List<KeyPartCodec> codecs = new ArrayList<>();
            List<Bound> residual = new ArrayList<>();
            for (Bound condition : conditions) {
                if (condition.shape() instanceof Shape.Comparison(var op, var left, var right)
                        && op == BinaryOperator.EQUAL) {
                    KeyPartCodec codec = HashTypes.common(left.type(), right.type());
                    boolean leftInner = left.slots().intersects(innerSlots);
                    Bound innerSide = leftInner ? left : right;
                    Bound outerSide = leftInner ? right : left;
                    if (codec != null
                            && innerSide.readsOnly(inner)
                            && innerSide.slots().intersects(innerSlots)
                            && outerSide.readsOnly(known)
                            && innerSide.stable()
                            && outerSide.stable()) {
                        outerParts.add(outerSide.expr());
                        innerParts.add(innerSide.expr());
                        codecs.add(codec);
                        continue;
                    }
                }
                residual.add(condition);
            }
            if (codecs.isEmpty()) {
                return null;
            }
            KeyPartCodec[] array = codecs.toArray(KeyPartCodec[]::new);
            return new HashKeys(
                    new RowKeys(outerParts.toArray(Expr[]::new), array),
                    new RowKeys(innerParts.toArray(Expr[]::new), array),
                    residual);
        }
    }
}
