package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.RowReader.ByteSink;
import io.daybreak.sql.types.Temporal;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a slot of the frame for a column of the row that a scan is on, and reads it when it is
 * asked for: a column that only a condition or an aggregate looks at is never boxed or copied.
 * Valid while the scan stays on the row; whoever keeps a row keeps {@link #value()}. Owned by one
 * execution.
 */
final class LateColumn {
    private final ScanNode.Scan scan;
    private final int column;
    private final boolean timestamp;
    private long cachedRow = -1;
    private @Nullable Object cached;

    LateColumn(ScanNode.Scan scan, int column, boolean timestamp) {
        this.scan = scan;
        this.column = column;
        this.timestamp = timestamp;
    }

    /** What a slot means: the value itself, or that of the column it stands for. */
    static @Nullable Object resolve(@Nullable Object inSlot) {
        return inSlot instanceof LateColumn late ? late.value() : inSlot;
    }

    private Cursor cursor() {
        return java.util.Objects.requireNonNull(scan.cursor());
    }

    @Nullable Object value() {
        if (cachedRow != scan.rowNumber()) {
            cached = scan.read(cursor(), column, timestamp);
            cachedRow = scan.rowNumber();
        }
        return cached;
    }

    boolean isNull() {
        return cursor().isNull(column);
    }

    /** Of an integer column, 0 if it is null; of a temporal one that is not null. */
    long longValue() {
        long stored = cursor().getLong(column);
        return timestamp ? Temporal.timestampToLocal(stored, scan.timeZone()) : stored;
    }

    /** Of a float column that is not null. */
    double doubleValue() {
        return cursor().getDouble(column);
    }

    /** Of a column of bytes; false if it is null or not at hand without reading more pages. */
    boolean copyTo(ByteSink sink) {
        return cursor().copyBytes(column, sink);
    }
}
