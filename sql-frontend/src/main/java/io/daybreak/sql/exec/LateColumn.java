package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.RowReader.ByteSink;
import io.daybreak.sql.expr.LongVector;
import io.daybreak.sql.expr.RowBatch;
import io.daybreak.sql.expr.SliceVector;
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

    /** What the column is in the rows of the batch with this number. */
    private @Nullable LongVector longs;

    private long longsOf;
    private boolean longsAtHand;
    private @Nullable SliceVector slices;
    private long slicesOf;

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
        ScanBatch rows = scan.shownBatch();
        if (rows != null && longs != null && longsOf == rows.number() && longsAtHand) {
            return longs.nulls[rows.position()];
        }
        return cursor().isNull(column);
    }

    /** Of an integer column, 0 if it is null; of a temporal one that is not null. */
    long longValue() {
        ScanBatch rows = scan.shownBatch();
        LongVector all = rows == null ? null : longs(rows);
        long stored =
                rows == null || all == null
                        ? cursor().getLong(column)
                        : all.values[rows.position()];
        return timestamp ? Temporal.timestampToLocal(stored, scan.timeZone()) : stored;
    }

    /**
     * Of an integer or temporal column, as stored; null if the batch is not of this column's scan,
     * or its rows do not have the column at hand.
     */
    @Nullable LongVector longs(RowBatch batch) {
        if (!(batch instanceof ScanBatch rows) || rows.cursor() != scan.cursor()) {
            return null;
        }
        LongVector all = longs;
        if (all == null) {
            all = new LongVector();
            longs = all;
        }
        if (longsOf != rows.number()) {
            all.reserve(rows.count());
            longsAtHand =
                    cursor().getLongs(column, rows.rows(), rows.count(), all.values, all.nulls);
            longsOf = rows.number();
        }
        return longsAtHand ? all : null;
    }

    /** Of a column of bytes; null if the batch is not of this column's scan. */
    @Nullable SliceVector slices(RowBatch batch) {
        if (!(batch instanceof ScanBatch rows) || rows.cursor() != scan.cursor()) {
            return null;
        }
        SliceVector all = slices;
        if (all == null) {
            all = new SliceVector();
            slices = all;
        }
        if (slicesOf != rows.number()) {
            all.reserve(rows.count());
            all.bytes = cursor().getSlices(column, rows.rows(), rows.count(), all.slices);
            slicesOf = rows.number();
        }
        return all;
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
