package io.daybreak.sql.plan;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** A join that Calcite proposes; its size is estimated from our statistics. */
final class OrderedJoin extends Join {
    private static final double OTHER_SELECTIVITY = 0.3;

    private final CalciteJoinOrder.Estimates estimates;

    OrderedJoin(
            RelOptCluster cluster,
            RelNode left,
            RelNode right,
            RexNode condition,
            JoinRelType type,
            CalciteJoinOrder.Estimates estimates) {
        super(
                cluster,
                cluster.traitSetOf(Convention.NONE),
                List.of(),
                left,
                right,
                condition,
                java.util.Set.of(),
                type);
        this.estimates = estimates;
    }

    static String fieldName(int slot) {
        return "s" + slot;
    }

    @Override
    public Join copy(
            RelTraitSet traits,
            RexNode condition,
            RelNode left,
            RelNode right,
            JoinRelType type,
            boolean semiJoinDone) {
        return new OrderedJoin(getCluster(), left, right, condition, type, estimates);
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        double rows = query.getRowCount(left) * query.getRowCount(right);
        for (RexNode part : RelOptUtil.conjunctions(getCondition())) {
            rows *= selectivity(part);
        }
        return Math.max(1, rows);
    }

    private double selectivity(RexNode part) {
        if (part.isA(SqlKind.EQUALS)
                && part instanceof RexCall call
                && call.getOperands().get(0) instanceof RexInputRef a
                && call.getOperands().get(1) instanceof RexInputRef b) {
            return 1 / Math.max(1, Math.max(distinct(a), distinct(b)));
        }
        return part.isAlwaysTrue() ? 1 : OTHER_SELECTIVITY;
    }

    private double distinct(RexInputRef reference) {
        List<RelDataTypeField> fields = getRowType().getFieldList();
        String name = fields.get(reference.getIndex()).getName();
        return name.startsWith("s") ? estimates.distinct(Integer.parseInt(name.substring(1))) : 1;
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(this);
        return planner.getCostFactory().makeCost(rows, rows, 0);
    }
}
