package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.List;

/**
 * Rows of expressions; with one row and no slots, the row that SELECT without FROM reads.
 *
 * @param table the rows, each with one expression per slot
 */
public record ValuesNode(List<Expr[]> table, int[] slots) implements PlanNode {
    private static final Expr[] NOTHING = {};

    /** One row without columns. */
    public static final ValuesNode ONE_ROW = new ValuesNode(List.<Expr[]>of(NOTHING), Slots.none());

    /** No rows: an impossible condition. */
    public static ValuesNode empty(int[] slots) {
        return new ValuesNode(List.of(), slots);
    }

    @Override
    public Operator operator(Execution execution) {
        return new Operator() {
            private int position;

            @Override
            public void open() {
                position = 0;
            }

            @Override
            public boolean next() {
                if (position >= table.size()) {
                    return false;
                }
                Expr[] row = table.get(position++);
                for (int i = 0; i < slots.length; i++) {
                    execution.frame()[slots[i]] = execution.eval(row[i]);
                }
                return true;
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public double rows() {
        return table.size();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public String describe() {
        return "Rows fetched before execution";
    }
}
