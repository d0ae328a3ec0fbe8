package io.daybreak.engine.txn;

import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.lock.LockOwner;
import io.daybreak.engine.lock.LockTable.Outcome;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest committed rows and locks what it passes. Owned by its cursor.
 *
 * <p>It locks an entry that the scan's copy of a leaf shows, and then reads the record again under
 * its latch. A record that another unfinished transaction wrote is waited for, and read again.
 */
final class LockingRead {
    private final OpenIndex open;
    private final RangeScan scan;
    private final CurrentRow current;
    private final LockedRange lockedRange;
    private boolean exclusive;
    private WaitPolicy policy = WaitPolicy.WAIT;

    /** The range is one full key of a unique index, so there is one row at most. */
    private boolean single;

    /** The key of the entry it has come to, or passed last. */
    private byte[] entry = new byte[0];

    /** Whether this cursor, not an earlier one, locked what it stands on. */
    private boolean lockedEntry;

    private boolean lockedRow;

    /** Set by a lock attempt that SKIP LOCKED gave up. */
    private boolean skipped;

    /** Whether the last lock attempt found a record, alive or not. */
    private boolean isThere;

    LockingRead(OpenIndex open, RangeScan scan, CurrentRow current) {
        this.open = open;
        this.scan = scan;
        this.current = current;
        this.lockedRange = new LockedRange(open, scan);
    }

    void open(LockMode mode, WaitPolicy newPolicy) {
        exclusive = mode == LockMode.EXCLUSIVE;
        policy = newPolicy;
        lockedRange.leave();
    }

    /** Before a range's first row. */
    void start(boolean isSingle) {
        single = isSingle;
        lockedRange.leave();
    }

    private LockOwner owner() {
        return open.transaction().owner();
    }

    private boolean locksRanges() {
        return open.transaction().locksRanges();
    }

    // ---- one key of the clustered index

    /** The row whose clustered key the range is; if there is none, the gap is locked. */
    boolean point() {
        leaveRow();
        byte[] wanted = Objects.requireNonNull(scan.range().low());
        while (true) {
            boolean alive = lockRow(open.index(), wanted, 0, wanted.length);
            if (alive) {
                current.stand(wanted, 0, wanted.length);
                current.useImage();
            }
            if (alive || skipped || !locksRanges() || lockedRange.isOpen()) {
                noteSeen();
                return alive;
            }
            lockedRange.openWhole();
        }
    }

    /** Tells the transaction what a locking read of one key has found, which may not be durable. */
    private void noteSeen() {
        EngineTransaction transaction = open.transaction();
        if (skipped) {
            transaction.lockedRead();
        } else if (isThere) {
            transaction.lockedVersion(current.image.transactionId());
        } else {
            transaction.lockedNothing(current.image.pageLsn);
        }
    }

    // ---- ranges

    /** The next row of the range. */
    boolean next() {
        leaveRow();
        boolean ranges = locksRanges() && !single;
        if (ranges && !lockedRange.isOpen()) {
            lockedRange.openAtStart();
        }
        while (true) {
            if (ranges ? lockedRange.step() : scan.step()) {
                if (lockFound()) {
                    return true;
                }
            } else if (single && locksRanges() && !lockedRange.isOpen()) {
                // No such row: keep it so, and look once more.
                lockedRange.openWhole();
                scan.startOver();
            } else {
                return false;
            }
        }
    }

    /** Locks what the scan stands on; false if there is no live row, or it was skipped. */
    private boolean lockFound() {
        leaveRow();
        entry = scan.leaf().key();
        lockedRange.passed(entry);
        if (!open.index().isClustered()) {
            return lockEntryAndRow();
        }
        if (lockRow(open.index(), entry, 0, entry.length)) {
            current.stand(entry, 0, entry.length);
            current.useImage();
            return true;
        }
        return false;
    }

    private boolean lockEntryAndRow() {
        Long word = lockEntry();
        if (skipped) {
            return false;
        }
        if (word == null || (word & RecordHeader.DELETED) != 0) {
            releaseEntry();
            return false;
        }
        current.stand(entry, 0, entry.length);
        EngineIndex clustered = open.index().table().clustered();
        if (lockRow(clustered, current.rowKey(), current.rowKeyAt(), current.rowKeyLength())
                && current.imageHasEntry()) {
            current.useImage();
            return true;
        }
        releaseEntry();
        return false;
    }

    // ---- locks of records

    /**
     * Locks a secondary entry.
     *
     * @return its word as it is now; null if the entry is gone, or it was skipped
     */
    private @Nullable Long lockEntry() {
        EngineIndex index = open.index();
        byte[] key = entry;
        skipped = false;
        Outcome outcome = lock(index, key, 0, key.length);
        while (outcome != Outcome.SKIPPED) {
            lockedEntry |= outcome != Outcome.HELD;
            Workspace work = open.transaction().workspace();
            Long word = Versions.entryWord(work, index, key, 0, key.length, open.mayBlock());
            outcome = word == null ? Outcome.HELD : awaitWriter(index, key, 0, key.length, word);
            if (outcome == Outcome.HELD) {
                return word;
            }
        }
        skipped = true;
        return null;
    }

    /**
     * Locks a clustered record and reads it into the image.
     *
     * @return false if there is none that is alive, or it was skipped
     */
    private boolean lockRow(EngineIndex clustered, byte[] bytes, int at, int length) {
        skipped = false;
        Outcome outcome = lock(clustered, bytes, at, length);
        while (outcome != Outcome.SKIPPED) {
            lockedRow |= outcome != Outcome.HELD;
            boolean there = current.fetch(clustered, bytes, at, length);
            isThere = there;
            outcome =
                    there
                            ? awaitWriter(clustered, bytes, at, length, current.image.word)
                            : Outcome.HELD;
            if (outcome == Outcome.HELD) {
                boolean alive = there && !current.image.isDeleted();
                if (!alive && lockedRow && (!there || !locksRanges())) {
                    release(clustered, bytes, at, length);
                    lockedRow = false;
                }
                return alive;
            }
        }
        skipped = true;
        return false;
    }

    private Outcome lock(EngineIndex of, byte[] key, int at, int length) {
        return open.kernel().locks.lock(owner(), of.id(), key, at, length, exclusive, policy);
    }

    private Outcome awaitWriter(EngineIndex of, byte[] key, int at, int length, long word) {
        return RowLocks.waitForWriter(
                open.kernel(),
                owner(),
                open.transaction().id(),
                of,
                key,
                at,
                length,
                word,
                exclusive,
                policy);
    }

    private void release(EngineIndex of, byte[] key, int at, int length) {
        open.kernel().locks.release(owner(), of.id(), key, at, length, exclusive);
    }

    /** What is locked stays so. */
    private void leaveRow() {
        lockedEntry = false;
        lockedRow = false;
    }

    /** Frees the locks of the row it stands on, if they are its own and may go. */
    void releaseRow() {
        if (locksRanges()) {
            return;
        }
        if (lockedRow) {
            EngineIndex clustered = open.index().table().clustered();
            release(clustered, current.rowKey(), current.rowKeyAt(), current.rowKeyLength());
            lockedRow = false;
        }
        releaseEntry();
    }

    private void releaseEntry() {
        if (lockedEntry && !locksRanges()) {
            release(open.index(), entry, 0, entry.length);
            lockedEntry = false;
        }
    }
}
