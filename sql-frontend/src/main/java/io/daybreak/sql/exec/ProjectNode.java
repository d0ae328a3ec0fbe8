package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.List;

/**
 * Computes expressions into slots.
 *
 * @param targets one slot per expression
 */
public record ProjectNode(PlanNode input, Expr[] expressions, int[] targets) implements PlanNode {
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
                if (!source.next()) {
                    return false;
                }
                for (int i = 0; i < targets.length; i++) {
                    execution.frame()[targets[i]] = execution.eval(expressions[i]);
                }
                return true;
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    @Override
    public int[] slots() {
        return Slots.union(input.slots(), targets);
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
        return "Compute: " + targets.length + " expressions";
    }
}
