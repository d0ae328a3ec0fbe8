package io.daybreak.sql.exec;

import java.util.List;

/**
 * MIN and MAX of columns that indexes start with: the first row of each scan, in one row.
 *
 * @param scans one for each value, in the order that brings it first; no nulls among them
 * @param sources the slot that a scan fills
 * @param results where its value goes; null if the scan has no row
 */
public record IndexExtremesNode(ScanNode[] scans, int[] sources, int[] results)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        Operator[] operators = new Operator[scans.length];
        for (int i = 0; i < operators.length; i++) {
            operators[i] = execution.operator(scans[i]);
        }
        return new Operator() {
            private boolean done;

            @Override
            public void open() {
                done = false;
            }

            @Override
            public boolean next() {
                if (done) {
                    return false;
                }
                done = true;
                for (int i = 0; i < operators.length; i++) {
                    operators[i].open();
                    execution.frame()[results[i]] =
                            operators[i].next()
                                    ? LateColumn.resolve(execution.frame()[sources[i]])
                                    : null;
                    operators[i].close();
                }
                return true;
            }

            @Override
            public void close() {
                for (Operator operator : operators) {
                    operator.close();
                }
            }
        };
    }

    @Override
    public int[] slots() {
        return Slots.union(results, Slots.none());
    }

    @Override
    public double rows() {
        return 1;
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(scans);
    }

    @Override
    public String describe() {
        return "Rows fetched before execution from the ends of indexes";
    }
}
