package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlMode;
import io.daybreak.sql.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of an INSERT or REPLACE. Owned by the execution. */
public final class InsertRun implements AutoCloseable {
    private final Insert insert;
    private final TableWriter writer;
    private final Execution execution;
    private final StrictWrites strict;
    private final RowStoring storing;
    private final int autoColumn;
    private final boolean[] named;

    /** Whether an expression reads the row. */
    private final boolean showsRow;

    private long affected;
    private long records;
    private long duplicates;
    private long firstGenerated;
    private long explicitId;
    private long rowGenerated;
    private long reservedNext;
    private long reservedCount;
    private long expectedRows = 1;

    private InsertRun(Insert insert, ExecutionContext context) {
        this.insert = insert;
        this.writer = insert.writer();
        this.execution = new Execution(context, insert.slotCount());
        this.strict = new StrictWrites(context, insert.ignore());
        this.storing = new RowStoring(context, insert.ignore());
        this.autoColumn = writer.table().definition().autoIncrementColumn();
        this.named = new boolean[writer.width()];
        for (int column : insert.columns()) {
            named[column] = true;
        }
        this.showsRow = writer.defaultsReadRows() || insert.showsRow();
    }

    public static ExecutionResult run(Insert insert, ExecutionContext context) {
        TableWriter.requireWritable(context.transaction());
        try (InsertRun run = new InsertRun(insert, context)) {
            run.all();
            return run.result(insert.multiple());
        }
    }

    /** Inserts these rows instead of the statement's own. */
    public static ExecutionResult run(Insert insert, ExecutionContext context, ValueRows rows) {
        TableWriter.requireWritable(context.transaction());
        try (InsertRun run = new InsertRun(insert, context)) {
            run.expectedRows = rows.count();
            run.beginBulk();
            while (rows.next()) {
                run.add(rows);
                run.expectedRows--;
            }
            run.endBulk();
            return run.result(true);
        }
    }

    /**
     * For rows that come one by one. Until it is closed, no other expression may be evaluated.
     *
     * @param recordsBefore rows that came before, for the numbers in warnings
     */
    public static InsertRun open(Insert insert, ExecutionContext context, long recordsBefore) {
        TableWriter.requireWritable(context.transaction());
        InsertRun run = new InsertRun(insert, context);
        run.records = recordsBefore;
        return run;
    }

    /**
     * Puts index entries off until {@link #endBulk}, if nothing reads rows that this statement
     * inserted. The rows' own values must not read tables.
     */
    public void beginBulk() {
        if (!insert.replace() && insert.onDuplicate().isEmpty()) {
            execution.transaction().beginBulk();
        }
    }

    public void endBulk() {
        try {
            execution.transaction().endBulk();
        } catch (DuplicateKeyException e) {
            throw writer.duplicate(e.index(), e.key());
        }
    }

    private void all() {
        List<@Nullable Expr[]> rows = insert.rows();
        if (rows == null) {
            fromQuery(java.util.Objects.requireNonNull(insert.query()));
            return;
        }
        expectedRows = rows.size();
        for (@Nullable Expr[] row : rows) {
            execution.tick();
            fromExpressions(row);
            expectedRows--;
        }
    }

    /** The statement's only row, whose values are evaluated again. */
    public void addOwnRow() {
        afterThoseBefore(
                () -> fromExpressions(java.util.Objects.requireNonNull(insert.rows()).getFirst()));
    }

    /** The row at which {@code rows} stands. */
    public void add(ValueRows rows) {
        afterThoseBefore(() -> fromValues(rows));
    }

    /** Rows before this one may wait to be written: what is wrong with them comes first. */
    private void afterThoseBefore(Runnable row) {
        try {
            execution.tick();
            row.run();
        } catch (DuplicateKeyException e) {
            throw writer.duplicate(e.index(), e.key());
        } catch (SqlException e) {
            endBulk();
            throw e;
        }
    }

    private void fromValues(ValueRows rows) {
        storing.row(++records);
        @Nullable Object[] row = blankRow();
        int[] columns = insert.columns();
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i];
            row[column] = stored(column, rows.value(i), rows.type(i));
            if (insert.newSlots()[column] >= 0) {
                execution.frame()[insert.newSlots()[column]] =
                        writer.shown(column, row[column], execution);
            }
        }
        finish(row);
    }

    /** Rows inserted, and those that made room for them. */
    public long affected() {
        return affected;
    }

    /** The first generated number; 0 if there is none. */
    public long firstGenerated() {
        return firstGenerated;
    }

    @Override
    public void close() {
        strict.close();
        execution.close();
    }

    private ExecutionResult result(boolean multiple) {
        String info =
                multiple
                        ? "Records: "
                                + records
                                + "  Duplicates: "
                                + duplicates
                                + "  Warnings: "
                                + execution.context().warningCount()
                        : "";
        return new ExecutionResult(
                0,
                affected,
                firstGenerated != 0 ? firstGenerated : explicitId,
                firstGenerated,
                info);
    }

    private void fromExpressions(@Nullable Expr[] expressions) {
        storing.row(++records);
        @Nullable Object[] row = blankRow();
        for (int i = 0; i < expressions.length; i++) {
            int column = insert.columns()[i];
            Expr expression = expressions[i];
            if (expression == null) {
                row[column] = writer.defaultOf(column, row, execution, storing);
            } else {
                Object value = execution.eval(expression);
                row[column] = stored(column, value, expression.type());
            }
            if (insert.newSlots()[column] >= 0) {
                execution.frame()[insert.newSlots()[column]] =
                        writer.shown(column, row[column], execution);
            }
        }
        finish(row);
    }

    /** As expressions see a row before its values are there; without any, nothing. */
    private @Nullable Object[] blankRow() {
        if (!showsRow) {
            return new Object[writer.width()];
        }
        @Nullable Object[] row = writer.blank();
        writer.toFrame(row, execution, insert.newSlots());
        return row;
    }

    private @Nullable Object stored(int column, @Nullable Object value, SqlType from) {
        if (column == autoColumn && value != null && isZeroText(value)) {
            return 0L;
        }
        return writer.store(column, value, from, storing);
    }

    private static boolean isZeroText(Object value) {
        return value instanceof byte[] text && text.length == 1 && text[0] == '0';
    }

    private void fromQuery(PlanNode query) {
        Operator operator = execution.operator(query);
        try {
            operator.open();
            while (operator.next()) {
                storing.row(++records);
                @Nullable Object[] row = blankRow();
                for (int i = 0; i < insert.columns().length; i++) {
                    Expr source = insert.querySources()[i];
                    int column = insert.columns()[i];
                    row[column] = stored(column, execution.eval(source), source.type());
                }
                finish(row);
            }
        } finally {
            operator.close();
        }
    }

    private void finish(@Nullable Object[] row) {
        for (int i = 0; i < row.length; i++) {
            if (!named[i]) {
                row[i] = writer.defaultOf(i, row, execution, storing);
            }
        }
        rowGenerated = 0;
        if (autoColumn >= 0) {
            if (!writer.hasGenerated()) {
                // A row that is refused takes no number.
                writer.checkNulls(row, storing, autoColumn);
            }
            autoIncrement(row);
        }
        if (!writer.complete(row, execution, storing)
                || !writer.parentsHold(row, execution, storing)) {
            return;
        }
        write(row);
    }

    private void autoIncrement(@Nullable Object[] row) {
        Object value = row[autoColumn];
        boolean zero = value != null && isZero(value);
        boolean generate =
                value == null
                        || (zero
                                && !SqlMode.NO_AUTO_VALUE_ON_ZERO.in(
                                        execution.context().sqlMode()));
        if (!generate) {
            long number = numberOf(java.util.Objects.requireNonNull(value));
            if (number > 0) {
                explicitId = number;
                execution.context().engine().noteAutoIncrement(writer.table().table(), number);
            }
            return;
        }
        ColumnDefinition column = writer.column(autoColumn);
        long id = nextId();
        rowGenerated = id;
        Object generated = column.type().isFloating() ? (Object) (double) id : (Object) id;
        row[autoColumn] = writer.store(autoColumn, id, SqlType.BIGINT_UNSIGNED, storing);
        if (!TableWriter.same(row[autoColumn], generated)) {
            throw new SqlException(MySqlError.ER_AUTOINC_READ_FAILED);
        }
        if (insert.newSlots()[autoColumn] >= 0) {
            execution.frame()[insert.newSlots()[autoColumn]] = row[autoColumn];
        }
    }

    private long nextId() {
        long increment = execution.context().autoIncrementIncrement();
        if (reservedCount == 0) {
            reservedCount = Math.max(1, expectedRows);
            reservedNext =
                    execution
                            .context()
                            .engine()
                            .nextAutoIncrement(
                                    writer.table().table(),
                                    reservedCount,
                                    increment,
                                    execution.context().autoIncrementOffset());
        }
        long id = reservedNext;
        reservedNext += increment;
        reservedCount--;
        return id;
    }

    private static boolean isZero(Object value) {
        return value instanceof Number number && number.doubleValue() == 0;
    }

    private static long numberOf(Object value) {
        return ((Number) value).longValue();
    }

    private void write(@Nullable Object[] row) {
        boolean reports = insert.replace() || !insert.onDuplicate().isEmpty();
        OnDuplicate mode =
                reports
                        ? OnDuplicate.REPORT_EXCLUSIVE
                        : insert.ignore() ? OnDuplicate.REPORT : OnDuplicate.FAIL;
        while (true) {
            Index duplicate = writer.insertAfterParents(row, mode, execution);
            if (duplicate == null) {
                inserted();
                return;
            }
            if (insert.replace()) {
                removeConflicting(duplicate, row);
            } else if (!insert.onDuplicate().isEmpty()) {
                updateConflicting(duplicate, row);
                return;
            } else {
                duplicates++;
                giveBackId();
                storing.warn(
                        MySqlError.ER_DUP_ENTRY,
                        writer.keyText(duplicate, TableWriter.keyOf(duplicate, row)),
                        writer.keyName(duplicate));
                return;
            }
        }
    }

    /** The number of a row that was passed over serves the next one. */
    private void giveBackId() {
        if (rowGenerated != 0) {
            reservedNext -= execution.context().autoIncrementIncrement();
            reservedCount++;
        }
    }

    private void inserted() {
        affected++;
        if (firstGenerated == 0) {
            firstGenerated = rowGenerated;
        }
    }

    /** The row that has the key already. */
    private record Conflict(RowId id, @Nullable Object[] values) {}

    private Conflict conflict(Index index, @Nullable Object[] row) {
        try (Cursor cursor =
                execution.transaction().open(index, LockMode.EXCLUSIVE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.prefix(index.encodeKey(TableWriter.keyOf(index, row))), false);
            if (!cursor.next()) {
                throw new IllegalStateException(
                        "the duplicate in " + index.spec().name() + " is gone although locked");
            }
            @Nullable Object[] values = new Object[writer.width()];
            for (int i = 0; i < values.length; i++) {
                values[i] = cursor.get(i);
            }
            return new Conflict(cursor.rowId(), values);
        }
    }

    private void removeConflicting(Index index, @Nullable Object[] row) {
        Conflict conflict = conflict(index, row);
        writer.delete(conflict.id, conflict.values, execution, storing);
        duplicates++;
        affected++;
    }

    private void updateConflicting(Index index, @Nullable Object[] row) {
        Conflict conflict = conflict(index, row);
        duplicates++;
        writer.toFrame(row, execution, insert.newSlots());
        writer.toFrame(conflict.values, execution, insert.oldSlots());
        @Nullable Object[] updated = conflict.values.clone();
        boolean[] assigned = new boolean[updated.length];
        for (Insert.Assignment assignment : insert.onDuplicate()) {
            int column = assignment.column();
            Expr value = assignment.value();
            updated[column] =
                    value == null
                            ? writer.defaultOf(column, updated, execution, storing)
                            : writer.store(column, execution.eval(value), value.type(), storing);
            assigned[column] = true;
            if (insert.oldSlots()[column] >= 0) {
                execution.frame()[insert.oldSlots()[column]] =
                        writer.shown(column, updated[column], execution);
            }
        }
        if (!Updates.finish(writer, conflict.values, updated, assigned, execution, storing)) {
            return;
        }
        if (TableWriter.same(conflict.values, updated)) {
            affected += execution.context().answersFoundRows() ? 1 : 0;
            noteId(updated);
            return;
        }
        if (writer.update(conflict.id, conflict.values, updated, execution, storing)) {
            affected += 2;
            noteId(updated);
        }
    }

    /** LAST_INSERT_ID() of an update names the row that was updated. */
    private void noteId(@Nullable Object[] updated) {
        if (autoColumn >= 0 && updated[autoColumn] instanceof Long id) {
            explicitId = id;
        }
    }
}
