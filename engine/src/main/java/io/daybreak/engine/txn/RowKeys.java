package io.daybreak.engine.txn;

import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.key.KeyCodec;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.engine.space.OverflowStore;
import io.daybreak.engine.table.EngineIndex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes keys from rows and reads their long values. No state. */
final class RowKeys {
    private RowKeys() {}

    /** Appends the index's own parts from the values of a row. */
    static void ownParts(EngineIndex index, @Nullable Object[] values, ByteWriter to) {
        KeyCodec codec = index.ownParts();
        for (int i = 0; i < codec.partCount(); i++) {
            codec.encodePart(i, values[codec.part(i).column()], to);
        }
    }

    /** Appends the index's own parts from row bytes. */
    static void ownParts(
            EngineIndex index,
            byte[] row,
            int at,
            ByteWriter to,
            OverflowStore overflow,
            boolean mayBlock,
            BufferPool pool) {
        KeyCodec codec = index.ownParts();
        RowLayout layout = index.table().layout();
        for (int i = 0; i < codec.partCount(); i++) {
            KeyCodec.Part part = codec.part(i);
            int column = part.column();
            if (layout.isNull(row, at, column)) {
                codec.encodePart(i, null, to);
                continue;
            }
            if (!(part.type() instanceof PhysicalType.Bytes)) {
                int from = layout.fixedOffset(row, at, column);
                if (from < 0) {
                    codec.encodePart(i, layout.initial(column), to);
                } else {
                    codec.encodeScalarBytes(i, row, from, to);
                }
                continue;
            }
            int from = layout.variableOffset(row, at, column);
            if (from < 0) {
                codec.encodePart(i, layout.initial(column), to);
            } else if (layout.isOverflow(row, at, column)) {
                OverflowReference reference = OverflowReference.read(row, from);
                byte[] text = read(reference, overflow, mayBlock, pool);
                codec.encodePart(i, text, to);
            } else {
                codec.encodeText(i, row, from, layout.variableLength(row, at, column), to);
            }
        }
    }

    static byte[] read(
            OverflowReference reference,
            OverflowStore overflow,
            boolean mayBlock,
            BufferPool pool) {
        byte[] text = new byte[Math.toIntExact(reference.length())];
        try (Mtr mtr = new Mtr(pool)) {
            mtr.startNested(mayBlock);
            overflow.read(mtr, reference.firstPage(), text, 0, text.length);
        }
        return text;
    }

    /** The overflow values that a row names. */
    static List<OverflowReference> overflowOf(RowLayout layout, RowImage image) {
        byte[] row = image.bytes();
        if (!layout.hasOverflow(row, 0)) {
            return List.of();
        }
        List<OverflowReference> list = new ArrayList<>();
        for (int column = 0; column < layout.columnCount(); column++) {
            if (layout.isVariable(column) && layout.isOverflow(row, 0, column)) {
                list.add(OverflowReference.read(row, layout.variableOffset(row, 0, column)));
            }
        }
        return list;
    }

    /** A column's value, read from overflow pages if need be. */
    static @Nullable Object value(RowLayout layout, RowImage image, int column, Kernel kernel) {
        Object value = layout.valueAt(image.bytes(), 0, column);
        return value instanceof OverflowReference reference
                ? read(reference, kernel.overflow, true, kernel.pool)
                : value;
    }
}
