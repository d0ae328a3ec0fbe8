package io.daybreak.engine.txn;

import io.daybreak.engine.api.RowTooLargeException;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.btree.SeekMode;
import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.lock.LockTable.Outcome;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.logstorage.api.RedoKind;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one transaction's rows in secondary indexes. While many rows are inserted, entries
 * of indexes that are not unique are put off and written in order. Owned by its thread.
 */
final class SecondaryEntries {
    /** Entries in one mini-transaction: others want the leaf, too. */
    private static final int RUN_MAX = 64;

    private final EngineTransaction txn;
    private final Kernel kernel;
    private final KeyWaits waits;
    private @Nullable DeferredEntries deferred;

    SecondaryEntries(EngineTransaction txn, Kernel kernel, KeyWaits waits) {
        this.txn = txn;
        this.kernel = kernel;
        this.waits = waits;
    }

    /**
     * Puts an entry of this row into a secondary index.
     *
     * @param ownParts the index's own parts; the clustered key is appended to it
     * @return true if the index is unique and another row has the key
     */
    boolean insert(
            EngineIndex index, ByteWriter ownParts, byte[] clusteredKey, OnDuplicate onDuplicate) {
        int ownLength = ownParts.length();
        ownParts.bytes(clusteredKey);
        return insert(index, entry(ownParts), ownLength, onDuplicate);
    }

    private boolean insert(
            EngineIndex index, byte[] entry, int ownLength, OnDuplicate onDuplicate) {
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
            Outcome wait = waits.waitForWriter(index, rival, word, exclusive);
            if (wait == Outcome.GRANTED_AFTER_WAIT) {
                continue;
            }
            if ((word & RecordHeader.DELETED) != 0) {
                return false;
            }
            if (waits.lock(index, rival, exclusive) == Outcome.HELD) {
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

    /**
     * Puts the entry of an updated row in the place of the old one, which is marked.
     *
     * @param oldParts the index's own parts in the old row; the clustered key is appended to it
     * @param newParts the same in the new row
     * @return as {@link #insert}
     */
    boolean replace(
            EngineIndex index,
            ByteWriter oldParts,
            ByteWriter newParts,
            byte[] clusteredKey,
            OnDuplicate onDuplicate) {
        int ownLength = newParts.length();
        newParts.bytes(clusteredKey);
        byte[] entry = entry(newParts);
        // Who has the key of a unique index is found out without a latch.
        byte @Nullable [] along = index.isUnique() ? null : entry;
        return !mark(index, oldParts, clusteredKey, along)
                && insert(index, entry, ownLength, onDuplicate);
    }

    /**
     * Marks the entry of a row deleted, which other transactions may still see.
     *
     * @param ownParts the index's own parts; the clustered key is appended to it
     */
    void mark(EngineIndex index, ByteWriter ownParts, byte[] clusteredKey) {
        mark(index, ownParts, clusteredKey, null);
    }

    /**
     * @param along an entry to be inserted in the same mini-transaction, if it belongs to the same
     *     leaf and need not wait: an update often changes little, and that is half the work
     * @return whether it was inserted
     */
    private boolean mark(
            EngineIndex index, ByteWriter ownParts, byte[] clusteredKey, byte @Nullable [] along) {
        Workspace work = txn.workspace();
        ownParts.bytes(clusteredKey);
        byte[] entry = ownParts.bytes();
        int length = ownParts.length();
        TreeCursor cursor = work.cursor(index);
        work.mtr.start(txn.isBlockingAllowed());
        try {
            work.mtr.kind(along == null ? RedoKind.DELETE_MARK : RedoKind.UPDATE);
            if (!cursor.find(work.mtr, entry, 0, length, true)) {
                throw new IllegalStateException("an entry is missing in " + index);
            }
            writeWord(cursor, true, entry, txn.id() | RecordHeader.DELETED);
            boolean inserted = along != null && insertBeside(index, cursor, along);
            work.mtr.commit();
            return inserted;
        } finally {
            work.mtr.close();
        }
    }

    private boolean insertBeside(EngineIndex index, TreeCursor cursor, byte[] entry) {
        if (!cursor.moveForWrite(entry, 0, entry.length, RecordHeader.SECONDARY_LENGTH)
                || !mayWrite(index, entry, cursor.isOnEntry())) {
            return false;
        }
        writeWord(cursor, cursor.isOnEntry(), entry, txn.id());
        return true;
    }

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

    boolean isDeferred(EngineIndex index) {
        return deferred != null && !index.isUnique();
    }

    /**
     * @param ownParts the index's own parts; the clustered key is appended to it
     */
    void defer(EngineIndex index, ByteWriter ownParts, byte[] clusteredKey) {
        ownParts.bytes(clusteredKey);
        Objects.requireNonNull(deferred).add(index, entry(ownParts));
    }

    /** Whether all entries of the table's rows are put off. */
    boolean defersAllOf(EngineTable table) {
        if (deferred == null) {
            return false;
        }
        for (EngineIndex index : table.secondary()) {
            if (index.isUnique()) {
                return false;
            }
        }
        return true;
    }

    /** Puts off all entries of a row, or, if one is refused, none. */
    void deferAll(EngineIndex[] indexes, @Nullable Object[] values, byte[] clusteredKey) {
        byte[][] made = new byte[indexes.length][];
        ByteWriter whole = txn.workspace().newKey;
        for (int i = 0; i < indexes.length; i++) {
            whole.reset();
            RowKeys.ownParts(indexes[i], values, whole);
            whole.bytes(clusteredKey);
            made[i] = entry(whole);
        }
        for (int i = 0; i < indexes.length; i++) {
            Objects.requireNonNull(deferred).add(indexes[i], made[i]);
        }
    }

    /** The row's entry in a later index was refused: forgets those in the first ones. */
    void undefer(EngineIndex[] indexes, int count) {
        for (int i = 0; i < count; i++) {
            if (isDeferred(indexes[i])) {
                Objects.requireNonNull(deferred).removeLast(indexes[i]);
            }
        }
    }

    boolean areMany() {
        return deferred != null && deferred.isFull();
    }

    /** Bounds the memory of those that were put off. */
    void writeIfMany() {
        if (deferred != null && deferred.isFull()) {
            writeDeferred(deferred);
        }
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

    private void awaitEntry(EngineIndex index, byte[] entry) {
        if (index.ranges().isBlocked(txn.owner(), entry, 0, entry.length)) {
            kernel.locks.awaitRange(txn.owner(), index.ranges(), entry);
        } else {
            waits.lock(index, entry, true);
        }
    }
}
