package io.daybreak.engine.txn;

import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.mvcc.Snapshot;
import io.daybreak.engine.table.EngineIndex;
import java.util.Arrays;

/**
 * Where a cursor stands: the entry's key, the key of the clustered record, and the record itself
 * once it is needed. Owned by its cursor; reused from row to row.
 *
 * <p>Keys and row are slices of arrays that belong to others: the scan's copy of a leaf, the key
 * that was asked for, the image. They hold until the cursor moves.
 */
final class CurrentRow {
    /** The copy of the record that was fetched last, current or not. */
    final RowImage image = new RowImage();

    private final OpenIndex open;
    private final ByteWriter scratch = new ByteWriter(64);
    private byte[] key = new byte[0];
    private int keyAt;
    private int keyLength;
    private byte[] rowKey = new byte[0];
    private int rowKeyAt;
    private int rowKeyLength;
    private boolean rowKeyKnown;
    private boolean hasRow;
    private byte[] row = new byte[0];
    private int rowAt;

    CurrentRow(OpenIndex open) {
        this.open = open;
    }

    /** The cursor stands nowhere. */
    void leave() {
        hasRow = false;
        rowKeyKnown = false;
    }

    // ---- standing

    /** Stands on the entry with this key. */
    void stand(byte[] bytes, int at, int length) {
        key = bytes;
        keyAt = at;
        keyLength = length;
        if (open.index().isClustered()) {
            standRow(bytes, at, length);
        } else {
            rowKeyKnown = false;
        }
    }

    private void standRow(byte[] bytes, int at, int length) {
        rowKey = bytes;
        rowKeyAt = at;
        rowKeyLength = length;
        rowKeyKnown = true;
    }

    /** The image is the row. */
    void useImage() {
        useRow(image.bytes(), 0);
    }

    void useRow(byte[] bytes, int at) {
        row = bytes;
        rowAt = at;
        hasRow = true;
    }

    byte[] key() {
        return key;
    }

    int keyAt() {
        return keyAt;
    }

    byte[] rowKey() {
        findRowKey();
        return rowKey;
    }

    int rowKeyAt() {
        findRowKey();
        return rowKeyAt;
    }

    int rowKeyLength() {
        findRowKey();
        return rowKeyLength;
    }

    RowId rowId() {
        findRowKey();
        return new RowId(Arrays.copyOfRange(rowKey, rowKeyAt, rowKeyAt + rowKeyLength));
    }

    private void findRowKey() {
        if (!rowKeyKnown) {
            int at = open.index().clusteredKeyOffset(key, keyAt);
            standRow(key, at, keyAt + keyLength - at);
        }
    }

    // ---- the record

    /** Copies a clustered record as it is now into the image; false if there is none. */
    boolean fetch(EngineIndex clustered, byte[] bytes, int at, int length) {
        Workspace work = open.transaction().workspace();
        return Versions.fetch(work, clustered, bytes, at, length, open.mayBlock(), image);
    }

    /** Takes the image back to what the view sees; false if that has no such row. */
    boolean makeVisible(Snapshot view, EngineIndex clustered, byte[] bytes, int at, int length) {
        return Versions.makeVisible(
                open.kernel(),
                open.transaction().workspace().versionUndo,
                clustered,
                bytes,
                at,
                length,
                open.mayBlock(),
                view,
                open.transaction().id(),
                image);
    }

    /** Reads the clustered version of a secondary entry into the image. */
    boolean loadVisible(Snapshot view) {
        findRowKey();
        EngineIndex clustered = open.index().table().clustered();
        return fetch(clustered, rowKey, rowKeyAt, rowKeyLength)
                && makeVisible(view, clustered, rowKey, rowKeyAt, rowKeyLength);
    }

    /** Whether the row in the image has the secondary entry that the cursor stands on. */
    boolean imageHasEntry() {
        findRowKey();
        Kernel kernel = open.kernel();
        scratch.reset();
        RowKeys.ownParts(
                open.index(),
                image.bytes(),
                0,
                scratch,
                kernel.overflow,
                open.mayBlock(),
                kernel.pool);
        return Arrays.equals(scratch.bytes(), 0, scratch.length(), key, keyAt, rowKeyAt);
    }

    // ---- what the columns are read from

    boolean hasRow() {
        return hasRow;
    }

    /** Fetches the row of an entry that the view was found to see. */
    void load() {
        if (!loadVisible(open.transaction().view())) {
            throw new StorageFailedException("an entry of " + open.index() + " has no row");
        }
        useImage();
    }

    byte[] row() {
        return row;
    }

    int rowAt() {
        return rowAt;
    }
}
