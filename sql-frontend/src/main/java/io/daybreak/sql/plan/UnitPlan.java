package io.daybreak.sql.plan;

import io.daybreak.sql.exec.PlanNode;
import java.util.List;

/**
 * A way to read a unit.
 *
 * @param cost of one opening
 * @param lookup whether it uses values of the rows before it
 * @param left conditions that it did not apply
 */
record UnitPlan(PlanNode node, double cost, boolean lookup, List<Bound> left) {
    double rows() {
        return node.rows();
    }
}
