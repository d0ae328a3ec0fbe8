package io.daybreak.sql.exec;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table that a DDL statement makes or checks: conversions, defaults, generated columns,
 * NOT NULL, CHECK and foreign keys as DML has them. Owned by the statement; closed by it.
 */
public final class RowCompletion implements AutoCloseable {
    private final TableWriter writer;
    private final Execution execution;
    private final StrictWrites strict;
    private final RowStoring storing;

    /**
     * @param slots of the frame that the writer's expressions read
     */
    public RowCompletion(TableWriter writer, ExecutionContext context, int slots) {
        this.writer = writer;
        this.execution = new Execution(context, slots);
        this.strict = new StrictWrites(context, false);
        this.storing = new RowStoring(context, false);
    }

    /** The row's number, for warnings. */
    public void row(long number) {
        storing.row(number);
        execution.tick();
    }

    /** What the column stores for a value; a TIMESTAMP comes as local time. */
    public @Nullable Object store(int column, @Nullable Object value, SqlType from) {
        return writer.store(column, value, from, storing);
    }

    /** A stored value as expressions see it: a TIMESTAMP in local time. */
    public @Nullable Object shown(@Nullable Object value, SqlType type) {
        return value != null && type.kind() == io.daybreak.sql.types.TypeKind.TIMESTAMP
                ? io.daybreak.sql.types.Temporal.timestampToLocal(
                        (Long) value, execution.context().timeZone())
                : value;
    }

    /** A row without values, as expressions see it. */
    public @Nullable Object[] blank() {
        return writer.blank();
    }

    /**
     * What rows that are there get in a new column.
     *
     * @param row as it is by now, which a computed default reads
     */
    public @Nullable Object defaultOf(int column, @Nullable Object[] row) {
        ColumnDefinition definition = writer.column(column);
        boolean implicit =
                !definition.nullable()
                        && !definition.isGenerated()
                        && definition.defaultValue()
                                instanceof io.daybreak.sql.catalog.ColumnDefault.None;
        if (implicit && definition.type().kind() == TypeKind.GEOMETRY) {
            throw new SqlException(MySqlError.ER_INVALID_USE_OF_NULL);
        }
        return implicit
                ? TableWriter.implicitDefault(definition)
                : writer.defaultOf(column, row, execution, storing);
    }

    /** Computes generated columns; NOT NULL and CHECK must hold. */
    public void complete(@Nullable Object[] row) {
        writer.complete(row, execution, storing);
    }

    /** Error 1452 unless the parents of the row are there. */
    public void requireParents(@Nullable Object[] row) {
        writer.parentsHold(row, execution, storing);
    }

    @Override
    public void close() {
        strict.close();
        execution.close();
    }
}
