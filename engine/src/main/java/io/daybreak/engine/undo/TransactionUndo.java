package io.daybreak.engine.undo;

import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.ChainHolder;
import io.daybreak.logstorage.api.RedoKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The undo of one transaction. Owned by its thread.
 *
 * <p>For each change: {@link #prepare} before the mini-transaction, {@link #append} in it, {@link
 * #committed} after its commit.
 */
public final class TransactionUndo {
    private static final int BEGIN_LENGTH = UndoLayout.RECORD_OVERHEAD + 8;

    private final UndoLogs logs;
    private final UndoRecord mark = new UndoRecord();
    private @Nullable UndoStream stream;
    private long transactionId;
    private boolean begun;
    private boolean beginPending;
    private int pendingEnd;

    /** The end of BEGIN: what lies before it is another's, and purge's to free. */
    private long start;

    private long pendingStart;

    /** The UNOWNED records of chains that the next row will name. */
    private final List<Long> chains = new ArrayList<>();

    public TransactionUndo(UndoLogs logs) {
        this.logs = logs;
    }

    /** Takes over what a crash left. */
    public TransactionUndo(UndoLogs logs, UndoLogs.Unfinished unfinished) {
        this.logs = logs;
        this.stream = unfinished.stream();
        this.transactionId = unfinished.transactionId();
        this.begun = true;
    }

    public boolean hasBegun() {
        return begun;
    }

    /** Takes a stream. */
    public void open(Mtr mtr, boolean mayBlock) {
        stream = logs.take(mtr, mayBlock);
    }

    public void transactionId(long id) {
        transactionId = id;
    }

    public boolean isOpen() {
        return stream != null;
    }

    private UndoStream stream() {
        UndoStream s = stream;
        if (s == null) {
            throw new IllegalStateException("no undo stream");
        }
        return s;
    }

    /** Makes room for a record of at most so many bytes. */
    public void prepare(Mtr mtr, boolean mayBlock, int bytes) {
        stream().ensureRoom(mtr, mayBlock, begun ? bytes : bytes + BEGIN_LENGTH);
    }

    /** Makes room in a running mini-transaction that has no other changes, and commits it. */
    public void extend(Mtr mtr) {
        stream().addPage(mtr);
    }

    /** The room that one UNOWNED needs. */
    public static int unownedLength() {
        return UndoLayout.RECORD_OVERHEAD + 8;
    }

    public boolean hasRoom(int bytes) {
        return stream().hasRoom(bytes);
    }

    /**
     * Writes, in a mini-transaction of its own, a record that a chain can grow on.
     *
     * @param mtr idle
     */
    public ChainHolder holdChain(Mtr mtr, boolean mayBlock) {
        prepare(mtr, mayBlock, unownedLength());
        long pointer;
        try (mtr) {
            mtr.start(mayBlock);
            pointer = append(mtr, new UndoRecord().unowned(0));
            mtr.commit();
        }
        committed();
        chains.add(pointer);
        return new ChainHolder(
                RollPointer.page(pointer),
                RollPointer.offset(pointer) + UndoRecord.unownedOffset());
    }

    /** The next row does not name the chains that were written last: they are purge's. */
    public void leaveChains() {
        chains.clear();
    }

    /** The row that this mini-transaction writes names the chains; before {@link #append}. */
    public void takeChains(Mtr mtr) {
        for (int i = 0; i < chains.size(); i++) {
            long pointer = chains.get(i);
            Frame frame = mtr.exclusive(RollPointer.page(pointer), LatchLevel.UNDO);
            mtr.putI64(frame, RollPointer.offset(pointer) + UndoRecord.unownedOffset(), 0);
        }
    }

    /** The mini-transaction takes the row away that named these chains. */
    public void appendUnowned(Mtr mtr, List<Long> firstPages) {
        RedoKind kind = mtr.kind();
        mtr.kind(RedoKind.UNDO);
        int at = stream().tailEnd();
        for (long page : firstPages) {
            stream().append(mtr, mark.unowned(page), at);
            at += mark.length();
        }
        pendingEnd = at;
        mtr.kind(kind);
    }

    /**
     * @return the roll pointer
     */
    public long append(Mtr mtr, UndoRecord record) {
        UndoStream s = stream();
        int at = s.tailEnd();
        RedoKind kind = mtr.kind();
        mtr.kind(RedoKind.UNDO);
        beginPending = !begun;
        if (beginPending) {
            pendingStart =
                    s.append(mtr, mark.transaction(UndoType.BEGIN, transactionId), at)
                            + mark.length();
            at += mark.length();
        }
        long pointer = s.append(mtr, record, at);
        pendingEnd = at + record.length();
        mtr.kind(kind);
        return record.type() == UndoType.INSERT ? RollPointer.insert(pointer) : pointer;
    }

    /** One more record in the mini-transaction in which {@link #append} was called. */
    public long appendMore(Mtr mtr, UndoRecord record) {
        RedoKind kind = mtr.kind();
        mtr.kind(RedoKind.UNDO);
        long pointer = stream().append(mtr, record, pendingEnd);
        pendingEnd += record.length();
        mtr.kind(kind);
        return record.type() == UndoType.INSERT ? RollPointer.insert(pointer) : pointer;
    }

    public void committed() {
        stream().appended(pendingEnd);
        if (beginPending) {
            begun = true;
            start = pendingStart;
        }
    }

    /** Where a rollback to now would stop. */
    public long position() {
        return begun ? stream().end() : 0;
    }

    /** Where the walk back starts. */
    public long end() {
        return stream().end();
    }

    /**
     * Steps back from a place: loads the newest record before it that is not undone yet.
     *
     * @param stop a savepoint's {@link #position}; 0: the transaction's begin
     * @return false if there is none
     */
    public boolean previous(long from, long stop, UndoRecord into) {
        UndoReader reader = logs.reader();
        long bound = stop == 0 ? 0 : reader.normalize(stop);
        long at = reader.normalize(from);
        while (at != bound && reader.readBefore(at, into)) {
            switch (into.type()) {
                case BEGIN, COMMIT, ROLLED_BACK -> {
                    return false;
                }
                case UNOWNED -> at = reader.normalize(into.pointer());
                case UNDONE ->
                        at =
                                reader.normalize(
                                        RollPointer.of(into.undonePage(), into.undoneOffset()));
                case INSERT, UPDATE_DIFF, UPDATE_DIFF_AND_ENTRIES, UPDATE_FULL, DELETE_MARK -> {
                    return true;
                }
            }
        }
        return false;
    }

    /** Writes that everything since the position is undone. */
    public void undoneTo(long position, Mtr mtr) {
        UndoStream s = stream();
        long target = position == 0 ? start : position;
        s.appendAlone(
                mtr,
                mark.undone(RollPointer.page(target), RollPointer.offset(target)),
                RedoKind.ROLLBACK);
    }

    /**
     * Ends the transaction on disk and gives the stream back.
     *
     * @return the LSN of the end record; 0 if nothing was written
     */
    public long finish(boolean commit, Mtr mtr) {
        UndoStream s = stream;
        if (s == null) {
            return 0;
        }
        long lsn = 0;
        if (begun) {
            lsn =
                    s.appendAlone(
                            mtr,
                            mark.transaction(
                                    commit ? UndoType.COMMIT : UndoType.ROLLED_BACK, transactionId),
                            commit ? RedoKind.COMMIT : RedoKind.ROLLBACK);
            logs.history().incrementAndGet();
        }
        stream = null;
        begun = false;
        logs.giveBack(s);
        return lsn;
    }
}
