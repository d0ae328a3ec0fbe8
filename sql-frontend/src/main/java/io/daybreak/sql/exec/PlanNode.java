package io.daybreak.sql.exec;

import java.util.List;

/** A part of a physical plan. Immutable. */
public interface PlanNode {
    /** A new operator for one execution. */
    Operator operator(Execution execution);

    /** The slots whose values a row of this node consists of. */
    int[] slots();

    /** Estimated rows. */
    double rows();

    List<PlanNode> inputs();

    /** One line for EXPLAIN FORMAT=TREE. */
    String describe();
}
