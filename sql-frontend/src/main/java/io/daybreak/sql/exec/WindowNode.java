package io.daybreak.sql.exec;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.WindowFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Window functions over one window: sorts by partition and order, then computes each partition.
 *
 * @param saved input slots that functions and the operators above read
 */
public record WindowNode(
        PlanNode input,
        RowKeys partition,
        RowKeys order,
        int[] saved,
        WindowFrame frame,
        WindowFunction[] functions,
        int[] results)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        return new Window(this, execution);
    }

    @Override
    public int[] slots() {
        return Slots.union(saved, results);
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
        return "Window aggregate";
    }

    private record Row(byte[] partition, byte[] order, @Nullable Object[] values) {}

    private static final class Window implements Operator {
        private final WindowNode node;
        private final Execution execution;
        private final Operator source;
        private final KeyBytes buffer = new KeyBytes();
        private List<Row> rows = List.of();
        private Partition partition;
        private int position;
        private long bytes;

        Window(WindowNode node, Execution execution) {
            this.node = node;
            this.execution = execution;
            this.source = execution.operator(node.input);
            this.partition = new Partition(0, 0);
        }

        @Override
        public void open() {
            free();
            List<Row> read = new ArrayList<>();
            source.open();
            while (source.next()) {
                Row row =
                        new Row(
                                node.partition.bytes(execution, buffer),
                                node.order.bytes(execution, buffer),
                                SavedRows.save(execution.frame(), node.saved));
                long size =
                        SavedRows.sizeOf(row.values) + row.partition.length + row.order.length + 72;
                execution.memory().reserve(size);
                bytes += size;
                read.add(row);
            }
            source.close();
            if (node.partition.parts().length + node.order.parts().length > 0) {
                read.sort(new CancellableOrder<>(execution, Window::order));
            }
            rows = read;
            position = 0;
            partition = new Partition(0, 0);
        }

        private static int order(Row a, Row b) {
            int byPartition = Arrays.compareUnsigned(a.partition, b.partition);
            return byPartition != 0 ? byPartition : Arrays.compareUnsigned(a.order, b.order);
        }

        @Override
        public boolean next() {
            if (position >= rows.size()) {
                return false;
            }
            if (position >= partition.end) {
                partition = partitionAt(position);
            }
            execution.tick();
            int row = position - partition.start;
            partition.restore(row);
            @Nullable Object[] values = new Object[node.functions.length];
            int start = bound(node.frame.from(), row, true);
            int end = bound(node.frame.to(), row, false);
            for (int i = 0; i < values.length; i++) {
                partition.restore(row);
                execution.context().rows[0] = partition.reader;
                values[i] =
                        node.functions[i].value(
                                partition,
                                execution.context(),
                                row,
                                Math.min(start, end),
                                Math.max(start, end) == start ? Math.min(start, end) : end);
            }
            partition.restore(row);
            for (int i = 0; i < values.length; i++) {
                execution.frame()[node.results[i]] = values[i];
            }
            position++;
            return true;
        }

        private Partition partitionAt(int start) {
            int end = start + 1;
            byte[] key = rows.get(start).partition;
            while (end < rows.size() && Arrays.equals(rows.get(end).partition, key)) {
                end++;
            }
            return new Partition(start, end);
        }

        /** A start inclusive, an end exclusive, both within the partition. */
        private int bound(WindowFrame.Bound bound, int row, boolean start) {
            int size = partition.size();
            return switch (bound.kind()) {
                case UNBOUNDED -> bound.preceding() ? 0 : size;
                case CURRENT -> {
                    if (node.frame.rows()) {
                        yield start ? row : row + 1;
                    }
                    yield start ? partition.peerStart(row) : partition.peerEnd(row);
                }
                case OFFSET -> {
                    Expr distance = bound.distance();
                    if (distance == null) {
                        yield byValue(bound, row, start);
                    }
                    long count = execution.count(distance);
                    long at = bound.preceding() ? row - count : row + count;
                    yield Math.clamp(start ? at : at + 1, 0, size);
                }
            };
        }

        /** The first row at or behind the limit, or behind all rows up to it. */
        private int byValue(WindowFrame.Bound bound, int row, boolean start) {
            Expr limit = java.util.Objects.requireNonNull(bound.limit());
            if (execution.eval(node.order.parts()[0]) == null) {
                return start ? partition.peerStart(row) : partition.peerEnd(row);
            }
            Object value = execution.eval(limit);
            buffer.clear();
            node.order.codecs()[0].encode(value, buffer);
            byte[] key = buffer.copy();
            int low = 0;
            int high = partition.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                int order = Arrays.compareUnsigned(rows.get(partition.start + middle).order, key);
                if (start ? order < 0 : order <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        @Override
        public void close() {
            source.close();
            free();
        }

        private void free() {
            rows = List.of();
            execution.memory().release(bytes);
            bytes = 0;
        }

        private final class Partition implements WindowFunction.WindowPartition {
            final int start;
            final int end;
            final FrameRow reader = new FrameRow(execution.frame(), node.saved);

            Partition(int start, int end) {
                this.start = start;
                this.end = end;
            }

            void restore(int index) {
                SavedRows.restore(rows.get(start + index).values, execution.frame(), node.saved);
            }

            @Override
            public int size() {
                return end - start;
            }

            @Override
            public RowReader row(int index) {
                restore(index);
                return reader;
            }

            @Override
            public int peerStart(int index) {
                int at = index;
                while (at > 0 && samePeers(at - 1, index)) {
                    at--;
                }
                return at;
            }

            @Override
            public int peerEnd(int index) {
                int at = index + 1;
                while (at < size() && samePeers(at, index)) {
                    at++;
                }
                return at;
            }

            private boolean samePeers(int a, int b) {
                return Arrays.equals(rows.get(start + a).order, rows.get(start + b).order);
            }

            @Override
            public int peerGroup(int index) {
                int groups = 0;
                for (int i = 1; i <= index; i++) {
                    if (!samePeers(i - 1, i)) {
                        groups++;
                    }
                }
                return groups;
            }
        }
    }
}
