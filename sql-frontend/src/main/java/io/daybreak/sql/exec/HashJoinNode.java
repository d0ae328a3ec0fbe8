package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the inner side in a hash table by the join key and looks each outer row up. The table is
 * bounded by the execution's memory budget.
 *
 * @param reusable whether the inner side gives the same rows each time it is opened (it reads no
 *     slots of the queries around it)
 */
public record HashJoinNode(
        JoinKind kind,
        PlanNode outer,
        PlanNode inner,
        RowKeys outerKeys,
        RowKeys innerKeys,
        Expr[] conditions,
        boolean reusable,
        double rows)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        return new HashJoin(this, execution);
    }

    @Override
    public int[] slots() {
        return kind.keepsInner() ? Slots.union(outer.slots(), inner.slots()) : outer.slots();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(outer, inner);
    }

    @Override
    public String describe() {
        return "Hash " + kind.text();
    }

    private static final class HashJoin implements Operator {
        private static final List<@Nullable Object[]> NO_ROWS = List.of();

        private final HashJoinNode node;
        private final Execution execution;
        private final Operator outer;
        private final Operator inner;
        private final int[] innerSlots;
        private final KeyBytes buffer = new KeyBytes();
        private @Nullable Map<Key, List<@Nullable Object[]>> table;
        private long tableBytes;
        private List<@Nullable Object[]> matches = NO_ROWS;
        private int position;
        private boolean matched;
        private boolean onRow;

        HashJoin(HashJoinNode node, Execution execution) {
            this.node = node;
            this.execution = execution;
            this.outer = node.outer.operator(execution);
            this.inner = node.inner.operator(execution);
            this.innerSlots = node.inner.slots();
        }

        @Override
        public void open() {
            if (table == null || !node.reusable) {
                build();
            }
            onRow = false;
            outer.open();
        }

        private void build() {
            free();
            Map<Key, List<@Nullable Object[]>> rows = new HashMap<>();
            inner.open();
            while (inner.next()) {
                Key key = node.innerKeys.joinKey(execution, buffer);
                if (key == null) {
                    continue;
                }
                @Nullable Object[] row = SavedRows.save(execution.frame(), innerSlots);
                long bytes = SavedRows.sizeOf(row) + key.bytes().length + 96;
                execution.memory().reserve(bytes);
                tableBytes += bytes;
                rows.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(row);
            }
            inner.close();
            table = rows;
        }

        @Override
        public boolean next() {
            while (true) {
                if (!onRow) {
                    if (!outer.next()) {
                        return false;
                    }
                    Key key = node.outerKeys.joinKey(execution, buffer);
                    Map<Key, List<@Nullable Object[]>> rows =
                            java.util.Objects.requireNonNull(table);
                    matches = key == null ? NO_ROWS : rows.getOrDefault(key, NO_ROWS);
                    position = 0;
                    matched = false;
                    onRow = true;
                }
                if (advance()) {
                    return true;
                }
            }
        }

        private boolean advance() {
            while (position < matches.size()) {
                SavedRows.restore(matches.get(position++), execution.frame(), innerSlots);
                if (!execution.test(node.conditions)) {
                    continue;
                }
                matched = true;
                switch (node.kind) {
                    case INNER, LEFT -> {
                        return true;
                    }
                    case SEMI -> {
                        onRow = false;
                        return true;
                    }
                    case ANTI -> {
                        onRow = false;
                        return false;
                    }
                }
            }
            onRow = false;
            if (matched) {
                return false;
            }
            if (node.kind == JoinKind.LEFT) {
                SavedRows.clear(execution.frame(), innerSlots);
                return true;
            }
            return node.kind == JoinKind.ANTI;
        }

        @Override
        public void close() {
            outer.close();
            inner.close();
            free();
        }

        private void free() {
            table = null;
            execution.memory().release(tableBytes);
            tableBytes = 0;
        }
    }
}
