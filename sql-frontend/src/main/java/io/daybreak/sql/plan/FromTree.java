package io.daybreak.sql.plan;

import java.util.BitSet;
import java.util.List;

/** FROM after binding. */
sealed interface FromTree {
    /** Slots that its columns fill, as far as they are used. */
    BitSet slots();

    /** Slots that derived tables in it read and that are not its own. */
    default BitSet outer() {
        BitSet outer = new BitSet();
        addOuter(this, outer);
        outer.andNot(slots());
        return outer;
    }

    private static void addOuter(FromTree tree, BitSet outer) {
        switch (tree) {
            case Leaf(_, LeafSource.Derived derived) -> outer.or(derived.outer());
            case Inner inner -> {
                addOuter(inner.left, outer);
                addOuter(inner.right, outer);
            }
            case Left left -> {
                addOuter(left.left, outer);
                addOuter(left.right, outer);
            }
            case Leaf _, Nothing _ -> {}
        }
    }

    /** A table. */
    record Leaf(ScopeTable table, LeafSource source) implements FromTree {
        @Override
        public BitSet slots() {
            return table.slots;
        }
    }

    /**
     * @param on conditions, all of which must be true
     */
    record Inner(FromTree left, FromTree right, List<Bound> on, boolean straight)
            implements FromTree {
        @Override
        public BitSet slots() {
            return union(left, right);
        }
    }

    record Left(FromTree left, FromTree right, List<Bound> on) implements FromTree {
        @Override
        public BitSet slots() {
            return union(left, right);
        }
    }

    /** SELECT without FROM: one row. */
    record Nothing() implements FromTree {
        @Override
        public BitSet slots() {
            return new BitSet();
        }
    }

    /**
     * The tree without the conditions of a merged block around it, which are added to others that
     * rows must fulfil at the same place.
     */
    static FromTree unwrap(FromTree tree, List<Bound> conditions) {
        FromTree rest = tree;
        while (rest instanceof Inner(var left, Nothing _, var on, var _)) {
            conditions.addAll(on);
            rest = left;
        }
        return rest;
    }

    private static BitSet union(FromTree left, FromTree right) {
        BitSet slots = new BitSet();
        slots.or(left.slots());
        slots.or(right.slots());
        return slots;
    }
}
