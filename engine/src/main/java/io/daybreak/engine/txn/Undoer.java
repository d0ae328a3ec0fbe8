package io.daybreak.engine.txn;

import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.mvcc.Snapshot;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.undo.PurgeCursor;
import io.daybreak.engine.undo.TransactionUndo;
import io.daybreak.engine.undo.UndoRecord;
import io.daybreak.engine.undo.UndoType;
import io.daybreak.logstorage.api.RedoKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes the changes of one transaction back, newest first. Owned by the transaction's thread. */
final class Undoer {
    private final Kernel kernel;
    private final Workspace work;
    private final TransactionUndo undo;
    private final long transactionId;
    private final boolean mayWait;
    private final ByteWriter scratch = new ByteWriter(128);

    /**
     * @param mayWait whether a full log holds it back; not on the event loop, where the rows of one
     *     statement at most are undone
     */
    Undoer(
            Kernel kernel,
            Workspace work,
            TransactionUndo undo,
            long transactionId,
            boolean mayWait) {
        this.kernel = kernel;
        this.work = work;
        this.undo = undo;
        this.transactionId = transactionId;
        this.mayWait = mayWait;
    }

    private void start() {
        if (mayWait) {
            work.mtr.start(true);
        } else {
            work.mtr.startNested(true);
        }
    }

    /**
     * @param stop a position of the undo; 0 for all
     * @return whether there was anything to undo
     */
    boolean undoTo(long stop) {
        UndoRecord record = new UndoRecord();
        boolean any = false;
        long from = undo.end();
        Snapshot all = null;
        try {
            while (undo.previous(from, stop, record)) {
                if (all == null) {
                    all = kernel.active.openOldest();
                }
                undo(record, all);
                any = true;
                from = record.pointer();
            }
        } finally {
            if (all != null) {
                all.close();
            }
        }
        return any;
    }

    private void undo(UndoRecord record, Snapshot all) {
        EngineTable table = kernel.enter(record.indexId());
        if (table == null) {
            return;
        }
        try {
            byte[] key = record.key();
            EngineIndex clustered = table.clustered();
            RowImage current = work.current;
            if (!Versions.fetch(work, clustered, key, 0, key.length, true, current)
                    || current.transactionId() != transactionId
                    || plain(current.rollPointer) != record.pointer()) {
                return;
            }
            switch (record.type()) {
                case INSERT -> undoInsert(table, key, current);
                case UPDATE_DIFF, UPDATE_DIFF_AND_ENTRIES, UPDATE_FULL ->
                        undoUpdate(table, key, current, record, all);
                case DELETE_MARK -> undoDelete(table, key, current, record);
                case BEGIN, COMMIT, ROLLED_BACK, UNDONE, UNOWNED ->
                        throw new IllegalStateException("cannot undo " + record.type());
            }
        } finally {
            table.state().leave();
        }
    }

    private static long plain(long pointer) {
        return pointer & Long.MAX_VALUE;
    }

    private byte[] entry(EngineIndex index, RowImage image, byte[] key) {
        scratch.reset();
        RowKeys.ownParts(index, image.bytes(), 0, scratch, kernel.overflow, true, kernel.pool);
        scratch.bytes(key);
        return scratch.toArray();
    }

    private void undoInsert(EngineTable table, byte[] key, RowImage current) {
        for (EngineIndex index : table.secondary()) {
            remove(index, entry(index, current, key));
        }
        List<Long> chains = firstPages(RowKeys.overflowOf(table.layout(), current));
        remove(table.clustered(), key, chains);
        table.state().rowDelta().decrement();
    }

    private void undoUpdate(
            EngineTable table, byte[] key, RowImage current, UndoRecord record, Snapshot all) {
        RowImage old = work.version;
        old.copy(current);
        record.undoRow(old.row);
        old.word = record.oldWord();
        old.rollPointer = record.oldRollPointer();
        if (record.type() != UndoType.UPDATE_DIFF) {
            for (EngineIndex index : table.secondary()) {
                byte[] newEntry = entry(index, current, key);
                if (old.isDeleted()) {
                    // Purge may have freed its long values: nothing of it is read.
                    takeBack(index, newEntry, key, old, all);
                    continue;
                }
                byte[] oldEntry = entry(index, old, key);
                if (!Arrays.equals(newEntry, oldEntry)) {
                    takeBack(index, newEntry, key, old, all);
                    writeWord(index, oldEntry, transactionId);
                }
            }
        }
        List<OverflowReference> fresh =
                new ArrayList<>(RowKeys.overflowOf(table.layout(), current));
        fresh.removeAll(RowKeys.overflowOf(table.layout(), old));
        List<Long> chains = firstPages(fresh);
        makeRoom(chains);
        scratch.reset();
        scratch.i64(old.word);
        scratch.i64(old.rollPointer);
        scratch.bytes(old.bytes(), 0, old.length());
        TreeCursor cursor = work.cursor(table.clustered());
        start();
        try {
            work.mtr.kind(RedoKind.ROLLBACK);
            if (cursor.seekForWrite(work.mtr, key, 0, key.length, scratch.length())) {
                cursor.replaceValue(scratch.bytes(), 0, scratch.length());
            }
            if (record.type() == UndoType.UPDATE_FULL) {
                PurgeCursor.forgetReplaced(record, work.mtr);
            }
            leave(chains);
        } finally {
            work.mtr.close();
        }
        if (old.isDeleted()) {
            table.state().rowDelta().decrement();
        }
    }

    /** Marks or removes an entry that this transaction made or unmarked. */
    private void takeBack(EngineIndex index, byte[] entry, byte[] key, RowImage old, Snapshot all) {
        RowImage walk = new RowImage();
        walk.copy(old);
        int ownLength = entry.length - key.length;
        long marker =
                Versions.markerOf(
                        kernel,
                        work,
                        index,
                        entry,
                        ownLength,
                        key,
                        transactionId,
                        all,
                        walk,
                        new ByteWriter(64));
        if (marker == 0) {
            remove(index, entry);
        } else {
            writeWord(index, entry, marker | RecordHeader.DELETED);
        }
    }

    private void undoDelete(EngineTable table, byte[] key, RowImage current, UndoRecord record) {
        for (EngineIndex index : table.secondary()) {
            writeWord(index, entry(index, current, key), transactionId);
        }
        byte[] header = new byte[RecordHeader.CLUSTERED_LENGTH];
        BigEndian.i64(header, 0, record.oldWord());
        BigEndian.i64(header, RecordHeader.ROLL_POINTER_OFFSET, record.oldRollPointer());
        TreeCursor cursor = work.cursor(table.clustered());
        start();
        try {
            work.mtr.kind(RedoKind.ROLLBACK);
            if (cursor.find(work.mtr, key, 0, key.length, true)) {
                cursor.writeValue(0, header, 0, header.length);
            }
            work.mtr.commit();
        } finally {
            work.mtr.close();
        }
        table.state().rowDelta().increment();
    }

    private void writeWord(EngineIndex index, byte[] entry, long word) {
        byte[] bytes = new byte[RecordHeader.SECONDARY_LENGTH];
        BigEndian.i64(bytes, 0, word);
        TreeCursor cursor = work.cursor(index);
        start();
        try {
            work.mtr.kind(RedoKind.ROLLBACK);
            if (cursor.seekForWrite(work.mtr, entry, 0, entry.length, bytes.length)) {
                cursor.writeValue(0, bytes, 0, bytes.length);
            } else {
                cursor.insert(entry, 0, entry.length, bytes, 0, bytes.length);
            }
            work.mtr.commit();
        } finally {
            work.mtr.close();
        }
    }

    private static List<Long> firstPages(List<OverflowReference> references) {
        return references.stream().map(OverflowReference::firstPage).toList();
    }

    private void makeRoom(List<Long> chains) {
        if (!undo.hasRoom(chains.size() * TransactionUndo.unownedLength())) {
            start();
            undo.extend(work.mtr);
        }
    }

    /** Commits; the chains belong to no row any more. */
    private void leave(List<Long> chains) {
        if (chains.isEmpty()) {
            work.mtr.commit();
        } else {
            undo.appendUnowned(work.mtr, chains);
            work.mtr.commit();
            undo.committed();
        }
    }

    private void remove(EngineIndex index, byte[] key) {
        remove(index, key, List.of());
    }

    private void remove(EngineIndex index, byte[] key, List<Long> chains) {
        makeRoom(chains);
        TreeCursor cursor = work.cursor(index);
        boolean underfull = false;
        start();
        try {
            work.mtr.kind(RedoKind.ROLLBACK);
            if (cursor.find(work.mtr, key, 0, key.length, true)) {
                underfull = cursor.remove();
                leave(chains);
            }
        } finally {
            work.mtr.close();
        }
        if (underfull) {
            index.tree().shrink(work.mtr, mayWait, key, 0, key.length);
        }
    }
}
