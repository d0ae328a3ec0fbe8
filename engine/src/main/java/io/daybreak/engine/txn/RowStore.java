package io.daybreak.engine.txn;

import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.RowTooLargeException;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.lock.LockTable.Outcome;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.undo.UndoRecord;
import io.daybreak.logstorage.api.RedoKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The changes of rows of one transaction. Owned by its thread. */
final class RowStore {
    /** Leaves room for the secondary keys that end with it. */
    private static final int CLUSTERED_KEY_MAX = 4000;

    private final EngineTransaction txn;
    private final Kernel kernel;
    private final ByteWriter scratch = new ByteWriter(64);
    private final KeyWaits waits;
    private final LongValues longValues;
    private final SecondaryEntries entries;
    private final BulkRows bulk;

    RowStore(EngineTransaction txn, Kernel kernel) {
        this.txn = txn;
        this.kernel = kernel;
        this.waits = new KeyWaits(txn, kernel);
        this.longValues = new LongValues(txn, kernel);
        this.entries = new SecondaryEntries(txn, kernel, waits);
        this.bulk = new BulkRows(txn, kernel, entries, this::insertAlone);
    }

    /** What is put off while many rows are inserted. */
    BulkRows bulk() {
        return bulk;
    }

    // ---- insert ----

    @Nullable Index insert(EngineTable table, @Nullable Object[] values, OnDuplicate onDuplicate) {
        Workspace work = txn.workspace();
        txn.startWriting();
        EngineIndex clustered = table.clustered();
        byte[] key = clusteredKey(table, values);
        if (onDuplicate == OnDuplicate.FAIL && bulk.takes(table, values, key.length)) {
            bulk.putOff(table, key, values);
            return null;
        }
        bulk.writeRows();
        txn.persistAutoIncrement(table);
        long position = txn.undo().position();
        Index duplicate = insertClustered(table, clustered, key, values, onDuplicate);
        if (duplicate != null) {
            return refuse(duplicate, values, onDuplicate);
        }
        EngineIndex[] secondary = table.secondary();
        for (int i = 0; i < secondary.length; i++) {
            EngineIndex index = secondary[i];
            work.newKey.reset();
            RowKeys.ownParts(index, values, work.newKey);
            if (entries.isDeferred(index)) {
                entries.defer(index, work.newKey, key);
            } else if (entries.insert(index, work.newKey, key, onDuplicate)) {
                entries.undefer(secondary, i);
                txn.rollbackToPosition(position);
                return refuse(index, values, onDuplicate);
            }
        }
        entries.writeIfMany();
        table.state().rowDelta().increment();
        table.state().changes().increment();
        kernel.rowsInserted.increment();
        return null;
    }

    /** A row without its entries. */
    private void insertAlone(EngineTable table, byte[] key, @Nullable Object[] values) {
        Index duplicate = insertClustered(table, table.clustered(), key, values, OnDuplicate.FAIL);
        if (duplicate != null) {
            refuse(duplicate, values, OnDuplicate.FAIL);
        }
    }

    private static @Nullable Index refuse(
            Index index, @Nullable Object[] values, OnDuplicate onDuplicate) {
        if (onDuplicate != OnDuplicate.FAIL) {
            return index;
        }
        @Nullable Object[] key =
                index.spec().parts().stream().map(p -> values[p.column()]).toArray();
        throw new DuplicateKeyException(index, key);
    }

    private byte[] clusteredKey(EngineTable table, @Nullable Object[] values) {
        if (!table.hasHiddenRowId()) {
            scratch.reset();
            RowKeys.ownParts(table.clustered(), values, scratch);
            if (scratch.length() > CLUSTERED_KEY_MAX) {
                throw new RowTooLargeException("a key of " + scratch.length() + " bytes");
            }
            return scratch.toArray();
        }
        byte[] key = new byte[8];
        BigEndian.i64(key, 0, nextRowId(table));
        return key;
    }

    private long nextRowId(EngineTable table) {
        var counter = table.state().nextRowId();
        if (counter.get() == 0) {
            LeafScan scan = table.clustered().tree().scan();
            long last =
                    scan.last(txn.isBlockingAllowed())
                            ? BigEndian.i64(scan.page(), scan.keyOffset())
                            : 0;
            counter.compareAndSet(0, last + 1);
        }
        return counter.getAndIncrement();
    }

    private enum Look {
        ABSENT,
        ALIVE,
        /** Marked deleted, and locked exclusively. */
        DELETED
    }

    private enum Attempt {
        DONE,
        FOUND,
        BLOCKED
    }

    /** Returns the clustered index if the key is there. */
    private @Nullable Index insertClustered(
            EngineTable table,
            EngineIndex clustered,
            byte[] key,
            @Nullable Object[] values,
            OnDuplicate onDuplicate) {
        boolean exclusive = onDuplicate == OnDuplicate.REPORT_EXCLUSIVE;
        @Nullable Object[] stored = null;
        // Long values are written beforehand, so a duplicate is looked for before that.
        boolean look = LongValues.isLong(table, values, key.length);
        boolean deletedLocked = false;
        while (true) {
            if (look) {
                Look there = look(clustered, key, exclusive);
                if (there == Look.ALIVE) {
                    return clustered;
                }
                deletedLocked = there == Look.DELETED;
                look = false;
            }
            if (stored == null) {
                stored = longValues.store(table, values, key.length, null, 0);
            }
            switch (tryInsertClustered(clustered, key, stored, deletedLocked)) {
                case DONE -> {
                    return null;
                }
                case FOUND -> look = true;
                case BLOCKED -> kernel.locks.awaitRange(txn.owner(), clustered.ranges(), key);
            }
        }
    }

    /** Reads the newest record with the key when no other transaction holds it any more. */
    private Look look(EngineIndex clustered, byte[] key, boolean exclusive) {
        Workspace work = txn.workspace();
        RowImage there = work.current;
        while (true) {
            if (!Versions.fetch(
                    work, clustered, key, 0, key.length, txn.isBlockingAllowed(), there)) {
                return Look.ABSENT;
            }
            boolean deleted = there.isDeleted();
            Outcome wait = waits.waitForWriter(clustered, key, there.word, exclusive);
            if (wait != Outcome.GRANTED_AFTER_WAIT
                    && waits.lock(clustered, key, exclusive || deleted) == Outcome.HELD) {
                return deleted ? Look.DELETED : Look.ALIVE;
            }
        }
    }

    private Attempt tryInsertClustered(
            EngineIndex clustered, byte[] key, @Nullable Object[] stored, boolean deletedLocked) {
        Workspace work = txn.workspace();
        EngineTable table = clustered.table();
        boolean mayBlock = txn.isBlockingAllowed();
        ByteWriter value = work.value;
        value.reset();
        value.i64(txn.id());
        value.i64(0);
        table.layout().encode(stored, value);
        int room =
                deletedLocked
                        ? UndoRecord.fullLength(
                                key.length, work.current.length(), table.layout().columnCount())
                        : UndoRecord.fullLength(key.length, 0, 0);
        txn.undo().prepare(work.mtr, mayBlock, room);
        TreeCursor cursor = work.cursor(clustered);
        work.mtr.start(mayBlock);
        try {
            work.mtr.kind(RedoKind.INSERT);
            boolean found = cursor.seekForWrite(work.mtr, key, 0, key.length, value.length());
            if (clustered.ranges().isBlocked(txn.owner(), key, 0, key.length)) {
                return Attempt.BLOCKED;
            }
            if (found) {
                RowImage there = work.version;
                there.load(cursor.page(), cursor.valueOffset(), cursor.valueLength());
                if (!deletedLocked
                        || !there.isDeleted()
                        || there.length() > work.current.length()) {
                    return Attempt.FOUND;
                }
                work.undo.insertOver(
                        clustered.id(),
                        key,
                        0,
                        key.length,
                        there.word,
                        there.rollPointer,
                        RowKeys.overflowOf(table.layout(), there),
                        there.bytes(),
                        there.length());
            } else {
                work.undo.insert(clustered.id(), key, 0, key.length);
            }
            txn.undo().takeChains(work.mtr);
            long pointer = txn.undo().append(work.mtr, work.undo);
            BigEndian.i64(value.bytes(), RecordHeader.ROLL_POINTER_OFFSET, pointer);
            if (found) {
                cursor.replaceValue(value.bytes(), 0, value.length());
            } else {
                cursor.insert(key, 0, key.length, value.bytes(), 0, value.length());
            }
            work.mtr.commit();
            txn.undo().committed();
            txn.changed();
            return Attempt.DONE;
        } finally {
            work.mtr.close();
        }
    }

    // ---- update ----

    @Nullable Index update(
            EngineTable table, RowId row, @Nullable Object[] values, OnDuplicate onDuplicate) {
        bulk.writeRows();
        Workspace work = txn.workspace();
        txn.startWriting();
        EngineIndex clustered = table.clustered();
        byte[] key = row.key();
        RowImage old = work.current;
        requireRow(table, key, old);
        if (!table.hasHiddenRowId()) {
            scratch.reset();
            RowKeys.ownParts(clustered, values, scratch);
            if (!Arrays.equals(scratch.bytes(), 0, scratch.length(), key, 0, key.length)) {
                return move(table, row, values, onDuplicate);
            }
        }
        long position = txn.undo().position();
        ChangedEntries changed = work.changed;
        changed.collect(table, old, values, kernel, txn.isBlockingAllowed());
        if (!replaceClustered(table, key, values, old, changed)) {
            return null;
        }
        for (int i = 0; i < changed.count(); i++) {
            EngineIndex index = changed.load(i, work.oldKey, work.newKey);
            if (entries.replace(index, work.oldKey, work.newKey, key, onDuplicate)) {
                txn.rollbackToPosition(position);
                return refuse(index, values, onDuplicate);
            }
        }
        table.state().changes().increment();
        kernel.rowsUpdated.increment();
        return null;
    }

    private void ownParts(EngineIndex index, byte[] row, ByteWriter to) {
        RowKeys.ownParts(index, row, 0, to, kernel.overflow, txn.isBlockingAllowed(), kernel.pool);
    }

    private void requireRow(EngineTable table, byte[] key, RowImage into) {
        if (!isThere(table, key, into)) {
            throw new IllegalStateException("the row is not there; was it read for update?");
        }
    }

    private boolean isThere(EngineTable table, byte[] key, RowImage into) {
        Workspace work = txn.workspace();
        return Versions.fetch(
                        work, table.clustered(), key, 0, key.length, txn.isBlockingAllowed(), into)
                && !into.isDeleted();
    }

    /** Returns false if the new row is the same as the old one. */
    private boolean replaceClustered(
            EngineTable table,
            byte[] key,
            @Nullable Object[] values,
            RowImage old,
            ChangedEntries changed) {
        Workspace work = txn.workspace();
        boolean mayBlock = txn.isBlockingAllowed();
        EngineIndex clustered = table.clustered();
        @Nullable Object[] stored = longValues.store(table, values, key.length, old.bytes(), 0);
        List<OverflowReference> replaced = new ArrayList<>(RowKeys.overflowOf(table.layout(), old));
        replaced.removeIf(r -> Arrays.asList(stored).contains(r));
        ByteWriter value = work.value;
        value.reset();
        value.i64(txn.id());
        value.i64(0);
        table.layout().encode(stored, value);
        int header = RecordHeader.CLUSTERED_LENGTH;
        if (Arrays.equals(value.bytes(), header, value.length(), old.bytes(), 0, old.length())) {
            return false;
        }
        txn.undo()
                .prepare(
                        work.mtr,
                        mayBlock,
                        UndoRecord.fullLength(key.length, old.length(), replaced.size()));
        UndoRecord record =
                work.undo.update(
                        clustered.id(),
                        key,
                        0,
                        key.length,
                        old.word,
                        old.rollPointer,
                        replaced,
                        changed.oldEntries(),
                        old.bytes(),
                        old.length(),
                        value.bytes(),
                        header,
                        value.length() - header);
        TreeCursor cursor = work.cursor(clustered);
        work.mtr.start(mayBlock);
        try {
            work.mtr.kind(RedoKind.UPDATE);
            if (!cursor.seekForWrite(work.mtr, key, 0, key.length, value.length())) {
                throw new IllegalStateException("the row went away while it was locked");
            }
            txn.undo().takeChains(work.mtr);
            long pointer = txn.undo().append(work.mtr, record);
            BigEndian.i64(value.bytes(), RecordHeader.ROLL_POINTER_OFFSET, pointer);
            cursor.replaceValue(value.bytes(), 0, value.length());
            work.mtr.commit();
            txn.undo().committed();
            txn.changed();
        } finally {
            work.mtr.close();
        }
        return true;
    }

    /** Changes the primary key: the row goes and comes back elsewhere. */
    private @Nullable Index move(
            EngineTable table, RowId row, @Nullable Object[] values, OnDuplicate onDuplicate) {
        long position = txn.undo().position();
        delete(table, row);
        boolean done = false;
        try {
            Index duplicate = insert(table, values, onDuplicate);
            done = duplicate == null;
            return duplicate;
        } finally {
            if (!done && txn.isOpen()) {
                txn.rollbackToPosition(position);
            }
        }
    }

    // ---- delete ----

    /**
     * @return false if this transaction has deleted the row since it read it
     */
    boolean delete(EngineTable table, RowId row) {
        bulk.writeRows();
        Workspace work = txn.workspace();
        txn.startWriting();
        EngineIndex clustered = table.clustered();
        boolean mayBlock = txn.isBlockingAllowed();
        byte[] key = row.key();
        RowImage old = work.current;
        if (!isThere(table, key, old)) {
            return false;
        }
        txn.undo().prepare(work.mtr, mayBlock, UndoRecord.fullLength(key.length, 0, 0));
        TreeCursor cursor = work.cursor(clustered);
        work.mtr.start(mayBlock);
        try {
            work.mtr.kind(RedoKind.DELETE_MARK);
            if (!cursor.find(work.mtr, key, 0, key.length, true)) {
                throw new IllegalStateException("the row went away while it was locked");
            }
            long pointer =
                    txn.undo()
                            .append(
                                    work.mtr,
                                    work.undo.deleteMark(
                                            clustered.id(),
                                            key,
                                            0,
                                            key.length,
                                            old.word,
                                            old.rollPointer));
            byte[] header = new byte[RecordHeader.CLUSTERED_LENGTH];
            BigEndian.i64(header, 0, txn.id() | RecordHeader.DELETED);
            BigEndian.i64(header, RecordHeader.ROLL_POINTER_OFFSET, pointer);
            cursor.writeValue(0, header, 0, header.length);
            work.mtr.commit();
            txn.undo().committed();
            txn.changed();
        } finally {
            work.mtr.close();
        }
        for (EngineIndex index : table.secondary()) {
            work.oldKey.reset();
            ownParts(index, old.bytes(), work.oldKey);
            entries.mark(index, work.oldKey, key);
        }
        table.state().rowDelta().decrement();
        table.state().changes().increment();
        kernel.rowsDeleted.increment();
        return true;
    }
}
