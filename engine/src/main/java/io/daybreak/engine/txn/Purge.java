package io.daybreak.engine.txn;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.mvcc.Snapshot;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.undo.PurgeCursor;
import io.daybreak.engine.undo.UndoRecord;
import io.daybreak.engine.undo.UndoStream;
import io.daybreak.engine.undo.UndoType;
import io.daybreak.logstorage.api.RedoKind;
import java.util.List;

/**
 * Removes from the trees what the undo of finished transactions says no view needs any more. One
 * per purge thread.
 */
public final class Purge {
    private final Kernel kernel;
    private final Workspace work;
    private final UndoRecord record = new UndoRecord();
    private final ByteWriter scratch = new ByteWriter(128);
    private final RowImage old = new RowImage();

    public Purge(Kernel kernel) {
        this.kernel = kernel;
        this.work = kernel.borrow();
    }

    /**
     * Works on one stream.
     *
     * @param recordsMax stops after so many
     * @return how many records were dealt with
     */
    public int run(UndoStream stream, int recordsMax) {
        PurgeCursor cursor = new PurgeCursor(stream, kernel.undoLogs);
        if (!cursor.hasMore()) {
            return 0;
        }
        Snapshot all = kernel.active.openOldest();
        int count = 0;
        try {
            while (count < recordsMax && cursor.next(all, record, work.mtr)) {
                count++;
                switch (record.type()) {
                    case UPDATE_FULL, UPDATE_DIFF_AND_ENTRIES, DELETE_MARK -> purge(all);
                    case UNOWNED -> PurgeCursor.freeUnowned(record, kernel.overflow, work.mtr);
                    case BEGIN, COMMIT, ROLLED_BACK, INSERT, UPDATE_DIFF, UNDONE -> {
                        // these left nothing behind
                    }
                }
                cursor.done(record);
            }
        } finally {
            all.close();
        }
        return count;
    }

    private void purge(Snapshot all) {
        EngineTable table = kernel.enter(record.indexId());
        if (table == null) {
            // Its trees are freed as a whole; what the update replaced is in none of them.
            freeReplaced();
            return;
        }
        try {
            byte[] key = record.key();
            switch (record.type()) {
                case UPDATE_FULL -> purgeUpdate(table, key, all);
                case UPDATE_DIFF_AND_ENTRIES -> purgeEntries(table, key, all);
                case DELETE_MARK -> purgeDelete(table, key, all);
                case BEGIN, COMMIT, ROLLED_BACK, INSERT, UPDATE_DIFF, UNDONE, UNOWNED ->
                        throw new IllegalStateException("nothing to purge");
            }
        } finally {
            table.state().leave();
        }
    }

    /**
     * If the references differ from the old row's, some were freed before a crash, or the update
     * was taken back; the entries are gone then, or alive.
     */
    private void purgeUpdate(EngineTable table, byte[] key, Snapshot all) {
        old.row.truncate(0);
        record.undoRow(old.row);
        if (RowKeys.overflowOf(table.layout(), old).containsAll(record.replaced())) {
            removeEntries(table, key, old, all);
        }
        freeReplaced();
        if ((record.oldWord() & RecordHeader.DELETED) != 0
                && all.sees(record.oldWord() & RecordHeader.ID_MASK)
                && fetch(table.clustered(), key)
                && old.word == record.oldWord()
                && old.rollPointer == record.oldRollPointer()) {
            // Inserted over a deleted row and taken back, when the delete was purged already.
            removeDeleted(table, key, all);
        }
    }

    private void purgeEntries(EngineTable table, byte[] key, Snapshot all) {
        record.oldEntries((id, bytes, offset, length) -> {
            for (EngineIndex index : table.secondary()) {
                if (index.id() == id) {
                    scratch.reset();
                    scratch.bytes(bytes, offset, length);
                    scratch.bytes(key);
                    removeEntry(index, scratch.toArray(), all);
                }
            }
        });
    }

    private void freeReplaced() {
        if (record.type() != UndoType.UPDATE_FULL) {
            return;
        }
        List<OverflowReference> replaced = record.replaced();
        for (int i = 0; i < replaced.size(); i++) {
            if (replaced.get(i).firstPage() != 0) {
                PurgeCursor.freeReplaced(record, i, kernel.overflow, work.mtr);
            }
        }
    }

    private void purgeDelete(EngineTable table, byte[] key, Snapshot all) {
        if (fetch(table.clustered(), key)
                && old.isDeleted()
                && (old.rollPointer & Long.MAX_VALUE) == record.pointer()) {
            removeDeleted(table, key, all);
        }
    }

    private boolean fetch(EngineIndex clustered, byte[] key) {
        return Versions.fetch(work, clustered, key, 0, key.length, true, old);
    }

    /** Removes the row in {@link #old}, unless somebody inserts over it meanwhile. */
    private void removeDeleted(EngineTable table, byte[] key, Snapshot all) {
        EngineIndex clustered = table.clustered();
        boolean begun =
                RowKeys.overflowOf(table.layout(), old).stream().anyMatch(r -> r.firstPage() == 0);
        if (!begun) {
            removeEntries(table, key, old, all);
        }
        if (table.layout().hasOverflow(old.bytes(), 0)) {
            TreeRemoval.freeLongValues(kernel, work.mtr, clustered, key, old);
        }
        boolean underfull = false;
        TreeCursor cursor = work.cursor(clustered);
        work.mtr.start(true);
        try {
            work.mtr.kind(RedoKind.PURGE);
            if (cursor.find(work.mtr, key, 0, key.length, true)) {
                if (old.isVersionAt(cursor.page(), cursor.valueOffset())) {
                    underfull = cursor.remove();
                }
            }
            work.mtr.commit();
        } finally {
            work.mtr.close();
        }
        if (underfull) {
            clustered.tree().shrink(work.mtr, true, key, 0, key.length);
        }
    }

    /** Removes the entries of an old version that are marked, by a transaction that all see. */
    private void removeEntries(EngineTable table, byte[] key, RowImage image, Snapshot all) {
        for (EngineIndex index : table.secondary()) {
            scratch.reset();
            try {
                RowKeys.ownParts(
                        index, image.bytes(), 0, scratch, kernel.overflow, true, kernel.pool);
            } catch (StorageFailedException _) {
                // A long value of the old row was freed with a later version; so was the entry.
                continue;
            }
            scratch.bytes(key);
            removeEntry(index, scratch.toArray(), all);
        }
    }

    private void removeEntry(EngineIndex index, byte[] entry, Snapshot all) {
        boolean underfull = false;
        TreeCursor cursor = work.cursor(index);
        work.mtr.start(true);
        try {
            work.mtr.kind(RedoKind.PURGE);
            if (cursor.find(work.mtr, entry, 0, entry.length, true)) {
                long word = RecordHeader.word(cursor.page(), cursor.valueOffset());
                if ((word & RecordHeader.DELETED) != 0 && all.sees(word & RecordHeader.ID_MASK)) {
                    underfull = cursor.remove();
                }
            }
            work.mtr.commit();
        } finally {
            work.mtr.close();
        }
        if (underfull) {
            index.tree().shrink(work.mtr, true, entry, 0, entry.length);
        }
    }
}
