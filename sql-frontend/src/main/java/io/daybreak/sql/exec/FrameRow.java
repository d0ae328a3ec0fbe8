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
        Object inSlot = frame[slots[column]];
        return inSlot instanceof LateColumn late ? late.isNull() : inSlot == null;
    }

    @Override
    public long getLong(int column) {
        Object inSlot = frame[slots[column]];
        if (inSlot instanceof LateColumn late) {
            return late.isNull() ? 0 : late.longValue();
        }
        return inSlot instanceof Long value ? value : 0;
    }

    @Override
    public double getDouble(int column) {
        return get(column) instanceof Double value ? value : 0;
    }

    @Override
    public @Nullable BigDecimal getDecimal(int column) {
        return (BigDecimal) get(column);
    }

    @Override
    public byte @Nullable [] getBytes(int column) {
        return (byte[]) get(column);
    }

    @Override
    public @Nullable Object get(int column) {
        return LateColumn.resolve(frame[slots[column]]);
    }

    @Override
    public boolean copyBytes(int column, ByteSink sink) {
        Object inSlot = frame[slots[column]];
        if (inSlot instanceof LateColumn late) {
            return late.copyTo(sink);
        }
        if (inSlot instanceof byte[] bytes) {
            sink.accept(bytes, 0, bytes.length);
            return true;
        }
        return false;
    }
}
