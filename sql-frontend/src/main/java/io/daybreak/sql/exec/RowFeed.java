package io.daybreak.sql.exec;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Brings rows that stand in no table of the engine into the frame, one by one; each is a tick of
 * the statement. Owned by the operator that makes the rows.
 */
final class RowFeed {
    private final Execution execution;
    private final int[] columns;
    private final int[] slots;
    private @Nullable Iterator<@Nullable Object[]> rows;

    /**
     * @param columns positions in the rows
     * @param slots where in the frame they go
     */
    RowFeed(Execution execution, int[] columns, int[] slots) {
        this.execution = execution;
        this.columns = columns;
        this.slots = slots;
    }

    void open(Iterator<@Nullable Object[]> newRows) {
        rows = newRows;
    }

    boolean next() {
        execution.tick();
        if (rows == null || !rows.hasNext()) {
            return false;
        }
        @Nullable Object[] row = rows.next();
        for (int i = 0; i < slots.length; i++) {
            execution.frame()[slots[i]] = row[columns[i]];
        }
        return true;
    }

    void close() {
        rows = null;
    }
}
