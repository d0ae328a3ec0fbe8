package io.daybreak.sql.exec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The first row of each distinct key. */
public record DistinctNode(PlanNode input, RowKeys keys) implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        Operator source = input.operator(execution);
        return new Operator() {
            private final KeyBytes buffer = new KeyBytes();
            private Set<Key> seen = new HashSet<>();
            private long bytes;

            @Override
            public void open() {
                free();
                source.open();
            }

            @Override
            public boolean next() {
                while (source.next()) {
                    Key key = keys.groupKey(execution, buffer);
                    if (seen.add(key)) {
                        long size = key.bytes().length + 80L;
                        execution.memory().reserve(size);
                        bytes += size;
                        return true;
                    }
                }
                return false;
            }

            @Override
            public void close() {
                source.close();
                free();
            }

            private void free() {
                seen = new HashSet<>();
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
        return Math.max(1, input.rows() / 2);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Remove duplicates";
    }
}
