package io.daybreak.engine.txn;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.mvcc.Snapshot;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.undo.RollPointer;
import io.daybreak.engine.undo.UndoRecord;
import io.daybreak.logstorage.api.PageLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads clustered records and walks from a row's newest version to older ones. No state. */
final class Versions {
    private Versions() {}

    /**
     * Copies the record of a key as it is now.
     *
     * @return false if there is none, not even a deleted one
     */
    static boolean fetch(
            Workspace work,
            EngineIndex clustered,
            byte[] key,
            int offset,
            int length,
            boolean mayBlock,
            RowImage into) {
        TreeCursor cursor = work.cursor(clustered);
        work.mtr.startNested(mayBlock);
        try {
            boolean found = cursor.find(work.mtr, key, offset, length, false);
            into.pageLsn = PageLayout.lsn(cursor.page());
            if (!found) {
                return false;
            }
            into.load(cursor.page(), cursor.valueOffset(), cursor.valueLength());
            return true;
        } finally {
            work.mtr.close();
        }
    }

    /**
     * Steps to the version before.
     *
     * @return false if there is none
     */
    static boolean older(
            Kernel kernel,
            UndoRecord undo,
            EngineIndex clustered,
            byte[] key,
            int offset,
            int length,
            boolean mayBlock,
            RowImage image) {
        long pointer = image.rollPointer;
        if (pointer == 0 || RollPointer.isInsert(pointer)) {
            return false;
        }
        kernel.undoLogs.reader().read(pointer, undo, mayBlock);
        if (!undo.isOf(clustered.id(), key, offset, length)) {
            throw new StorageFailedException(
                    "roll pointer " + Long.toHexString(pointer) + " leads to another row");
        }
        undo.undoRow(image.row);
        image.word = undo.oldWord();
        image.rollPointer = undo.oldRollPointer();
        return true;
    }

    /**
     * Goes back to the version that the view sees.
     *
     * @param ownId the transaction's id, whose changes it sees; 0 if none
     * @return whether there is one and it is not deleted
     */
    static boolean makeVisible(
            Kernel kernel,
            UndoRecord undo,
            EngineIndex clustered,
            byte[] key,
            int offset,
            int length,
            boolean mayBlock,
            Snapshot view,
            long ownId,
            RowImage image) {
        while (true) {
            long id = image.transactionId();
            if (id == ownId && ownId != 0 || view.sees(id)) {
                return !image.isDeleted();
            }
            if (!older(kernel, undo, clustered, key, offset, length, mayBlock, image)) {
                return false;
            }
        }
    }

    /**
     * Looks for a version, from the image back to what every view sees, that is alive and has this
     * entry in the index.
     *
     * @param image the version to start with; is moved
     * @param firstMarker the transaction that made the version after it
     * @param all a view as old as any in use
     * @return the transaction that marked the entry deleted; 0 if nobody needs the entry
     */
    static long markerOf(
            Kernel kernel,
            Workspace work,
            EngineIndex index,
            byte[] ownParts,
            int ownLength,
            byte[] clusteredKey,
            long firstMarker,
            Snapshot all,
            RowImage image,
            ByteWriter scratch) {
        EngineIndex clustered = index.table().clustered();
        long marker = firstMarker;
        while (true) {
            if (!image.isDeleted()
                    && hasEntry(kernel, index, image, ownParts, ownLength, scratch)) {
                return marker;
            }
            long id = image.transactionId();
            if (all.sees(id)
                    || !older(
                            kernel,
                            work.versionUndo,
                            clustered,
                            clusteredKey,
                            0,
                            clusteredKey.length,
                            true,
                            image)) {
                return 0;
            }
            marker = id;
        }
    }

    static boolean hasEntry(
            Kernel kernel,
            EngineIndex index,
            RowImage image,
            byte[] ownParts,
            int ownLength,
            ByteWriter scratch) {
        scratch.reset();
        RowKeys.ownParts(index, image.bytes(), 0, scratch, kernel.overflow, true, kernel.pool);
        return Arrays.equals(scratch.bytes(), 0, scratch.length(), ownParts, 0, ownLength);
    }

    /** The word of a secondary entry as it is now; null if the entry is not there. */
    static @Nullable Long entryWord(
            Workspace work,
            EngineIndex index,
            byte[] key,
            int offset,
            int length,
            boolean mayBlock) {
        TreeCursor cursor = work.cursor(index);
        work.mtr.startNested(mayBlock);
        try {
            return cursor.find(work.mtr, key, offset, length, false)
                    ? RecordHeader.word(cursor.page(), cursor.valueOffset())
                    : null;
        } finally {
            work.mtr.close();
        }
    }
}
