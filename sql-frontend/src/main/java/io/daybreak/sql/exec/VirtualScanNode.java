package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table without storage.
 *
 * @param equalColumns positions of columns that are compared with {@code equalValues}
 */
public record VirtualScanNode(
        String name,
        Source source,
        int[] columns,
        int[] slots,
        int[] equalColumns,
        Expr[] equalValues)
        implements PlanNode {
    private static final double ROWS = 100;

    /** Gives the rows; equal values are a hint. */
    @FunctionalInterface
    public interface Source {
        Iterable<@Nullable Object[]> rows(ExecutionContext context, Map<Integer, Object> equal);
    }

    @Override
    public Operator operator(Execution execution) {
        return new Operator() {
            private final RowFeed feed = new RowFeed(execution, columns, slots);

            @Override
            public void open() {
                Map<Integer, Object> equal = new HashMap<>();
                for (int i = 0; i < equalColumns.length; i++) {
                    Object value = execution.eval(equalValues[i]);
                    if (value != null) {
                        equal.put(equalColumns[i], value);
                    }
                }
                feed.open(source.rows(execution.context(), equal).iterator());
            }

            @Override
            public boolean next() {
                return feed.next();
            }

            @Override
            public void close() {
                feed.close();
            }
        };
    }

    @Override
    public double rows() {
        return ROWS;
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public String describe() {
        return "Table scan on " + name;
    }
}
