package io.daybreak.sql.exec;

import io.daybreak.engine.api.RowReader;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An array of values as a row. Owned by one execution. */
public final class ArrayRow implements RowReader {
    private static final @Nullable Object[] NOTHING = {};

    private @Nullable Object[] values = NOTHING;

    public ArrayRow on(@Nullable Object[] row) {
        values = row;
        return this;
    }

    @Override
    public boolean isNull(int column) {
        return values[column] == null;
    }

    @Override
    public long getLong(int column) {
        return values[column] instanceof Long value ? value : 0;
    }

    @Override
    public double getDouble(int column) {
        return values[column] instanceof Double value ? value : 0;
    }

    @Override
    public @Nullable BigDecimal getDecimal(int column) {
        return (BigDecimal) values[column];
    }

    @Override
    public byte @Nullable [] getBytes(int column) {
        return (byte[]) values[column];
    }

    @Override
    public @Nullable Object get(int column) {
        return values[column];
    }

    @Override
    public boolean copyBytes(int column, ByteSink sink) {
        if (values[column] instanceof byte[] bytes) {
            sink.accept(bytes, 0, bytes.length);
            return true;
        }
        return false;
    }
}
