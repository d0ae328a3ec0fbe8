package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.RowReader;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A cursor's row with its columns in another order. Owned by one execution. */
final class MappedRow implements RowReader {
    private final int[] columns;
    private @Nullable Cursor cursor;

    MappedRow(int[] columns) {
        this.columns = columns;
    }

    void on(Cursor row) {
        cursor = row;
    }

    private Cursor row() {
        return java.util.Objects.requireNonNull(cursor);
    }

    @Override
    public boolean isNull(int column) {
        return row().isNull(columns[column]);
    }

    @Override
    public long getLong(int column) {
        return row().getLong(columns[column]);
    }

    @Override
    public double getDouble(int column) {
        return row().getDouble(columns[column]);
    }

    @Override
    public @Nullable BigDecimal getDecimal(int column) {
        return row().getDecimal(columns[column]);
    }

    @Override
    public byte @Nullable [] getBytes(int column) {
        return row().getBytes(columns[column]);
    }

    @Override
    public @Nullable Object get(int column) {
        return row().get(columns[column]);
    }

    @Override
    public boolean copyBytes(int column, ByteSink sink) {
        return row().copyBytes(columns[column], sink);
    }
}
