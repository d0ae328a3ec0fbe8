package io.daybreak.sql.exec;

import io.daybreak.engine.api.RowReader;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Slots of a frame as a row. Owned by one execution. */
public final class FrameRow implements RowReader {
    private final @Nullable Object[] frame;
    private final int[] slots;

    FrameRow(@Nullable Object[] frame, int[] slots) {
        this.frame = frame;
        this.slots = slots;
    }

    @Override
    public boolean isNull(int column) {
        return frame[slots[column]] == null;
    }

    @Override
    public long getLong(int column) {
        return frame[slots[column]] instanceof Long value ? value : 0;
    }

    @Override
    public double getDouble(int column) {
        return frame[slots[column]] instanceof Double value ? value : 0;
    }

    @Override
    public @Nullable BigDecimal getDecimal(int column) {
        return (BigDecimal) frame[slots[column]];
    }

    @Override
    public byte @Nullable [] getBytes(int column) {
        return (byte[]) frame[slots[column]];
    }

    @Override
    public @Nullable Object get(int column) {
        return frame[slots[column]];
    }

    @Override
    public boolean copyBytes(int column, ByteSink sink) {
        if (frame[slots[column]] instanceof byte[] bytes) {
            sink.accept(bytes, 0, bytes.length);
            return true;
        }
        return false;
    }
}
