package io.daybreak.engine.txn;

import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.RowTooLargeException;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.btree.SeekMode;
import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.lock.LockTable.Outcome;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.engine.space.ChainHolder;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.undo.UndoRecord;
import io.daybreak.logstorage.api.RedoKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The changes of rows of one transaction. Owned by its thread. */
final class RowStore {
    /** Leaves room for the secondary keys that end with it. */
    private static final int CLUSTERED_KEY_MAX = 4000;

    /** Values shorter than this are not worth an overflow page. */
    private static final int OVERFLOW_MIN = 64;

    /** Entries in one mini-transaction: others want the leaf, too. */
    private static final int RUN_MAX = 64;

    private final EngineTransaction txn;
    private final Kernel kernel;
    private final ByteWriter scratch = new ByteWriter(64);
    private @Nullable DeferredEntries deferred;

    RowStore(EngineTransaction txn, Kernel kernel) {
        this.txn = txn;
        this.kernel = kernel;
    }

    // ---- insert ----

    @Nullable Index insert(EngineTable table, @Nullable Object[] values, OnDuplicate onDuplicate) {
        Workspace work = txn.workspace();
        txn.startWriting();
        EngineIndex clustered = table.clustered();
        byte[] key = clusteredKey(table, values);
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
            if (isDeferred(index)) {
                work.newKey.bytes(key);
                java.util.Objects.requireNonNull(deferred).add(index, entry(work.newKey));
            } else if (insertEntry(index, work.newKey, key, onDuplicate)) {
                for (int done = 0; done < i; done++) {
                    if (isDeferred(secondary[done])) {
                        java.util.Objects.requireNonNull(deferred).removeLast(secondary[done]);
                    }
                }
                txn.rollbackToPosition(position);
                return refuse(index, values, onDuplicate);
            }
        }
        if (deferred != null && deferred.isFull()) {
            writeDeferred(deferred);
        }
        table.state().rowDelta().increment();
        table.state().changes().increment();
        kernel.rowsInserted.increment();
        return null;
    }

    // ---- entries put off ----

    void beginBulk() {
        deferred = new DeferredEntries();
    }

    void endBulk() {
        DeferredEntries rest = deferred;
        if (rest != null) {
            writeDeferred(rest);
            deferred = null;
        }
    }

    /** The statement is undone. */
    void forgetBulk() {
        deferred = null;
    }

    private boolean isDeferred(EngineIndex index) {
        return deferred != null && !index.isUnique();
    }

    private void writeDeferred(DeferredEntries pending) {
        for (EngineIndex index : pending.indexes()) {
            byte[][] entries = pending.sorted(index);
            int at = 0;
            while (at < entries.length) {
                int written = tryInsertRun(index, entries, at);
                if (written == 0) {
                    awaitEntry(index, entries[at]);
                }
                at += written;
            }
        }
        pending.clear();
    }

    /**
     * Writes entries from {@code from} on as long as they go to one leaf, in one mini-transaction.
     *
     * @return how many; 0 if the first must wait for another transaction
     */
    private int tryInsertRun(EngineIndex index, byte[][] entries, int from) {
        Workspace work = txn.workspace();
        TreeCursor cursor = work.cursor(index);
        work.mtr.start(txn.isBlockingAllowed());
        try {
            work.mtr.kind(RedoKind.INSERT);
            byte[] entry = entries[from];
            boolean found =
                    cursor.seekForWrite(
                            work.mtr, entry, 0, entry.length, RecordHeader.SECONDARY_LENGTH);
            int written = 0;
            while (mayWrite(index, entry, found)) {
                writeWord(cursor, found, entry, txn.id());
                written++;
                if (written == RUN_MAX || from + written == entries.length) {
                    break;
                }
                entry = entries[from + written];
                if (!cursor.moveForWrite(entry, 0, entry.length, RecordHeader.SECONDARY_LENGTH)) {
                    break;
                }
                found = cursor.isOnEntry();
            }
            work.mtr.commit();
            return written;
        } finally {
            work.mtr.close();
        }
    }

    private boolean mayWrite(EngineIndex index, byte[] entry, boolean found) {
        return !index.ranges().isBlocked(txn.owner(), entry, 0, entry.length)
                && !(found
                        && kernel.locks.isLockedByOther(
                                txn.owner(), index.id(), entry, 0, entry.length));
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
        boolean look = isLong(table, values, key.length);
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
                stored = storeLongValues(table, values, key.length, null, 0);
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
            Outcome wait = waitForWriter(clustered, key, there.word, exclusive);
            if (wait != Outcome.GRANTED_AFTER_WAIT
                    && lock(clustered, key, exclusive || deleted) == Outcome.HELD) {
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
                work.undo.updateFull(
                        clustered.id(),
                        key,
                        0,
                        key.length,
                        there.word,
                        there.rollPointer,
                        RowKeys.overflowOf(table.layout(), there),
                        there.bytes(),
                        0,
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

    private static boolean isLong(EngineTable table, @Nullable Object[] values, int keyLength) {
        long variable = 0;
        for (Object value : values) {
            if (value instanceof byte[] bytes) {
                variable += bytes.length;
            }
        }
        return variable > 4000
                && table.layout().encodedLength((int) Math.min(variable, 1 << 24))
                        > inlineLimit(keyLength);
    }

    private static int inlineLimit(int keyLength) {
        return BTree.ENTRY_SIZE_MAX - RecordHeader.CLUSTERED_LENGTH - keyLength;
    }

    private Outcome waitForWriter(EngineIndex index, byte[] key, long word, boolean exclusive) {
        return RowLocks.waitForWriter(
                kernel,
                txn.owner(),
                txn.id(),
                index,
                key,
                0,
                key.length,
                word,
                exclusive,
                WaitPolicy.WAIT);
    }

    private Outcome lock(EngineIndex index, byte[] key, boolean exclusive) {
        return kernel.locks.lock(
                txn.owner(), index.id(), key, 0, key.length, exclusive, WaitPolicy.WAIT);
    }

    // ---- secondary entries ----

    /**
     * Puts an entry of this row into a secondary index.
     *
     * @param ownParts the index's own parts; the clustered key is appended to it
     * @return true if the index is unique and another row has the key
     */
    private boolean insertEntry(
            EngineIndex index, ByteWriter ownParts, byte[] clusteredKey, OnDuplicate onDuplicate) {
        int ownLength = ownParts.length();
        ownParts.bytes(clusteredKey);
        byte[] entry = entry(ownParts);
        boolean unique = index.isUnique() && !index.ownParts().hasNull(entry, 0);
        while (true) {
            ReentrantLock mutex = null;
            if (unique) {
                mutex = kernel.uniqueMutex(index.id(), entry, ownLength);
                if (!mutex.tryLock()) {
                    if (!txn.isBlockingAllowed()) {
                        throw WouldBlockException.INSTANCE;
                    }
                    mutex.lock();
                }
            }
            byte[] toLock;
            try {
                toLock = unique ? findRival(index, entry, ownLength) : null;
                if (toLock == null && tryInsertEntry(index, entry)) {
                    return false;
                }
            } finally {
                if (mutex != null) {
                    mutex.unlock();
                }
            }
            if (toLock != null) {
                if (lockRival(index, toLock, onDuplicate == OnDuplicate.REPORT_EXCLUSIVE)) {
                    return true;
                }
            } else {
                awaitEntry(index, entry);
            }
        }
    }

    private static byte[] entry(ByteWriter whole) {
        byte[] entry = whole.toArray();
        if (entry.length > BTree.KEY_LENGTH_MAX - 64) {
            throw new RowTooLargeException("a key of " + entry.length + " bytes");
        }
        return entry;
    }

    /** An entry of another row with the same own parts that is alive or not yet settled. */
    private byte @Nullable [] findRival(EngineIndex index, byte[] entry, int ownLength) {
        Workspace work = txn.workspace();
        TreeCursor cursor = work.cursor(index);
        work.mtr.startNested(txn.isBlockingAllowed());
        try {
            boolean found = cursor.seek(work.mtr, entry, 0, ownLength, SeekMode.AT_OR_AFTER, false);
            while (found) {
                byte[] page = cursor.page();
                int at = cursor.keyOffset();
                int length = cursor.keyLength();
                if (length < ownLength
                        || !Arrays.equals(page, at, at + ownLength, entry, 0, ownLength)) {
                    return null;
                }
                long word = RecordHeader.word(page, cursor.valueOffset());
                long id = word & RecordHeader.ID_MASK;
                boolean deleted = (word & RecordHeader.DELETED) != 0;
                boolean foreign = id != txn.id() && kernel.active.isActive(id);
                boolean self = Arrays.equals(page, at, at + length, entry, 0, entry.length);
                if (!self && (!deleted || foreign)) {
                    return Arrays.copyOfRange(page, at, at + length);
                }
                found = cursor.next();
            }
            return null;
        } finally {
            work.mtr.close();
        }
    }

    /** Locks the entry of another row; true if it is there and alive then: a duplicate. */
    private boolean lockRival(EngineIndex index, byte[] rival, boolean exclusive) {
        while (true) {
            Long word =
                    Versions.entryWord(
                            txn.workspace(),
                            index,
                            rival,
                            0,
                            rival.length,
                            txn.isBlockingAllowed());
            if (word == null) {
                return false;
            }
            Outcome wait = waitForWriter(index, rival, word, exclusive);
            if (wait == Outcome.GRANTED_AFTER_WAIT) {
                continue;
            }
            if ((word & RecordHeader.DELETED) != 0) {
                return false;
            }
            if (lock(index, rival, exclusive) == Outcome.HELD) {
                return true;
            }
        }
    }

    private boolean tryInsertEntry(EngineIndex index, byte[] entry) {
        Workspace work = txn.workspace();
        TreeCursor cursor = work.cursor(index);
        work.mtr.start(txn.isBlockingAllowed());
        try {
            work.mtr.kind(RedoKind.INSERT);
            boolean found =
                    cursor.seekForWrite(
                            work.mtr, entry, 0, entry.length, RecordHeader.SECONDARY_LENGTH);
            if (!mayWrite(index, entry, found)) {
                return false;
            }
            writeWord(cursor, found, entry, txn.id());
            work.mtr.commit();
            return true;
        } finally {
            work.mtr.close();
        }
    }

    private void writeWord(TreeCursor cursor, boolean found, byte[] entry, long word) {
        byte[] bytes = new byte[RecordHeader.SECONDARY_LENGTH];
        BigEndian.i64(bytes, 0, word);
        if (found) {
            cursor.replaceValue(bytes, 0, bytes.length);
        } else {
            cursor.insert(entry, 0, entry.length, bytes, 0, bytes.length);
        }
    }

    private void awaitEntry(EngineIndex index, byte[] entry) {
        if (index.ranges().isBlocked(txn.owner(), entry, 0, entry.length)) {
            kernel.locks.awaitRange(txn.owner(), index.ranges(), entry);
        } else {
            lock(index, entry, true);
        }
    }

    private void markEntry(EngineIndex index, byte[] ownParts, int ownLength, byte[] clusteredKey) {
        Workspace work = txn.workspace();
        byte[] entry = Arrays.copyOf(ownParts, ownLength + clusteredKey.length);
        System.arraycopy(clusteredKey, 0, entry, ownLength, clusteredKey.length);
        TreeCursor cursor = work.cursor(index);
        work.mtr.start(txn.isBlockingAllowed());
        try {
            work.mtr.kind(RedoKind.DELETE_MARK);
            if (!cursor.find(work.mtr, entry, 0, entry.length, true)) {
                throw new IllegalStateException("an entry is missing in " + index);
            }
            writeWord(cursor, true, entry, txn.id() | RecordHeader.DELETED);
            work.mtr.commit();
        } finally {
            work.mtr.close();
        }
    }

    // ---- update ----

    @Nullable Index update(
            EngineTable table, RowId row, @Nullable Object[] values, OnDuplicate onDuplicate) {
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
        boolean[] changed = changedIndexes(table, old, values);
        byte[] oldRow = Arrays.copyOf(old.bytes(), old.length());
        if (!replaceClustered(table, key, values, old, changed)) {
            return null;
        }
        EngineIndex[] secondary = table.secondary();
        for (int i = 0; i < secondary.length; i++) {
            if (changed[i]) {
                EngineIndex index = secondary[i];
                work.oldKey.reset();
                ownParts(index, oldRow, work.oldKey);
                markEntry(index, work.oldKey.bytes(), work.oldKey.length(), key);
                work.newKey.reset();
                RowKeys.ownParts(index, values, work.newKey);
                if (insertEntry(index, work.newKey, key, onDuplicate)) {
                    txn.rollbackToPosition(position);
                    return refuse(index, values, onDuplicate);
                }
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

    private boolean[] changedIndexes(EngineTable table, RowImage old, @Nullable Object[] values) {
        Workspace work = txn.workspace();
        EngineIndex[] secondary = table.secondary();
        boolean[] changed = new boolean[secondary.length];
        for (int i = 0; i < secondary.length; i++) {
            work.oldKey.reset();
            work.newKey.reset();
            ownParts(secondary[i], old.bytes(), work.oldKey);
            RowKeys.ownParts(secondary[i], values, work.newKey);
            changed[i] =
                    !Arrays.equals(
                            work.oldKey.bytes(),
                            0,
                            work.oldKey.length(),
                            work.newKey.bytes(),
                            0,
                            work.newKey.length());
        }
        return changed;
    }

    /** Returns false if the new row is the same as the old one. */
    private boolean replaceClustered(
            EngineTable table,
            byte[] key,
            @Nullable Object[] values,
            RowImage old,
            boolean[] changed) {
        Workspace work = txn.workspace();
        boolean mayBlock = txn.isBlockingAllowed();
        EngineIndex clustered = table.clustered();
        @Nullable Object[] stored = storeLongValues(table, values, key.length, old.bytes(), 0);
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
        boolean full = !replaced.isEmpty() || isAny(changed);
        txn.undo()
                .prepare(
                        work.mtr,
                        mayBlock,
                        UndoRecord.fullLength(key.length, old.length(), replaced.size()));
        UndoRecord record =
                full
                        ? work.undo.updateFull(
                                clustered.id(),
                                key,
                                0,
                                key.length,
                                old.word,
                                old.rollPointer,
                                replaced,
                                old.bytes(),
                                0,
                                old.length())
                        : work.undo.updateDiff(
                                clustered.id(),
                                key,
                                0,
                                key.length,
                                old.word,
                                old.rollPointer,
                                old.bytes(),
                                0,
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

    private static boolean isAny(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
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
            markEntry(index, work.oldKey.bytes(), work.oldKey.length(), key);
        }
        table.state().rowDelta().decrement();
        table.state().changes().increment();
        kernel.rowsDeleted.increment();
        return true;
    }

    // ---- long values ----

    /**
     * Moves values out to overflow pages until the row fits. The row that is written next takes
     * them; if there is none, purge frees them.
     *
     * @param oldRow if not null, values that are unchanged keep their overflow pages
     */
    private @Nullable Object[] storeLongValues(
            EngineTable table,
            @Nullable Object[] values,
            int keyLength,
            byte @Nullable [] oldRow,
            int oldAt) {
        txn.undo().leaveChains();
        RowLayout layout = table.layout();
        int limit = inlineLimit(keyLength);
        int variable = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof byte[] bytes) {
                variable += bytes.length;
                if (variable < 0) {
                    variable = Integer.MAX_VALUE / 2;
                }
            }
        }
        if (layout.encodedLength(variable) <= limit) {
            return values;
        }
        @Nullable Object[] stored = values.clone();
        while (layout.encodedLength(variable) > limit) {
            int longest = longest(stored);
            if (longest < 0) {
                throw new RowTooLargeException(
                        "a row of " + layout.encodedLength(variable) + " bytes");
            }
            byte[] bytes = (byte[]) java.util.Objects.requireNonNull(stored[longest]);
            stored[longest] = moveOut(layout, longest, bytes, oldRow, oldAt);
            variable = 0;
            for (Object value : stored) {
                variable +=
                        value instanceof byte[] b
                                ? Math.min(b.length, 1 << 24)
                                : value instanceof OverflowReference
                                        ? OverflowReference.ENCODED_LENGTH
                                        : 0;
            }
        }
        return stored;
    }

    private static int longest(@Nullable Object[] values) {
        int longest = -1;
        int length = OVERFLOW_MIN;
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof byte[] bytes && bytes.length > length) {
                longest = i;
                length = bytes.length;
            }
        }
        return longest;
    }

    private OverflowReference moveOut(
            RowLayout layout, int column, byte[] bytes, byte @Nullable [] oldRow, int oldAt) {
        if (oldRow != null
                && !layout.isNull(oldRow, oldAt, column)
                && layout.isOverflow(oldRow, oldAt, column)) {
            OverflowReference there =
                    OverflowReference.read(oldRow, layout.variableOffset(oldRow, oldAt, column));
            if (there.length() == bytes.length
                    && Arrays.equals(
                            bytes,
                            RowKeys.read(
                                    there,
                                    kernel.overflow,
                                    txn.isBlockingAllowed(),
                                    kernel.pool))) {
                return there;
            }
        }
        Mtr mtr = txn.workspace().mtr;
        boolean mayBlock = txn.isBlockingAllowed();
        ChainHolder holder = txn.undo().holdChain(mtr, mayBlock);
        long page = kernel.overflow.write(mtr, mayBlock, bytes, 0, bytes.length, holder);
        return new OverflowReference(page, bytes.length);
    }
}
