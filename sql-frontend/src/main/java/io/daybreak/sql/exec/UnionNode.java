package io.daybreak.sql.exec;

import java.util.List;

/** UNION ALL: every branch fills the same slots. */
public record UnionNode(List<PlanNode> inputs, int[] slots) implements PlanNode {
    public UnionNode {
        inputs = List.copyOf(inputs);
    }

    @Override
    public Operator operator(Execution execution) {
        List<Operator> sources = inputs.stream().map(i -> execution.operator(i)).toList();
        return new Operator() {
            private int current;

            @Override
            public void open() {
                current = 0;
                sources.get(0).open();
            }

            @Override
            public boolean next() {
                while (current < sources.size()) {
                    if (sources.get(current).next()) {
                        return true;
                    }
                    sources.get(current).close();
                    current++;
                    if (current < sources.size()) {
                        sources.get(current).open();
                    }
                }
                return false;
            }

            @Override
            public void close() {
                sources.forEach(Operator::close);
            }
        };
    }

    @Override
    public double rows() {
        return inputs.stream().mapToDouble(PlanNode::rows).sum();
    }

    @Override
    public String describe() {
        return "Append";
    }
}
