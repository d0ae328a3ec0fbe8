package io.daybreak.sql.plan;

import io.daybreak.sql.exec.FilterNode;
import io.daybreak.sql.exec.JoinKind;
import io.daybreak.sql.exec.PlanNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Plans FROM and WHERE: inner joins are flattened to a set of units and ordered, outer joins follow
 * the inner ones (conditions that reject nulls turn them into inner joins first), then semi- and
 * antijoins. Every condition is applied as soon as all it reads is there.
 */
final class JoinPlanner {
    /**
     * A subquery of a condition that became a join: the outer row stays if a match is (not) there.
     */
    record Existence(FromTree tree, List<Bound> conditions, boolean anti) {}

    private final PlanningRun run;

    /** Slots of the queries around this block: constants for it. */
    private final BitSet outerSlots;

    JoinPlanner(PlanningRun run, BitSet outerSlots) {
        this.run = run;
        this.outerSlots = outerSlots;
    }

    /**
     * @param asWritten STRAIGHT_JOIN: tables in the order of the text
     */
    PlanNode plan(FromTree tree, List<Bound> where, List<Existence> existences, boolean asWritten) {
        BitSet available = (BitSet) outerSlots.clone();
        return plan(tree, where, existences, available, asWritten);
    }

    private PlanNode plan(
            FromTree tree,
            List<Bound> where,
            List<Existence> existences,
            BitSet available,
            boolean asWritten) {
        Group group = new Group();
        group.straight = asWritten;
        List<Bound> conditions = new ArrayList<>(where);
        flatten(toInner(tree, where), group, conditions);
        List<Bound> pending =
                new ArrayList<>(
                        group.units.size() > 1
                                ? EqualityClasses.close(run, conditions)
                                : conditions);
        BitSet early = new BitSet();
        group.units.forEach(u -> early.or(u.slots()));
        early.or(available);
        List<Bound> first = take(pending, early);
        PlanNode node = JoinOrder.plan(run, group.units, first, available, group.straight);
        BitSet known = (BitSet) early.clone();
        for (FromTree later : group.later) {
            node =
                    later instanceof FromTree.Left left
                            ? outerJoin(node, left, known, available)
                            : run.joins()
                                    .join(
                                            JoinKind.INNER,
                                            node,
                                            known,
                                            unit(later),
                                            List.of(),
                                            available);
            known.or(later instanceof FromTree.Left left ? left.right().slots() : later.slots());
            node = filter(node, take(pending, known));
        }
        for (Existence existence : existences) {
            node = existence(node, existence, known, available);
        }
        return filter(node, pending);
    }

    private PlanNode outerJoin(PlanNode node, FromTree.Left left, BitSet known, BitSet available) {
        List<Bound> on = left.on();
        return run.joins().join(JoinKind.LEFT, node, known, unit(left.right()), on, available);
    }

    private PlanNode existence(PlanNode node, Existence existence, BitSet known, BitSet available) {
        return run.joins()
                .join(
                        existence.anti ? JoinKind.ANTI : JoinKind.SEMI,
                        node,
                        known,
                        unit(existence.tree),
                        existence.conditions,
                        available);
    }

    /** The inner side of a join: a single table, or a join of its own. */
    private JoinUnit unit(FromTree tree) {
        if (tree instanceof FromTree.Leaf leaf) {
            return new JoinUnit.Table(leaf);
        }
        return new JoinUnit.Composite(
                tree,
                (conditions, available) -> plan(tree, conditions, List.of(), available, false));
    }

    PlanNode filter(PlanNode node, List<Bound> conditions) {
        if (conditions.isEmpty()) {
            return node;
        }
        return new FilterNode(
                node,
                Conditions.compile(conditions),
                Math.max(1, node.rows() * Math.pow(0.5, conditions.size())),
                run.describe(conditions));
    }

    static List<Bound> take(List<Bound> pending, BitSet known) {
        List<Bound> ready = new ArrayList<>();
        pending.removeIf(condition -> condition.readsOnly(known) && ready.add(condition));
        return ready;
    }

    private static final class Group {
        final List<JoinUnit> units = new ArrayList<>();

        /** Outer joins, and lateral tables that read what an outer join brings, in text order. */
        final List<FromTree> later = new ArrayList<>();

        boolean straight;

        void add(FromTree.Leaf leaf) {
            if (leaf.source() instanceof LeafSource.Derived derived
                    && later.stream().anyMatch(l -> l.slots().intersects(derived.outer()))) {
                later.add(leaf);
            } else {
                units.add(new JoinUnit.Table(leaf));
            }
        }
    }

    private void flatten(FromTree tree, Group group, List<Bound> conditions) {
        switch (tree) {
            case FromTree.Nothing _ -> {}
            case FromTree.Leaf leaf -> group.add(leaf);
            case FromTree.Inner(var left, var right, var on, var straight) -> {
                flatten(left, group, conditions);
                flatten(right, group, conditions);
                conditions.addAll(on);
                group.straight |= straight;
            }
            case FromTree.Left left -> {
                flatten(left.left(), group, conditions);
                group.later.add(left);
            }
        }
    }

    /** Outer joins whose null rows the conditions throw away become inner joins. */
    private static FromTree toInner(FromTree tree, List<Bound> conditions) {
        return switch (tree) {
            case FromTree.Nothing nothing -> nothing;
            case FromTree.Leaf leaf -> leaf;
            case FromTree.Inner(var left, var right, var on, var straight) -> {
                List<Bound> all = new ArrayList<>(conditions);
                all.addAll(on);
                yield new FromTree.Inner(toInner(left, all), toInner(right, all), on, straight);
            }
            case FromTree.Left(var left, var right, var on) -> {
                if (Conditions.rejectsNulls(conditions, right.slots())) {
                    List<Bound> all = new ArrayList<>(conditions);
                    all.addAll(on);
                    yield new FromTree.Inner(toInner(left, all), toInner(right, all), on, false);
                }
                yield new FromTree.Left(toInner(left, conditions), toInner(right, on), on);
            }
        };
    }
}
