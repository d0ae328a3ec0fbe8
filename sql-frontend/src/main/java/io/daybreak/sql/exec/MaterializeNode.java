package io.daybreak.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of its input, so that it can be opened often.
 *
 * @param reusable whether the input gives the same rows each time within one execution
 */
public record MaterializeNode(PlanNode input, boolean reusable) implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        Operator source = input.operator(execution);
        int[] slots = input.slots();
        return new Operator() {
            private @Nullable List<@Nullable Object[]> rows;
            private long bytes;
            private int position;

            @Override
            public void open() {
                position = 0;
                if (rows != null && reusable) {
                    return;
                }
                free();
                List<@Nullable Object[]> read = new ArrayList<>();
                source.open();
                while (source.next()) {
                    @Nullable Object[] row = SavedRows.save(execution.frame(), slots);
                    long size = SavedRows.sizeOf(row);
                    execution.memory().reserve(size);
                    bytes += size;
                    read.add(row);
                }
                source.close();
                rows = read;
            }

            @Override
            public boolean next() {
                if (rows == null || position >= rows.size()) {
                    return false;
                }
                SavedRows.restore(rows.get(position++), execution.frame(), slots);
                return true;
            }

            @Override
            public void close() {
                source.close();
                free();
            }

            private void free() {
                rows = null;
                execution.memory().release(bytes);
                bytes = 0;
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
        return "Materialize";
    }
}
