package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.expr.AggregateFunction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The aggregates of one query block, each with a slot. Confined to one planning run. */
final class Aggregation {
    /** An aggregate and where its result goes. */
    record Call(Expression.Aggregate syntax, AggregateFunction function, Bound result) {}

    private final List<Call> calls = new ArrayList<>();
    private final BitSet slots = new BitSet();
    private int levelSlot = -1;

    List<Call> calls() {
        return calls;
    }

    BitSet slots() {
        return slots;
    }

    /** Where the number of leading keys goes that a row is grouped by; -1 if nobody asks. */
    int levelSlot() {
        return levelSlot;
    }

    int levelSlot(SlotAllocator allocator) {
        if (levelSlot < 0) {
            levelSlot = allocator.next();
            slots.set(levelSlot);
        }
        return levelSlot;
    }

    @Nullable Bound find(Expression.Aggregate syntax) {
        for (Call call : calls) {
            if (SameExpression.same(call.syntax, syntax)) {
                return call.result;
            }
        }
        return null;
    }

    void add(Call call) {
        calls.add(call);
        slots.set(call.result.slot());
    }
}
