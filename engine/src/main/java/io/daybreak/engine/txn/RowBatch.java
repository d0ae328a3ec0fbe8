package io.daybreak.engine.txn;

import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.row.RecordHeader;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a cursor has passed together: entries of one copy of a leaf, or just the row it stands
 * on. Valid until the scan moves. Owned by its cursor; reused.
 */
final class RowBatch {
    private @Nullable LeafScan leaf;
    private boolean clustered;
    private int[] entries = new int[128];

    /** Where the rows stand in the copy, if it is the clustered index's. */
    private int[] rows = new int[128];

    private int count;

    void clear() {
        count = 0;
        leaf = null;
    }

    /** There is only the row that the cursor stands on. */
    void single() {
        count = 1;
        leaf = null;
    }

    void start(LeafScan scan, boolean ofClustered) {
        leaf = scan;
        clustered = ofClustered;
        count = 0;
    }

    void add(int entry) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
            rows = Arrays.copyOf(rows, 2 * count);
        }
        entries[count] = entry;
        if (clustered) {
            rows[count] = leaf().valueOffset(entry) + RecordHeader.CLUSTERED_LENGTH;
        }
        count++;
    }

    int count() {
        return count;
    }

    /** Whether the rows stand in a copy of a leaf. */
    boolean isInLeaf() {
        return leaf != null;
    }

    /** Whether the rows are whole. */
    boolean isClustered() {
        return leaf != null && clustered;
    }

    byte[] page() {
        return leaf().page();
    }

    int[] rows() {
        return rows;
    }

    int keyOffset(int row) {
        return leaf().keyOffset(entries[row]);
    }

    /** Moves what the cursor shows, not the scan. */
    void stand(int row, CurrentRow current) {
        LeafScan s = leaf();
        int entry = entries[row];
        current.leave();
        current.stand(s.page(), s.keyOffset(entry), s.keyLength(entry));
        if (clustered) {
            current.useRow(s.page(), rows[row]);
        }
    }

    private LeafScan leaf() {
        return Objects.requireNonNull(leaf);
    }
}
