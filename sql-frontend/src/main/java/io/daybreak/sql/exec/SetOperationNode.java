package io.daybreak.sql.exec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * INTERSECT and EXCEPT by counting the right side's rows. Both sides fill the same slots.
 *
 * @param except else INTERSECT
 * @param all keep duplicates
 */
public record SetOperationNode(
        PlanNode left, PlanNode right, RowKeys keys, boolean except, boolean all)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        Operator first = execution.operator(left);
        Operator second = execution.operator(right);
        return new Operator() {
            private final KeyBytes buffer = new KeyBytes();
            private Map<Key, long[]> counts = new HashMap<>();
            private long bytes;

            @Override
            public void open() {
                free();
                second.open();
                while (second.next()) {
                    Key key = keys.groupKey(execution, buffer);
                    long[] count = counts.get(key);
                    if (count == null) {
                        long size = key.bytes().length + 112L;
                        execution.memory().reserve(size);
                        bytes += size;
                        counts.put(key, new long[] {1});
                    } else {
                        count[0]++;
                    }
                }
                second.close();
                first.open();
            }

            @Override
            public boolean next() {
                while (first.next()) {
                    if (accepts(keys.groupKey(execution, buffer))) {
                        return true;
                    }
                }
                return false;
            }

            private boolean accepts(Key key) {
                long[] count = counts.get(key);
                if (except) {
                    if (count == null) {
                        if (!all) {
                            // Not again: duplicates of the left side count as removed.
                            execution.memory().reserve(112);
                            bytes += 112;
                            counts.put(key, new long[] {1});
                        }
                        return true;
                    }
                    if (all && count[0] > 0) {
                        count[0]--;
                        return false;
                    }
                    return all;
                }
                if (count == null || count[0] == 0) {
                    return false;
                }
                count[0] = all ? count[0] - 1 : 0;
                return true;
            }

            @Override
            public void close() {
                first.close();
                second.close();
                free();
            }

            private void free() {
                counts = new HashMap<>();
                execution.memory().release(bytes);
                bytes = 0;
            }
        };
    }

    @Override
    public int[] slots() {
        return left.slots();
    }

    @Override
    public double rows() {
        return left.rows();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(left, right);
    }

    @Override
    public String describe() {
        return (except ? "Except" : "Intersect") + (all ? " all" : "");
    }
}
