package io.daybreak.sql.exec;

import java.util.List;

/** A derived table: of its query's slots, those of its columns count from here on. */
public record DerivedNode(PlanNode input, String alias, int[] slots) implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        return execution.operator(input);
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
        return "Derived table " + alias;
    }
}
