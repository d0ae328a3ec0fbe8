package io.daybreak.sql.session;

import io.daybreak.engine.api.RowReader;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A row of one text. */
record OneText(byte[] text) implements RowReader {
    @Override
    public boolean isNull(int column) {
        return false;
    }

    @Override
    public long getLong(int column) {
        throw new IllegalStateException("a text");
    }

    @Override
    public double getDouble(int column) {
        throw new IllegalStateException("a text");
    }

    @Override
    public @Nullable BigDecimal getDecimal(int column) {
        throw new IllegalStateException("a text");
    }

    @Override
    public byte @Nullable [] getBytes(int column) {
        return text;
    }

    @Override
    public @Nullable Object get(int column) {
        return text;
    }

    @Override
    public boolean copyBytes(int column, ByteSink sink) {
        sink.accept(text, 0, text.length);
        return true;
    }
}
