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
        return new Materialize(this, execution);
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

    /** The first rows are kept in memory, what does not fit in a file behind them. */
    private static final class Materialize implements Operator {
        private static final byte[] NO_KEY = {};

        private final MaterializeNode node;
        private final Execution execution;
        private final Operator source;
        private final int[] slots;
        private @Nullable List<@Nullable Object[]> rows;
        private @Nullable SpillFile rest;
        private long bytes;
        private int position;

        Materialize(MaterializeNode node, Execution execution) {
            this.node = node;
            this.execution = execution;
            this.source = execution.operator(node.input);
            this.slots = node.input.slots();
        }

        @Override
        public void open() {
            position = 0;
            if (rows == null || !node.reusable) {
                free();
                read();
            }
            if (rest != null) {
                rest.rewind();
            }
        }

        private void read() {
            List<@Nullable Object[]> read = new ArrayList<>();
            source.open();
            while (source.next()) {
                @Nullable Object[] row = SavedRows.save(execution.frame(), slots);
                long size = SavedRows.sizeOf(row);
                if (rest == null && execution.memory().tryReserve(size, bytes)) {
                    bytes += size;
                    read.add(row);
                } else {
                    if (rest == null) {
                        rest = execution.spillFile();
                    }
                    rest.write(NO_KEY, row);
                }
            }
            source.close();
            rows = read;
        }

        @Override
        public boolean next() {
            List<@Nullable Object[]> kept = rows;
            if (kept == null) {
                return false;
            }
            execution.tick();
            if (position < kept.size()) {
                SavedRows.restore(kept.get(position++), execution.frame(), slots);
                return true;
            }
            SpillFile file = rest;
            if (file == null || file.readKey() == null) {
                return false;
            }
            SavedRows.restore(file.readRow(), execution.frame(), slots);
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
            if (rest != null) {
                rest.close();
                rest = null;
            }
        }
    }
}
