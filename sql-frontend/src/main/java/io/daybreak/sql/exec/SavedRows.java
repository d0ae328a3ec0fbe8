package io.daybreak.sql.exec;

import org.jspecify.annotations.Nullable;

/** Saves and restores the slots of a row; knows how much memory a saved row takes. */
final class SavedRows {
    private SavedRows() {}

    static @Nullable Object[] save(@Nullable Object[] frame, int[] slots) {
        @Nullable Object[] row = new Object[slots.length];
        for (int i = 0; i < slots.length; i++) {
            row[i] = LateColumn.resolve(frame[slots[i]]);
        }
        return row;
    }

    static void restore(@Nullable Object[] row, @Nullable Object[] frame, int[] slots) {
        for (int i = 0; i < slots.length; i++) {
            frame[slots[i]] = row[i];
        }
    }

    static void clear(@Nullable Object[] frame, int[] slots) {
        for (int slot : slots) {
            frame[slot] = null;
        }
    }

    /** Bytes on the heap, estimated. */
    static long sizeOf(@Nullable Object[] row) {
        long bytes = 32 + 4L * row.length;
        for (Object value : row) {
            bytes += sizeOf(value);
        }
        return bytes;
    }

    static long sizeOf(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Long _ -> 16;
            case Double _ -> 16;
            case byte[] bytes -> 16 + bytes.length;
            case io.daybreak.engine.api.RowId id -> 32 + id.key().length;
            default -> 64;
        };
    }
}
