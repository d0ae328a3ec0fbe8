package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.List;

/**
 * For each outer row, runs the inner side again; the inner side may read the outer row's slots (an
 * index lookup, a lateral table).
 */
public record NestedLoopNode(
        JoinKind kind, PlanNode outer, PlanNode inner, Expr[] conditions, double rows)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        return new NestedLoop(this, execution);
    }

    @Override
    public int[] slots() {
        return kind.keepsInner() ? Slots.union(outer.slots(), inner.slots()) : outer.slots();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(outer, inner);
    }

    @Override
    public String describe() {
        return "Nested loop " + kind.text();
    }

    private static final class NestedLoop implements Operator {
        private final NestedLoopNode node;
        private final Execution execution;
        private final Operator outer;
        private final Operator inner;
        private final int[] innerSlots;
        private boolean innerOpen;
        private boolean matched;

        NestedLoop(NestedLoopNode node, Execution execution) {
            this.node = node;
            this.execution = execution;
            this.outer = execution.operator(node.outer);
            this.inner = execution.operator(node.inner);
            this.innerSlots = node.inner.slots();
        }

        @Override
        public void open() {
            innerOpen = false;
            outer.open();
        }

        @Override
        public boolean next() {
            while (true) {
                if (!innerOpen) {
                    if (!outer.next()) {
                        return false;
                    }
                    inner.open();
                    innerOpen = true;
                    matched = false;
                }
                if (advanceInner()) {
                    return true;
                }
            }
        }

        /** True when the frame holds a result row; else the outer row is done. */
        private boolean advanceInner() {
            while (inner.next()) {
                execution.tick();
                if (!execution.test(node.conditions)) {
                    continue;
                }
                matched = true;
                switch (node.kind) {
                    case INNER, LEFT -> {
                        return true;
                    }
                    case SEMI -> {
                        innerOpen = false;
                        return true;
                    }
                    case ANTI -> {
                        innerOpen = false;
                        return false;
                    }
                }
            }
            innerOpen = false;
            if (matched) {
                return false;
            }
            if (node.kind == JoinKind.LEFT) {
                SavedRows.clear(execution.frame(), innerSlots);
                return true;
            }
            return node.kind == JoinKind.ANTI;
        }

        @Override
        public void close() {
            inner.close();
            outer.close();
        }
    }
}
