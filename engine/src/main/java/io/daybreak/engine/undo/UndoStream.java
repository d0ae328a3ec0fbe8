package io.daybreak.engine.undo;

import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;

/**
 * One stream of undo. The tail belongs to the transaction that has taken the stream; the head
 * belongs to purge.
 */
public final class UndoStream {
    private final Space space;
    private final long header;

    // the owner's
    private volatile long tailPage;
    private volatile int tailEnd;

    // purge's
    private long headPage;
    private int headOffset = UndoLayout.RECORDS;

    UndoStream(Space space, long header, long headPage, long tailPage, int tailEnd) {
        this.space = space;
        this.header = header;
        this.headPage = headPage;
        this.tailPage = tailPage;
        this.tailEnd = tailEnd;
    }

    /** Where the next record will go, or the end of the page before it. */
    public long end() {
        return RollPointer.of(tailPage, tailEnd);
    }

    /**
     * Makes sure that records of so many bytes fit the tail page; uses the mini-transaction for one
     * of its own if need be.
     *
     * @param mtr idle
     */
    public void ensureRoom(Mtr mtr, boolean mayBlock, int bytes) {
        if (!hasRoom(bytes)) {
            mtr.start(mayBlock);
            addPage(mtr);
        }
    }

    boolean hasRoom(int bytes) {
        return tailEnd + bytes < PageLayout.PAGE_SIZE;
    }

    /**
     * @param mtr started and without changes; idle on return
     */
    void addPage(Mtr mtr) {
        long page;
        try (mtr) {
            mtr.kind(RedoKind.UNDO);
            Frame head = mtr.exclusive(header, LatchLevel.ROLLBACK_SEGMENT);
            Frame tail = mtr.exclusive(tailPage, LatchLevel.UNDO);
            page = space.allocate(mtr);
            Frame fresh = mtr.create(page, UndoLayout.DATA, LatchLevel.UNDO);
            mtr.putI64(fresh, UndoLayout.PREVIOUS, tailPage);
            mtr.putU16(fresh, UndoLayout.END, UndoLayout.RECORDS);
            mtr.putI64(tail, UndoLayout.NEXT, page);
            mtr.putI64(head, UndoLayout.LAST_PAGE, page);
            mtr.commit();
        }
        tailPage = page;
        tailEnd = UndoLayout.RECORDS;
    }

    /**
     * Appends a record in a running mini-transaction; {@link #ensureRoom} was called for it. The
     * stream counts it when {@link #appended} is called after the commit.
     *
     * @param at the end of the records so far: {@link #tailEnd()} for the first of the
     *     mini-transaction
     * @return the roll pointer
     */
    public long append(Mtr mtr, UndoRecord record, int at) {
        Frame frame = mtr.exclusive(tailPage, LatchLevel.UNDO);
        int length = record.length();
        record.placeAt(at);
        mtr.write(frame, at, record.bytes(), 0, length);
        mtr.putU16(frame, UndoLayout.END, at + length);
        return RollPointer.of(tailPage, at);
    }

    public int tailEnd() {
        return tailEnd;
    }

    /** The records up to here are committed. */
    public void appended(int end) {
        tailEnd = end;
    }

    /**
     * Appends one record about the transaction in a mini-transaction of its own. A full log holds
     * nobody back here: the end of a transaction runs on the event loop, frees locks that others
     * wait for, and is one record.
     */
    long appendAlone(Mtr mtr, UndoRecord record, RedoKind kind) {
        if (!hasRoom(record.length())) {
            mtr.startNested(true);
            addPage(mtr);
        }
        long lsn;
        int at = tailEnd;
        try (mtr) {
            mtr.startNested(true);
            mtr.kind(kind);
            append(mtr, record, at);
            lsn = mtr.commit();
        }
        tailEnd = at + record.length();
        return lsn;
    }

    long headPage() {
        return headPage;
    }

    int headOffset() {
        return headOffset;
    }

    void headOffset(int offset) {
        headOffset = offset;
    }

    public boolean isHeadAtEnd() {
        return headPage == tailPage && headOffset == tailEnd;
    }

    /**
     * Frees the head page if all its records are purged and it is not the last.
     *
     * @return whether there is more to look at: on this page, to which a transaction may have
     *     appended since purge saw its end, or on the next
     */
    boolean dropHeadPage(Mtr mtr) {
        if (headPage == tailPage) {
            return false;
        }
        long next;
        try (mtr) {
            mtr.start(true);
            mtr.kind(RedoKind.PURGE);
            Frame head = mtr.exclusive(header, LatchLevel.ROLLBACK_SEGMENT);
            Frame old = mtr.exclusive(headPage, LatchLevel.UNDO);
            next = BigEndian.i64(old.bytes(), UndoLayout.NEXT);
            if (next == 0) {
                return false;
            }
            if (BigEndian.u16(old.bytes(), UndoLayout.END) > headOffset) {
                return true;
            }
            Frame following = mtr.exclusive(next, LatchLevel.UNDO);
            mtr.putI64(following, UndoLayout.PREVIOUS, 0);
            mtr.putI64(head, UndoLayout.FIRST_PAGE, next);
            space.free(mtr, headPage);
            mtr.commit();
        }
        headPage = next;
        headOffset = UndoLayout.RECORDS;
        return true;
    }
}
