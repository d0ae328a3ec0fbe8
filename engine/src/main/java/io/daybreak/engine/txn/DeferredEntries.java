package io.daybreak.engine.txn;

import io.daybreak.engine.table.EngineIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Entries of indexes that are not unique, which a bulk insert puts off to write them in the order
 * of their keys: neighbours go to one leaf in one mini-transaction. Owned by the transaction's
 * thread.
 *
 * <p>A crash or a rollback between a row and its entries is nothing new: undo does not mind entries
 * that are missing, and rows of an open transaction are visible to nobody.
 */
final class DeferredEntries {
    /** At so many bytes the owner writes what has gathered. */
    static final int BYTES_MAX = 4 << 20;

    private static final int OVERHEAD_BYTES = 24;

    private final Map<EngineIndex, List<byte[]>> entries = new LinkedHashMap<>();
    private int bytes;

    void add(EngineIndex index, byte[] entry) {
        entries.computeIfAbsent(index, _ -> new ArrayList<>()).add(entry);
        bytes += entry.length + OVERHEAD_BYTES;
    }

    /** The last entry of the index is not wanted after all. */
    void removeLast(EngineIndex index) {
        byte[] last = Objects.requireNonNull(entries.get(index)).removeLast();
        bytes -= last.length + OVERHEAD_BYTES;
    }

    boolean isFull() {
        return bytes >= BYTES_MAX;
    }

    List<EngineIndex> indexes() {
        return List.copyOf(entries.keySet());
    }

    /** In ascending order of keys. */
    byte[][] sorted(EngineIndex index) {
        byte[][] sorted = Objects.requireNonNull(entries.get(index)).toArray(byte[][]::new);
        Arrays.sort(sorted, Arrays::compareUnsigned);
        return sorted;
    }

    void clear() {
        entries.clear();
        bytes = 0;
    }
}
