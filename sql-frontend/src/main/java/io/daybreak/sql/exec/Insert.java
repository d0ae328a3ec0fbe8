package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bound INSERT or REPLACE. Immutable.
 *
 * @param columns positions that the statement names, in its order
 * @param rows of VALUES: an expression per named column, null for DEFAULT; null with a query
 * @param query of INSERT … SELECT; its rows are in {@code querySlots}
 * @param newSlots where the row to be inserted is shown to ON DUPLICATE KEY UPDATE and to values
 *     that read earlier columns; -1 where nothing reads it
 * @param oldSlots where the row that is there already is shown
 * @param onDuplicate empty without the clause
 * @param multiple whether an info text is given
 */
public record Insert(
        TableWriter writer,
        int[] columns,
        @Nullable List<@Nullable Expr[]> rows,
        @Nullable PlanNode query,
        Expr[] querySources,
        int[] newSlots,
        int[] oldSlots,
        List<Assignment> onDuplicate,
        boolean replace,
        boolean ignore,
        boolean multiple,
        int slotCount) {
    /**
     * @param value null for DEFAULT
     */
    public record Assignment(int column, @Nullable Expr value) {}

    /** Whether an expression of the statement reads the row to be inserted. */
    boolean showsRow() {
        for (int slot : newSlots) {
            if (slot >= 0) {
                return true;
            }
        }
        return false;
    }
}
