package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ForeignKey;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key seen from the child: a row needs a parent, which is locked shared. Immutable.
 *
 * @param parent null if the table does not exist (made with foreign_key_checks=0)
 * @param index an index of the parent whose first parts are the referenced columns, in the key's
 *     order after {@code order}
 * @param parentColumns positions in the parent by key part
 */
public record ParentCheck(
        ForeignKey key, @Nullable CatalogTable parent, @Nullable Index index, int[] parentColumns) {
    /**
     * @param old the row before an update; null for an insert
     * @return false if the row is passed over (IGNORE)
     */
    boolean holds(
            @Nullable Object[] row,
            @Nullable Object @Nullable [] old,
            CatalogTable child,
            Execution execution,
            RowStoring storing) {
        if (!execution.context().foreignKeyChecks()) {
            return true;
        }
        int parts = key.columns().size();
        @Nullable Object[] values = new Object[parts];
        boolean changed = old == null;
        for (int i = 0; i < parts; i++) {
            int column = key.columns().get(i);
            values[i] = row[column];
            if (values[i] == null) {
                return true;
            }
            changed |= old != null && !TableWriter.same(old[column], row[column]);
        }
        if (!changed || isOwnParent(row, values, child) || exists(values, execution)) {
            return true;
        }
        storing.refuse(MySqlError.ER_NO_REFERENCED_ROW_2, ForeignKeyText.of(child, key));
        return false;
    }

    private boolean isOwnParent(
            @Nullable Object[] row, @Nullable Object[] values, CatalogTable child) {
        if (parent == null || parent.table().id() != child.table().id()) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if (!TableWriter.same(row[parentColumns[i]], values[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean exists(@Nullable Object[] values, Execution execution) {
        if (index == null) {
            return false;
        }
        try (Cursor cursor = execution.transaction().open(index, LockMode.SHARE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.prefix(index.encodeKey(inIndexOrder(values))), false);
            return cursor.next();
        }
    }

    private @Nullable Object[] inIndexOrder(@Nullable Object[] values) {
        @Nullable Object[] ordered = new Object[values.length];
        Index tree = java.util.Objects.requireNonNull(index);
        for (int part = 0; part < values.length; part++) {
            int column = tree.spec().parts().get(part).column();
            for (int i = 0; i < values.length; i++) {
                if (parentColumns[i] == column) {
                    ordered[part] = values[i];
                }
            }
        }
        return ordered;
    }
}
