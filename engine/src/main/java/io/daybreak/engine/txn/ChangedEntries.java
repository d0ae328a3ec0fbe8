package io.daybreak.engine.txn;

import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The own parts of the secondary entries that an update of one row changes: those that go, laid out
 * as the undo record has them, and those that come. Reusable. Not thread-safe.
 */
final class ChangedEntries {
    /** Index id and length before the parts. */
    private static final int HEADER = 10;

    private final ByteWriter old = new ByteWriter(128);
    private final ByteWriter fresh = new ByteWriter(128);
    private @Nullable EngineIndex[] indexes = new EngineIndex[4];
    private int[] oldStarts = new int[5];
    private int[] freshStarts = new int[5];
    private int count;

    void collect(
            EngineTable table,
            RowImage row,
            @Nullable Object[] values,
            Kernel kernel,
            boolean mayBlock) {
        EngineIndex[] secondary = table.secondary();
        if (indexes.length < secondary.length) {
            indexes = new EngineIndex[secondary.length];
            oldStarts = new int[secondary.length + 1];
            freshStarts = new int[secondary.length + 1];
        }
        count = 0;
        old.reset();
        fresh.reset();
        for (EngineIndex index : secondary) {
            int oldStart = old.length();
            int freshStart = fresh.length();
            old.i64(index.id());
            old.u16(0);
            RowKeys.ownParts(index, row.bytes(), 0, old, kernel.overflow, mayBlock, kernel.pool);
            RowKeys.ownParts(index, values, fresh);
            if (Arrays.equals(
                    old.bytes(),
                    oldStart + HEADER,
                    old.length(),
                    fresh.bytes(),
                    freshStart,
                    fresh.length())) {
                old.truncate(oldStart);
                fresh.truncate(freshStart);
                continue;
            }
            BigEndian.u16(old.bytes(), oldStart + 8, old.length() - oldStart - HEADER);
            indexes[count++] = index;
            oldStarts[count] = old.length();
            freshStarts[count] = fresh.length();
        }
    }

    int count() {
        return count;
    }

    /** The entries that go: index id (8), length (2), own parts, each. */
    ByteWriter oldEntries() {
        return old;
    }

    /** Copies the parts of one of them; the index is theirs. */
    EngineIndex load(int i, ByteWriter oldParts, ByteWriter freshParts) {
        EngineIndex index = indexes[i];
        if (index == null || i >= count) {
            throw new IndexOutOfBoundsException(i);
        }
        int oldStart = oldStarts[i] + HEADER;
        oldParts.reset();
        oldParts.bytes(old.bytes(), oldStart, oldStarts[i + 1] - oldStart);
        freshParts.reset();
        freshParts.bytes(fresh.bytes(), freshStarts[i], freshStarts[i + 1] - freshStarts[i]);
        return index;
    }
}
