package io.daybreak.sql.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a hash join's inner side by key, within the memory budget. Owned by one operator. */
final class HashTable {
    private static final List<@Nullable Object[]> NO_ROWS = List.of();
    private static final int ENTRY_BYTES = 96;

    private final Execution execution;
    private final Map<Key, List<@Nullable Object[]>> rows = new HashMap<>();
    private long bytes;

    HashTable(Execution execution) {
        this.execution = execution;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<@Nullable Object[]> matches(@Nullable Key key) {
        return key == null ? NO_ROWS : rows.getOrDefault(key, NO_ROWS);
    }

    /** False if there is no memory for the row. */
    boolean tryAdd(Key key, @Nullable Object[] row) {
        long size = SavedRows.sizeOf(row) + key.bytes().length + ENTRY_BYTES;
        if (!execution.memory().tryReserve(size, bytes)) {
            return false;
        }
        add(key, row, size);
        return true;
    }

    /** For a row that has to be there, alone. */
    void add(Key key, @Nullable Object[] row) {
        long size = SavedRows.sizeOf(row) + key.bytes().length + ENTRY_BYTES;
        execution.memory().force(size);
        add(key, row, size);
    }

    private void add(Key key, @Nullable Object[] row, long size) {
        bytes += size;
        rows.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(row);
    }

    /** Hands all rows to files, and is empty then. */
    void moveTo(SpillPartitions files) {
        rows.forEach((key, same) -> same.forEach(row -> files.add(key.bytes(), row)));
        clear();
    }

    void clear() {
        rows.clear();
        execution.memory().release(bytes);
        bytes = 0;
    }
}
