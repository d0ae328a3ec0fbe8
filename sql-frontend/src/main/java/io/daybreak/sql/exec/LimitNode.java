package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * LIMIT and OFFSET.
 *
 * @param limit null for none
 */
public record LimitNode(PlanNode input, @Nullable Expr limit, @Nullable Expr offset)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        Operator source = execution.operator(input);
        return new Operator() {
            private long skip;
            private long left;

            @Override
            public void open() {
                skip = offset == null ? 0 : execution.count(offset);
                left = limit == null ? Long.MAX_VALUE : execution.count(limit);
                if (left > 0) {
                    source.open();
                }
            }

            @Override
            public boolean next() {
                if (left == 0) {
                    return false;
                }
                while (skip > 0) {
                    if (!source.next()) {
                        left = 0;
                        return false;
                    }
                    skip--;
                }
                if (!source.next()) {
                    left = 0;
                    return false;
                }
                left--;
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
        return "Limit/Offset";
    }
}
