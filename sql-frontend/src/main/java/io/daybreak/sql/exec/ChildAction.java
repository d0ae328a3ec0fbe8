package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.catalog.ForeignKey;
import io.daybreak.sql.catalog.ForeignKey.Action;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key seen from the parent: what becomes of the children of a row that is deleted or gets
 * another key. Immutable.
 *
 * @param child writes the child table
 * @param index of the child, whose first parts are the key's columns
 * @param parentColumns positions in the parent by key part
 */
public record ChildAction(ForeignKey key, TableWriter child, Index index, int[] parentColumns) {
    private record ChildRow(RowId id, @Nullable Object[] values) {}

    boolean restrictsDelete() {
        return restricts(key.onDelete());
    }

    private static boolean restricts(Action action) {
        return action != Action.CASCADE && action != Action.SET_NULL;
    }

    /** False if there are children and the row is passed over (IGNORE). */
    boolean mayDelete(
            @Nullable Object[] parent,
            TableWriter writer,
            Execution execution,
            RowStoring storing) {
        return refuse(parent, writer, execution, storing);
    }

    private boolean refuse(
            @Nullable Object[] parent,
            TableWriter writer,
            Execution execution,
            RowStoring storing) {
        if (!execution.context().foreignKeyChecks()) {
            return true;
        }
        @Nullable Object[] values = keyOf(parent);
        if (values == null || !hasChildren(values, parent, writer, execution)) {
            return true;
        }
        storing.refuse(MySqlError.ER_ROW_IS_REFERENCED_2, ForeignKeyText.of(child.table(), key));
        return false;
    }

    private boolean hasChildren(
            @Nullable Object[] values,
            @Nullable Object[] parent,
            TableWriter writer,
            Execution execution) {
        boolean selfReference = child.table().table().id() == writer.table().table().id();
        for (ChildRow row : children(values, execution, LockMode.SHARE, selfReference ? 2 : 1)) {
            if (!selfReference || !TableWriter.same(row.values, parent)) {
                return true;
            }
        }
        return false;
    }

    /** Null if a part is null: such a row has no children. */
    private @Nullable Object @Nullable [] keyOf(@Nullable Object[] parent) {
        @Nullable Object[] values = new Object[parentColumns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = parent[parentColumns[i]];
            if (values[i] == null) {
                return null;
            }
        }
        return values;
    }

    private List<ChildRow> children(
            @Nullable Object[] values, Execution execution, LockMode lock, int limit) {
        List<ChildRow> rows = new ArrayList<>();
        @Nullable Object[] ordered = new Object[values.length];
        for (int part = 0; part < values.length; part++) {
            int column = index.spec().parts().get(part).column();
            ordered[part] = values[key.columns().indexOf(column)];
        }
        try (Cursor cursor = execution.transaction().open(index, lock, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.prefix(index.encodeKey(ordered)), false);
            while (rows.size() < limit && cursor.next()) {
                @Nullable Object[] row = new Object[child.width()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = cursor.get(i);
                }
                rows.add(new ChildRow(cursor.rowId(), row));
            }
        }
        return rows;
    }

    void afterDelete(
            @Nullable Object[] parent,
            TableWriter writer,
            Execution execution,
            RowStoring storing) {
        @Nullable Object[] values = keyOf(parent);
        if (values == null || !execution.context().foreignKeyChecks()) {
            return;
        }
        for (ChildRow row : children(values, execution, LockMode.EXCLUSIVE, Integer.MAX_VALUE)) {
            if (key.onDelete() == Action.CASCADE) {
                child.delete(row.id, row.values, execution, storing);
            } else {
                change(row, new Object[values.length], execution, storing);
            }
        }
    }

    private void change(
            ChildRow row, @Nullable Object[] newKey, Execution execution, RowStoring storing) {
        @Nullable Object[] changed = row.values.clone();
        for (int i = 0; i < newKey.length; i++) {
            changed[key.columns().get(i)] = newKey[i];
        }
        if (child.complete(changed, execution, storing)) {
            child.update(row.id, row.values, changed, execution, storing);
        }
    }

    private boolean keyChanges(@Nullable Object[] old, @Nullable Object[] updated) {
        for (int column : parentColumns) {
            if (!TableWriter.same(old[column], updated[column])) {
                return true;
            }
        }
        return false;
    }

    /** False if children forbid the update and the row is passed over (IGNORE). */
    boolean beforeUpdate(
            @Nullable Object[] old,
            @Nullable Object[] updated,
            TableWriter writer,
            Execution execution,
            RowStoring storing) {
        return !restricts(key.onUpdate())
                || !keyChanges(old, updated)
                || refuse(old, writer, execution, storing);
    }

    /** Takes the children along once the parent has its new key. */
    void afterUpdate(
            @Nullable Object[] old,
            @Nullable Object[] updated,
            TableWriter writer,
            Execution execution,
            RowStoring storing) {
        if (restricts(key.onUpdate())
                || !keyChanges(old, updated)
                || !execution.context().foreignKeyChecks()) {
            return;
        }
        @Nullable Object[] values = keyOf(old);
        if (values == null) {
            return;
        }
        @Nullable Object[] newKey = new Object[parentColumns.length];
        if (key.onUpdate() == Action.CASCADE) {
            for (int i = 0; i < newKey.length; i++) {
                newKey[i] = updated[parentColumns[i]];
            }
        }
        for (ChildRow row : children(values, execution, LockMode.EXCLUSIVE, Integer.MAX_VALUE)) {
            change(row, newKey, execution, storing);
        }
    }
}
