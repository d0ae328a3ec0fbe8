package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * LIMIT and OFFSET.
 *
 * @param limit null for none
 * @param countsAll behind the limit it goes on, and tells FOUND_ROWS() how many there are
 */
public record LimitNode(
        PlanNode input, @Nullable Expr limit, @Nullable Expr offset, boolean countsAll)
        implements PlanNode {
    public LimitNode(PlanNode input, @Nullable Expr limit, @Nullable Expr offset) {
        this(input, limit, offset, false);
    }

    @Override
    public Operator operator(Execution execution) {
        Operator source = execution.operator(input);
        return new Operator() {
            private long skip;
            private long left;
            private long found;
            private boolean told;

            @Override
            public void open() {
                skip = offset == null ? 0 : execution.count(offset);
                left = limit == null ? Long.MAX_VALUE : execution.count(limit);
                found = 0;
                told = !countsAll;
                if (left > 0 || countsAll) {
                    source.open();
                }
            }

            @Override
            public boolean next() {
                while (left > 0) {
                    if (!source.next()) {
                        left = 0;
                        tell();
                        return false;
                    }
                    found++;
                    if (skip == 0) {
                        left--;
                        return true;
                    }
                    skip--;
                }
                if (!told) {
                    while (source.next()) {
                        found++;
                    }
                    tell();
                }
                return false;
            }

            private void tell() {
                if (!told) {
                    told = true;
                    execution.found(found);
                }
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
