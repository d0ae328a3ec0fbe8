package io.daybreak.sql.exec;

import java.util.List;

/**
 * A bound UPDATE or DELETE: a plan that gives rows with the ids of what is to be changed.
 * Immutable.
 *
 * @param targets the tables, each with its assignments
 * @param joins whether one row of a table can be met more than once
 */
public record Change(
        PlanNode plan,
        List<Target> targets,
        boolean delete,
        boolean ignore,
        boolean joins,
        int slotCount) {
    /**
     * @param rowIdSlot null in it: the table has no row here (outer join)
     * @param slots of all columns of the table, by position; for DELETE only if there are children
     * @param assignments empty for DELETE
     */
    public record Target(
            TableWriter writer, int rowIdSlot, int[] slots, List<Insert.Assignment> assignments) {}

    public Change {
        targets = List.copyOf(targets);
    }
}
