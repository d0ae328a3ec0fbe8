package io.daybreak.engine.undo;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.logstorage.api.PageLayout;

/** Reads undo records by place. Stateless but for the pool. */
public final class UndoReader {
    private final BufferPool pool;

    public UndoReader(BufferPool pool) {
        this.pool = pool;
    }

    /** Copies the record that a roll pointer names. */
    public void read(long rollPointer, UndoRecord into, boolean mayBlock) {
        long page = RollPointer.page(rollPointer);
        int offset = RollPointer.offset(rollPointer);
        Frame frame = pool.shared(page, mayBlock);
        try {
            byte[] bytes = frame.bytes();
            if (PageLayout.type(bytes) != UndoLayout.DATA
                    || offset < UndoLayout.RECORDS
                    || offset >= BigEndian.u16(bytes, UndoLayout.END)) {
                throw new StorageFailedException(
                        "no undo record at offset " + offset + " of page " + page);
            }
            into.load(bytes, offset, RollPointer.plain(rollPointer));
        } finally {
            frame.releaseShared();
        }
    }

    /**
     * Copies the record that ends at a place.
     *
     * @return false if nothing is before it
     */
    boolean readBefore(long end, UndoRecord into) {
        long page = RollPointer.page(end);
        int offset = RollPointer.offset(end);
        if (offset == UndoLayout.RECORDS) {
            long normal = normalize(end);
            page = RollPointer.page(normal);
            offset = RollPointer.offset(normal);
            if (offset == UndoLayout.RECORDS) {
                return false;
            }
        }
        Frame frame = pool.shared(page, true);
        try {
            int start = BigEndian.u16(frame.bytes(), offset - 2);
            into.load(frame.bytes(), start, RollPointer.of(page, start));
            return true;
        } finally {
            frame.releaseShared();
        }
    }

    /** The same place as the end of an earlier page, if it is the start of a page. */
    long normalize(long place) {
        long page = RollPointer.page(place);
        int offset = RollPointer.offset(place);
        while (offset == UndoLayout.RECORDS) {
            long previous;
            Frame frame = pool.shared(page, true);
            try {
                previous = BigEndian.i64(frame.bytes(), UndoLayout.PREVIOUS);
            } finally {
                frame.releaseShared();
            }
            if (previous == 0) {
                break;
            }
            page = previous;
            offset = endOf(page);
        }
        return RollPointer.of(page, offset);
    }

    /** The end of the records of a page. */
    int endOf(long page) {
        Frame frame = pool.shared(page, true);
        try {
            return BigEndian.u16(frame.bytes(), UndoLayout.END);
        } finally {
            frame.releaseShared();
        }
    }
}
