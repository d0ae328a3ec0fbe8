package io.daybreak.engine.space;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.PageBytes;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;

/**
 * Values too long for a tree page, as chains of pages. A value is named by its first page and its
 * length, both kept by the caller. Thread-safe; a chain is never changed once written.
 *
 * <p>An overflow page, big-endian:
 *
 * <pre>
 * offset  length  field
 *      0      32  page header, type {@link PageType#OVERFLOW}
 *     32       8  next page of the chain, 0 = last
 *     40       2  bytes of the value on this page
 *     42       6  reserved, zero
 *     48   16336  bytes of the value
 * </pre>
 */
public final class OverflowStore {
    public static final int BYTES_PER_PAGE = PageLayout.PAGE_SIZE - 48;

    private static final int NEXT_OFFSET = PageLayout.HEADER_SIZE;
    private static final int LENGTH_OFFSET = NEXT_OFFSET + 8;
    private static final int DATA_OFFSET = 48;

    /** Pages written in one mini-transaction. */
    private static final int PAGES_PER_MTR = 8;

    private final Space space;

    public OverflowStore(Space space) {
        this.space = space;
    }

    /**
     * Writes a value in mini-transactions of its own, from its end to its start. After each of them
     * the holder names what there is of the chain.
     *
     * @param mtr an idle one; idle again on return
     * @param length greater than 0
     * @return the first page
     */
    public long write(
            Mtr mtr, boolean mayBlock, byte[] value, int offset, int length, ChainHolder holder) {
        if (length <= 0) {
            throw new IllegalArgumentException("length " + length);
        }
        long first = 0;
        int chunk = (length + BYTES_PER_PAGE - 1) / BYTES_PER_PAGE - 1;
        try (mtr) {
            while (chunk >= 0) {
                mtr.start(mayBlock);
                mtr.kind(RedoKind.OVERFLOW);
                Frame frame = mtr.exclusive(holder.page(), LatchLevel.UNDO);
                long next = first;
                for (int n = 0; n < PAGES_PER_MTR && chunk >= 0; n++, chunk--) {
                    int from = chunk * BYTES_PER_PAGE;
                    int count = Math.min(BYTES_PER_PAGE, length - from);
                    next = writePage(mtr, next, value, offset + from, count);
                }
                mtr.putI64(frame, holder.offset(), next);
                mtr.commit();
                first = next;
            }
        }
        return first;
    }

    private long writePage(Mtr mtr, long next, byte[] value, int offset, int count) {
        long page = space.allocate(mtr);
        Frame frame = mtr.create(page, PageType.OVERFLOW, LatchLevel.OVERFLOW);
        mtr.putI64(frame, NEXT_OFFSET, next);
        mtr.putU16(frame, LENGTH_OFFSET, count);
        mtr.write(frame, DATA_OFFSET, value, offset, count);
        return page;
    }

    /**
     * Reads a value or the start of one.
     *
     * @param mtr active; holds no overflow page afterwards
     * @param length how many bytes to read, at most the value's length
     */
    public void read(Mtr mtr, long firstPage, byte[] into, int offset, int length) {
        long page = firstPage;
        int done = 0;
        while (done < length) {
            Frame frame = mtr.shared(page, LatchLevel.OVERFLOW);
            byte[] bytes = frame.bytes();
            requireOverflow(bytes, page);
            int count = Math.min(PageBytes.u16(bytes, LENGTH_OFFSET), length - done);
            System.arraycopy(bytes, DATA_OFFSET, into, offset + done, count);
            done += count;
            page = PageBytes.i64(bytes, NEXT_OFFSET);
            mtr.release(frame);
        }
    }

    /**
     * Frees up to {@code pagesMax} pages from the start of a chain. The caller replaces its
     * reference by the result in the same mini-transaction, so that the rest is freed later, or
     * after a crash, and nothing twice.
     *
     * @return the page that the chain starts with now; 0 if all of it is freed
     */
    public long free(Mtr mtr, long firstPage, int pagesMax) {
        long[] pages = new long[pagesMax];
        int count = 0;
        long page = firstPage;
        while (page != 0 && count < pagesMax) {
            Frame frame = mtr.shared(page, LatchLevel.OVERFLOW);
            requireOverflow(frame.bytes(), page);
            pages[count++] = page;
            page = PageBytes.i64(frame.bytes(), NEXT_OFFSET);
            if (!mtr.hasChanges()) {
                mtr.release(frame);
            }
        }
        for (int i = 0; i < count; i++) {
            space.free(mtr, pages[i]);
        }
        return page;
    }

    private static void requireOverflow(byte[] bytes, long page) {
        if (PageLayout.type(bytes) != PageType.OVERFLOW) {
            throw new StorageFailedException("page " + page + " is not an overflow page");
        }
    }
}
