package io.daybreak.engine.txn;

import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.undo.UndoRecord;
import io.daybreak.logstorage.api.RedoKind;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that a bulk insert puts off, in the order of the statement. Those that go side
 * by side to one leaf are written in one mini-transaction: their undo first, as one redo record,
 * and then the rows, as another. Owned by the transaction's thread.
 */
final class PendingRows {
    /** So many rows at most: others want the leaf, too. */
    private static final int ROWS_MAX = 64;

    /** Of one mini-transaction: what is left of an undo page is given up for it. */
    private static final int UNDO_BYTES_MAX = 4096;

    private final EngineTransaction txn;
    private final byte[][] keys = new byte[ROWS_MAX][];
    private final byte[][] records = new byte[ROWS_MAX][];
    private final @Nullable Object[] @Nullable [] rows = new Object[ROWS_MAX][];
    private @Nullable EngineTable table;
    private int count;

    PendingRows(EngineTransaction txn) {
        this.txn = txn;
    }

    boolean isFull() {
        return count == ROWS_MAX;
    }

    int count() {
        return count;
    }

    boolean isOf(EngineTable other) {
        return count > 0 && table == other;
    }

    EngineTable table() {
        return Objects.requireNonNull(table);
    }

    byte[] key(int at) {
        return keys[at];
    }

    @Nullable Object[] row(int at) {
        return Objects.requireNonNull(rows[at]);
    }

    /** All rows are of one table; none has values on pages of their own. */
    void add(EngineTable to, byte[] key, @Nullable Object[] row) {
        ByteWriter record = txn.workspace().value;
        record.reset();
        record.i64(txn.id());
        record.i64(0);
        to.layout().encode(row, record);
        table = to;
        keys[count] = key;
        records[count] = record.toArray();
        rows[count] = row;
        count++;
    }

    void clear() {
        Arrays.fill(keys, 0, count, new byte[0]);
        Arrays.fill(records, 0, count, new byte[0]);
        Arrays.fill(rows, 0, count, null);
        table = null;
        count = 0;
    }

    /**
     * Writes rows from {@code from} on as long as they go to one place of one leaf.
     *
     * @return how many; 0 if the first must wait, or its key is there
     */
    int tryWrite(int from) {
        Workspace work = txn.workspace();
        EngineIndex clustered = table().clustered();
        boolean mayBlock = txn.isBlockingAllowed();
        int undoBytes = 0;
        int to = from;
        while (to < count && (to == from || undoBytes < UNDO_BYTES_MAX)) {
            undoBytes += UndoRecord.fullLength(keys[to].length, 0, 0);
            to++;
        }
        txn.undo().prepare(work.mtr, mayBlock, undoBytes);
        TreeCursor cursor = work.cursor(clustered);
        work.mtr.start(mayBlock);
        try {
            work.mtr.kind(RedoKind.INSERT);
            byte[] first = keys[from];
            if (cursor.seekForWrite(work.mtr, first, 0, first.length, records[from].length)) {
                return 0;
            }
            int end = free(clustered, from, from + cursor.fitting(keys, records, from, to));
            if (end > from) {
                write(work, clustered, cursor, from, end);
                work.mtr.commit();
                txn.undo().committed();
            }
            return end - from;
        } finally {
            work.mtr.close();
        }
    }

    /** The first row whose place another transaction holds. */
    private int free(EngineIndex clustered, int from, int to) {
        int at = from;
        while (at < to
                && !clustered.ranges().isBlocked(txn.owner(), keys[at], 0, keys[at].length)) {
            at++;
        }
        return at;
    }

    private void write(Workspace work, EngineIndex clustered, TreeCursor cursor, int from, int to) {
        txn.undo().leaveChains();
        for (int i = from; i < to; i++) {
            work.undo.insert(clustered.id(), keys[i], 0, keys[i].length);
            long pointer =
                    i == from
                            ? txn.undo().append(work.mtr, work.undo)
                            : txn.undo().appendMore(work.mtr, work.undo);
            BigEndian.i64(records[i], RecordHeader.ROLL_POINTER_OFFSET, pointer);
        }
        cursor.insertAll(keys, records, from, to);
        for (int i = from; i < to; i++) {
            txn.changed();
        }
    }
}
