package io.daybreak.sql.plan;

import io.daybreak.sql.exec.PlanNode;
import java.util.BitSet;
import java.util.List;

/** What joins are made of. */
sealed interface JoinUnit {
    BitSet slots();

    /** Slots that tables in it read and that it does not fill itself. */
    BitSet outer();

    /** One table. */
    record Table(FromTree.Leaf leaf) implements JoinUnit {
        @Override
        public BitSet slots() {
            return leaf.slots();
        }

        @Override
        public BitSet outer() {
            return leaf.outer();
        }
    }

    /** A join that is planned as a whole: the inner side of an outer join. */
    record Composite(FromTree tree, Planning planning) implements JoinUnit {
        @Override
        public BitSet slots() {
            return tree.slots();
        }

        @Override
        public BitSet outer() {
            return tree.outer();
        }
    }

    /** Plans a join for conditions that read only its slots and those available. */
    interface Planning {
        PlanNode plan(List<Bound> conditions, BitSet available);
    }
}
