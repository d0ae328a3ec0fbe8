package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.List;

/** Rows for which every condition is true. */
public record FilterNode(PlanNode input, Expr[] conditions, double rows, String text)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        Operator source = execution.operator(input);
        return new Operator() {
            @Override
            public void open() {
                source.open();
            }

            @Override
            public boolean next() {
                while (source.next()) {
                    if (execution.test(conditions)) {
                        return true;
                    }
                }
                return false;
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
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Filter: " + text;
    }
}
