package io.daybreak.sql.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reference to a common table expression.
 *
 * @param columns positions in the source's rows
 * @param slots where this reference puts them
 * @param recursion reads the rows of the last round only: the reference inside its own definition
 */
public record CteScanNode(
        String name, CteSource source, int[] columns, int[] slots, boolean recursion, double rows)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        return new Operator() {
            private List<@Nullable Object[]> table = List.of();
            private int position;

            @Override
            public void open() {
                table = recursion ? execution.workTable(source) : execution.rowsOf(source);
                position = 0;
            }

            @Override
            public boolean next() {
                if (position >= table.size()) {
                    return false;
                }
                @Nullable Object[] row = table.get(position++);
                for (int i = 0; i < slots.length; i++) {
                    execution.frame()[slots[i]] = row[columns[i]];
                }
                return true;
            }

            @Override
            public void close() {
                table = List.of();
            }
        };
    }

    @Override
    public List<PlanNode> inputs() {
        return recursion ? List.of() : List.of(source.plan());
    }

    @Override
    public String describe() {
        return "Table scan on " + name + (recursion ? " (recursive reference)" : "");
    }
}
