package io.daybreak.engine.txn;

import io.daybreak.engine.api.RowReader.ByteSink;
import io.daybreak.engine.key.KeyCodec;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.engine.table.EngineIndex;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of the row that a cursor stands on: from the entry's key as long as that has
 * them, else from the row, which is fetched then. Owned by its cursor.
 */
final class RowColumns {
    private final OpenIndex open;
    private final CurrentRow current;

    /** Where the parts of the entry's key begin, as far as anybody asked. */
    private int[] partOffsets = new int[8];

    private int partsKnown;

    RowColumns(OpenIndex open, CurrentRow current) {
        this.open = open;
        this.current = current;
    }

    /** The cursor has moved. */
    void forget() {
        partsKnown = 0;
    }

    boolean isNull(int column) {
        int part = partOrRow(column);
        return part >= 0
                ? parts().isNull(part, current.key(), partOffset(part))
                : layout().isNull(current.row(), current.rowAt(), column);
    }

    long longAt(int column) {
        int part = partOrRow(column);
        return part >= 0
                ? parts().decodeLong(part, current.key(), partOffset(part))
                : layout().longAt(current.row(), current.rowAt(), column);
    }

    /** Of rows that stand whole in a leaf. */
    void longsAt(int column, RowBatch batch, int[] rows, int count, long[] into, boolean[] nulls) {
        layout().longsAt(batch.page(), batch.rows(), rows, count, column, into, nulls);
    }

    /** Of entries in a leaf of a secondary index; false if their keys do not have the column. */
    boolean keyLongsAt(
            int column, RowBatch batch, int[] rows, int count, long[] into, boolean[] nulls) {
        int part = open.index().decodablePart(column);
        if (part < 0) {
            return false;
        }
        KeyCodec codec = parts();
        byte[] page = batch.page();
        for (int i = 0; i < count; i++) {
            int at = batch.keyOffset(rows[i]);
            for (int before = 0; before < part; before++) {
                at = codec.skip(before, page, at);
            }
            nulls[i] = codec.isNull(part, page, at);
            into[i] = codec.decodeLong(part, page, at);
        }
        return true;
    }

    /** Of rows that stand whole in a leaf. */
    void slicesAt(int column, RowBatch batch, int[] rows, int count, long[] slices) {
        layout().slicesAt(batch.page(), batch.rows(), rows, count, column, slices);
    }

    double doubleAt(int column) {
        int part = partOrRow(column);
        if (part >= 0) {
            Object value = decode(part);
            return value == null ? 0 : ((Number) value).doubleValue();
        }
        return layout().doubleAt(current.row(), current.rowAt(), column);
    }

    @Nullable BigDecimal decimalAt(int column) {
        int part = partOrRow(column);
        return part >= 0
                ? (BigDecimal) decode(part)
                : layout().decimalAt(current.row(), current.rowAt(), column);
    }

    byte @Nullable [] bytesAt(int column) {
        int part = partOrRow(column);
        if (part >= 0) {
            return (byte[]) decode(part);
        }
        Object value = layout().valueAt(current.row(), current.rowAt(), column);
        if (value instanceof OverflowReference reference) {
            Kernel kernel = open.kernel();
            return RowKeys.read(reference, kernel.overflow, open.mayBlock(), kernel.pool);
        }
        return (byte[]) value;
    }

    @Nullable Object valueAt(int column) {
        int part = partOrRow(column);
        if (part >= 0) {
            return decode(part);
        }
        return layout().isVariable(column)
                ? bytesAt(column)
                : layout().valueAt(current.row(), current.rowAt(), column);
    }

    boolean copyBytes(int column, ByteSink sink) {
        if (partOrRow(column) >= 0) {
            byte[] value = bytesAt(column);
            if (value == null) {
                return false;
            }
            sink.accept(value, 0, value.length);
            return true;
        }
        byte[] row = current.row();
        long slice = layout().variableSlice(row, current.rowAt(), column);
        if (slice == RowLayout.NOT_IN_ROW) {
            return false;
        }
        sink.accept(row, (int) (slice >>> 32), (int) slice);
        return true;
    }

    /** The part of the entry's key that gives the column, or -1 after loading the row. */
    private int partOrRow(int column) {
        if (current.hasRow()) {
            return -1;
        }
        EngineIndex index = open.index();
        int part = index.isClustered() ? -1 : index.decodablePart(column);
        if (part < 0) {
            current.load();
        }
        return part;
    }

    private int partOffset(int part) {
        if (partsKnown == 0) {
            partOffsets[0] = current.keyAt();
            partsKnown = 1;
        }
        KeyCodec codec = parts();
        if (partOffsets.length <= codec.partCount()) {
            partOffsets = Arrays.copyOf(partOffsets, codec.partCount() + 1);
        }
        while (partsKnown <= part) {
            partOffsets[partsKnown] =
                    codec.skip(partsKnown - 1, current.key(), partOffsets[partsKnown - 1]);
            partsKnown++;
        }
        return partOffsets[part];
    }

    private @Nullable Object decode(int part) {
        return parts().decode(part, current.key(), partOffset(part));
    }

    private KeyCodec parts() {
        return open.index().entryParts();
    }

    private RowLayout layout() {
        return open.index().table().layout();
    }
}
