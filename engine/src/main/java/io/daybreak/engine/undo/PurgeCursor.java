package io.daybreak.engine.undo;

import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.mvcc.Snapshot;
import io.daybreak.engine.space.OverflowStore;
import io.daybreak.logstorage.api.RedoKind;

/** Goes along a stream from its head. Owned by the purge thread of the stream. */
public final class PurgeCursor {
    private static final int PAGES_PER_STEP = 16;

    private final UndoStream stream;
    private final UndoLogs logs;

    public PurgeCursor(UndoStream stream, UndoLogs logs) {
        this.stream = stream;
        this.logs = logs;
    }

    public boolean hasMore() {
        return !stream.isHeadAtEnd();
    }

    /**
     * Loads the next record of a transaction that the view sees; frees pages that are passed.
     *
     * @return false if there is none yet
     */
    public boolean next(Snapshot all, UndoRecord into, Mtr mtr) {
        while (true) {
            long page = stream.headPage();
            int offset = stream.headOffset();
            if (offset < logs.reader().endOf(page)) {
                logs.reader().read(RollPointer.of(page, offset), into, true);
                return into.type() != UndoType.BEGIN || all.sees(into.transactionId());
            }
            if (!stream.dropHeadPage(mtr)) {
                return false;
            }
        }
    }

    /** The record is dealt with. */
    public void done(UndoRecord record) {
        stream.headOffset(stream.headOffset() + record.length());
        switch (record.type()) {
            case COMMIT, ROLLED_BACK -> logs.history().updateAndGet(n -> Math.max(0, n - 1));
            case BEGIN,
                    INSERT,
                    UPDATE_DIFF,
                    UPDATE_DIFF_AND_ENTRIES,
                    UPDATE_FULL,
                    DELETE_MARK,
                    UNDONE,
                    UNOWNED -> {
                // not the end of a transaction
            }
        }
    }

    /**
     * Frees an overflow value that the update replaced, in steps; the undo record's reference
     * follows, so nothing is freed twice after a crash.
     */
    public static void freeReplaced(UndoRecord record, int index, OverflowStore overflow, Mtr mtr) {
        freeChain(record, record.replacedOffset(index), overflow, mtr);
    }

    /** Frees the chain of an UNOWNED, if there is one left, in the same way. */
    public static void freeUnowned(UndoRecord record, OverflowStore overflow, Mtr mtr) {
        freeChain(record, UndoRecord.unownedOffset(), overflow, mtr);
    }

    private static void freeChain(
            UndoRecord record, int offsetInRecord, OverflowStore overflow, Mtr mtr) {
        long rest;
        do {
            try (mtr) {
                mtr.start(true);
                mtr.kind(RedoKind.PURGE);
                Frame frame = mtr.exclusive(RollPointer.page(record.pointer()), LatchLevel.UNDO);
                int at = RollPointer.offset(record.pointer()) + offsetInRecord;
                long first = BigEndian.i64(frame.bytes(), at);
                rest = first == 0 ? 0 : overflow.free(mtr, first, PAGES_PER_STEP);
                if (first != 0) {
                    mtr.putI64(frame, at, rest);
                }
                mtr.commit();
            }
        } while (rest != 0);
    }

    /** The update is being taken back: its overflow values are the row's again. */
    public static void forgetReplaced(UndoRecord record, Mtr mtr) {
        int count = record.replaced().size();
        for (int i = 0; i < count; i++) {
            Frame frame = mtr.exclusive(RollPointer.page(record.pointer()), LatchLevel.UNDO);
            mtr.putI64(frame, RollPointer.offset(record.pointer()) + record.replacedOffset(i), 0);
        }
    }
}
