package io.daybreak.sql.exec;

import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import org.jspecify.annotations.Nullable;

/** What an update does to a row besides its assignments. */
final class Updates {
    private Updates() {}

    /**
     * ON UPDATE CURRENT_TIMESTAMP if something changes, generated columns, constraints.
     *
     * @return false if the row is passed over (IGNORE)
     */
    static boolean finish(
            TableWriter writer,
            @Nullable Object[] old,
            @Nullable Object[] updated,
            boolean[] assigned,
            Execution execution,
            RowStoring storing) {
        if (!TableWriter.same(old, updated)) {
            for (int i = 0; i < updated.length; i++) {
                ColumnDefinition column = writer.column(i);
                if (column.onUpdateNow() && !assigned[i]) {
                    long now =
                            Temporal.localOfEpochMicros(
                                    execution.context().nowMicros(),
                                    execution.context().timeZone());
                    SqlType type = SqlType.datetime(column.type().scale());
                    updated[i] =
                            writer.store(
                                    i, Temporal.truncateDatetime(now, type.scale()), type, storing);
                }
            }
        }
        return writer.complete(updated, execution, storing);
    }
}
