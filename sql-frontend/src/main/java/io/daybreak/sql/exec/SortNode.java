package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts its input. With a limit it keeps the first rows only (top-N); without one, rows beyond the
 * sort memory go to temporary files and are merged.
 *
 * @param saved the slots that are read above this node
 * @param distinct of rows with equal keys only the first is wanted; then there is no limit
 * @param limit with {@code offset}, how many rows are wanted; null for all
 */
public record SortNode(
        PlanNode input,
        RowKeys keys,
        int[] saved,
        boolean distinct,
        @Nullable Expr limit,
        @Nullable Expr offset,
        String text)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        return new Sort(this, execution);
    }

    @Override
    public int[] slots() {
        return saved;
    }

    @Override
    public double rows() {
        return distinct ? Math.max(1, input.rows() / 2) : input.rows();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return (distinct ? "Sort, remove duplicates: " : limit == null ? "Sort: " : "Top-N sort: ")
                + text;
    }

    private static final class Sort implements Operator {
        private final SortNode node;
        private final Execution execution;
        private final Operator source;
        private final KeyBytes buffer = new KeyBytes();
        private @Nullable RowSorter sorter;

        Sort(SortNode node, Execution execution) {
            this.node = node;
            this.execution = execution;
            this.source = execution.operator(node.input);
        }

        @Override
        public void open() {
            close();
            long wanted = Long.MAX_VALUE;
            if (node.limit != null) {
                long limit = execution.count(node.limit);
                long offset = node.offset == null ? 0 : execution.count(node.offset);
                wanted = limit + offset < 0 ? Long.MAX_VALUE : limit + offset;
            }
            RowSorter rows = new RowSorter(execution, wanted, node.distinct);
            sorter = rows;
            if (wanted == 0) {
                return;
            }
            source.open();
            while (source.next()) {
                SortKey key = node.keys.sortKey(execution, buffer);
                if (rows.wants(key)) {
                    rows.add(key, SavedRows.save(execution.frame(), node.saved));
                }
            }
            source.close();
            rows.sort();
        }

        @Override
        public boolean next() {
            @Nullable Object @Nullable [] row = sorter == null ? null : sorter.next();
            if (row == null) {
                return false;
            }
            SavedRows.restore(row, execution.frame(), node.saved);
            return true;
        }

        @Override
        public void close() {
            source.close();
            if (sorter != null) {
                sorter.close();
                sorter = null;
            }
        }
    }
}
