package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.List;

/** Opens its input only if conditions that read none of its rows are true. */
public record GateNode(PlanNode input, Expr[] conditions, String text) implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        Operator source = execution.operator(input);
        return new Operator() {
            private boolean passes;

            @Override
            public void open() {
                passes = execution.test(conditions);
                if (passes) {
                    source.open();
                }
            }

            @Override
            public boolean next() {
                return passes && source.next();
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    @Override
    public int[] slots() {
        return input.slots();
    }

    @Override
    public double rows() {
        return input.rows();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Filter: (" + text + ") before reading";
    }
}
