package io.daybreak.sql.plan;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/** A unit of a join, as Calcite sees it: columns and an estimate of rows. */
final class UnitRel extends AbstractRelNode {
    private final int number;
    private final double rows;

    UnitRel(RelOptCluster cluster, RelDataType type, int number, double rows) {
        super(cluster, cluster.traitSetOf(Convention.NONE));
        this.rowType = type;
        this.number = number;
        this.rows = rows;
    }

    int number() {
        return number;
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return rows;
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        return planner.getCostFactory().makeCost(rows, rows, 0);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("unit", number);
    }
}
