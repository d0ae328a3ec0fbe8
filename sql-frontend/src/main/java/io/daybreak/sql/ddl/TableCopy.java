package io.daybreak.sql.ddl;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.ddl.TableDraft.Column;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.RowCompletion;
import io.daybreak.sql.types.SqlMode;
import io.daybreak.sql.types.SqlType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of a table for its new definition: into new trees, or only looked at. */
final class TableCopy {
    private final DdlRun run;
    private final CatalogTable old;
    private final TableDraft draft;
    private final TableDefinition target;
    private final boolean checksParents;
    private long rows;

    TableCopy(DdlRun run, CatalogTable old, TableDraft draft) {
        this.run = run;
        this.old = old;
        this.draft = draft;
        this.target = draft.definition();
        this.checksParents =
                run.checksForeignKeys()
                        && draft.references.stream().anyMatch(TableDraft.Reference::added);
    }

    long rows() {
        return rows;
    }

    /** Replaces the table by one with the new definition that has the rows. */
    Table copy() {
        run.ddl().dropTable(old.table());
        Table table = run.ddl().createTable(target.toSpec());
        ExecutionContext execution = run.context().execution();
        StorageEngine engine = run.catalog().engine();
        int counted = target.autoIncrementColumn();
        if (counted >= 0 && old.definition().autoIncrementColumn() >= 0) {
            long next = engine.peekAutoIncrement(old.table());
            if (next > 1) {
                engine.raiseAutoIncrement(table, next - 1);
            }
        }
        try (RowCompletion completion =
                        run.context()
                                .planner()
                                .completion(
                                        new CatalogTable(table, target),
                                        run.context().planning(),
                                        execution);
                Cursor cursor =
                        run.transaction()
                                .open(old.table().clustered(), LockMode.NONE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            while (cursor.next()) {
                rows++;
                completion.row(rows);
                @Nullable Object[] row = converted(cursor, completion);
                if (counted >= 0) {
                    count(table, counted, row);
                }
                completion.complete(row);
                if (checksParents) {
                    completion.requireParents(row);
                }
                run.transaction().insert(table, row, OnDuplicate.FAIL);
            }
        } catch (DuplicateKeyException e) {
            throw Duplicates.error(target, e);
        }
        return table;
    }

    private @Nullable Object[] converted(Cursor cursor, RowCompletion completion) {
        @Nullable Object[] row = completion.blank();
        List<ColumnDefinition> before = old.definition().columns();
        for (int i = 0; i < row.length; i++) {
            Column column = draft.columns.get(i);
            if (column.origin() < 0 || column.definition().isGenerated()) {
                continue;
            }
            SqlType from = before.get(column.origin()).type();
            Object value = cursor.get(column.origin());
            row[i] =
                    from.equals(column.definition().type())
                            ? value
                            : completion.store(i, completion.shown(value, from), from);
            if (row[i] == null
                    && !column.definition().nullable()
                    && !column.definition().autoIncrement()
                    && SqlMode.isStrict(run.context().execution().sqlMode())) {
                throw new SqlException(MySqlError.ER_INVALID_USE_OF_NULL);
            }
        }
        defaults(row, completion);
        return row;
    }

    private void defaults(@Nullable Object[] row, RowCompletion completion) {
        for (int i = 0; i < row.length; i++) {
            Column column = draft.columns.get(i);
            if (column.origin() < 0 && !column.definition().isGenerated()) {
                row[i] = completion.defaultOf(i, row);
            }
        }
    }

    /** Gives a number to a row that has none, and remembers the one that it has. */
    private void count(Table table, int column, @Nullable Object[] row) {
        Object value = row[column];
        ExecutionContext execution = run.context().execution();
        StorageEngine engine = run.catalog().engine();
        boolean zero = value instanceof Long l && l == 0 || value instanceof Double d && d == 0;
        if (value == null
                || zero && !SqlMode.NO_AUTO_VALUE_ON_ZERO.in(execution.sqlMode())
                || draft.columns.get(column).origin() < 0) {
            long next =
                    engine.nextAutoIncrement(
                            table,
                            1,
                            execution.autoIncrementIncrement(),
                            execution.autoIncrementOffset());
            row[column] = value instanceof Double ? (Object) (double) next : (Object) next;
        } else if (value instanceof Long l && l > 0) {
            engine.noteAutoIncrement(table, l);
        } else if (value instanceof Double d && d > 0) {
            engine.noteAutoIncrement(table, d.longValue());
        }
    }

    /** Whether rows that are there must be looked at although they stay. */
    boolean mustCheck() {
        if (checksParents) {
            return true;
        }
        return draft.conditions.stream()
                .anyMatch(c ->
                        c.enforced()
                                && (c.added()
                                        || old.definition().checks().stream()
                                                .noneMatch(o ->
                                                        o.enforced()
                                                                && Objects.equals(
                                                                        o.name(), c.name()))));
    }

    /** Throws unless all rows of the changed table fit to its constraints. */
    void check(Table changed) {
        try (RowCompletion completion =
                        run.context()
                                .planner()
                                .completion(
                                        new CatalogTable(changed, target),
                                        run.context().planning(),
                                        run.context().execution());
                Cursor cursor =
                        run.transaction()
                                .open(changed.clustered(), LockMode.NONE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            long number = 0;
            @Nullable Object[] row = new Object[target.columns().size()];
            while (cursor.next()) {
                completion.row(++number);
                for (int i = 0; i < row.length; i++) {
                    row[i] = cursor.get(i);
                }
                completion.complete(row);
                if (checksParents) {
                    completion.requireParents(row);
                }
            }
        }
    }
}
