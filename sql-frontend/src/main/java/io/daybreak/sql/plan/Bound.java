package io.daybreak.sql.plan;

import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import java.util.BitSet;

/**
 * A bound expression: compiled, with the slots it reads and its outline. Not changed after it is
 * made.
 *
 * @param slots every slot it reads, those of queries around it too
 * @param stable false if it must be evaluated anew each time (RAND, assignments)
 * @param text as written, for EXPLAIN
 */
record Bound(Expr expr, BitSet slots, Shape shape, boolean stable, String text) {
    static final BitSet NO_SLOTS = new BitSet();

    SqlType type() {
        return expr.type();
    }

    /** Whether all it reads is known where these slots are. */
    boolean readsOnly(BitSet available) {
        return isSubset(slots, available);
    }

    static boolean isSubset(BitSet part, BitSet whole) {
        for (int slot = part.nextSetBit(0); slot >= 0; slot = part.nextSetBit(slot + 1)) {
            if (!whole.get(slot)) {
                return false;
            }
        }
        return true;
    }

    boolean isConstant() {
        return slots.isEmpty() && stable;
    }

    /** The slot it is the value of; -1 if it is computed. */
    int slot() {
        return shape instanceof Shape.Slot(int slot) ? slot : -1;
    }
}
