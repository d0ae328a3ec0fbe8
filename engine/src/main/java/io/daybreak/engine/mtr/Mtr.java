package io.daybreak.engine.mtr;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.PageBytes;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.api.VolumeFullException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A mini-transaction of the engine: latched frames, their changes, and the redo of the changes. Not
 * thread-safe; owned by one thread at a time, and reused.
 *
 * <pre>{@code
 * try (mtr) {
 *     mtr.start(mayBlock);
 *     Frame frame = mtr.exclusive(page, LatchLevel.UNDO);
 *     mtr.kind(RedoKind.UNDO);
 *     mtr.putU16(frame, offset, value);
 *     lsn = mtr.commit();
 * }
 * }</pre>
 *
 * <p>{@link #close} without {@link #commit} puts all changed bytes back and releases the latches,
 * so that {@link WouldBlockException} and failures may be thrown anywhere between. A commit without
 * changes only releases.
 *
 * <p>States: idle → {@link #start} → active → {@link #commit} or {@link #close} → idle.
 */
public final class Mtr implements AutoCloseable {
    private static final int SHARED = 0;
    private static final int EXCLUSIVE = 1;
    private static final int CHANGED = 2;

    /** Created in this mini-transaction in a frame that did not hold the page before. */
    private static final int FRESH = 4;

    /** Behind the old bytes of a change: frame index, offset, length. */
    private static final int UNDO_HEADER = 8;

    /** Memory for old bytes that is kept between uses. */
    private static final int KEPT_BYTES_MAX = 1 << 18;

    private final BufferPool pool;
    private final MiniTransaction redo = new MiniTransaction();
    private @Nullable Frame[] frames = new Frame[8];
    private int[] modes = new int[8];
    private LatchLevel[] levels = new LatchLevel[8];
    private int frameCount;

    /** Which of the frames each redo record changes. */
    private int[] recordFrames = new int[8];

    private byte[] undo = new byte[1024];
    private int undoLength;

    private RedoKind kind = RedoKind.OTHER;
    private boolean active;
    private boolean mayBlock;
    private @Nullable Mtr inner;

    public Mtr(BufferPool pool) {
        this.pool = pool;
    }

    public BufferPool pool() {
        return pool;
    }

    /**
     * Begins. Holds the caller back while the log stream is full, so the caller holds no latches.
     *
     * @param mayBlock whether calls may wait; if not they throw {@link WouldBlockException}
     */
    public Mtr start(boolean mayBlock) {
        if (!pool.volume().isAppendable()) {
            awaitAppendable(mayBlock);
        }
        return startNested(mayBlock);
    }

    /** Begins without asking whether the log takes more: for readers, and below held latches. */
    public Mtr startNested(boolean mayBlock) {
        if (active) {
            throw new IllegalStateException("mini-transaction is active");
        }
        active = true;
        this.mayBlock = mayBlock;
        kind = RedoKind.OTHER;
        return this;
    }

    private void awaitAppendable(boolean mayWait) {
        if (!mayWait) {
            throw WouldBlockException.INSTANCE;
        }
        try {
            pool.volume().awaitAppendable();
        } catch (VolumeFullException e) {
            throw (StorageFailedException)
                    new StorageFailedException(String.valueOf(e.getMessage())).initCause(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (StorageFailedException)
                    new StorageFailedException("interrupted while the log was full").initCause(e);
        }
    }

    public boolean isActive() {
        return active;
    }

    public boolean mayBlock() {
        return mayBlock;
    }

    /** Whether anything was changed since the start. */
    public boolean hasChanges() {
        return !redo.isEmpty();
    }

    /** How many latches are held. */
    public int latches() {
        return frameCount;
    }

    /** An idle mini-transaction of the same thread, for structure changes of its own. */
    public Mtr inner() {
        Mtr result = inner;
        if (result == null) {
            result = new Mtr(pool);
            inner = result;
        }
        return result;
    }

    /** Latches a page shared until the end or {@link #release}; the same frame again if held. */
    public Frame shared(long page, LatchLevel level) {
        Frame held = held(page);
        return held != null ? held : adopt(latch(page, level, false), false, level);
    }

    /** Latches a page exclusively until the end; the same frame again if held. */
    public Frame exclusive(long page, LatchLevel level) {
        Frame held = held(page);
        if (held != null) {
            if (modes[indexOf(held)] == SHARED) {
                throw new IllegalStateException("page " + page + " is held shared: no upgrade");
            }
            return held;
        }
        return adopt(latch(page, level, true), true, level);
    }

    private Frame latch(long page, LatchLevel level, boolean exclusive) {
        requireActive();
        assert inOrder(level) : level + " after " + Arrays.toString(levels);
        return exclusive ? pool.exclusive(page, mayBlock) : pool.shared(page, mayBlock);
    }

    private boolean inOrder(LatchLevel level) {
        for (int i = 0; i < frameCount; i++) {
            if ((modes[i] & FRESH) == 0 && levels[i].compareTo(level) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes charge of a frame that the caller latched. */
    public Frame adopt(Frame frame, boolean exclusive, LatchLevel level) {
        add(frame, exclusive ? EXCLUSIVE : SHARED, level);
        return frame;
    }

    private void add(Frame frame, int mode, LatchLevel level) {
        if (frameCount == frames.length) {
            int capacity = frameCount * 2;
            frames = Arrays.copyOf(frames, capacity);
            modes = Arrays.copyOf(modes, capacity);
            levels = Arrays.copyOf(levels, capacity);
        }
        frames[frameCount] = frame;
        modes[frameCount] = mode;
        levels[frameCount] = level;
        frameCount++;
    }

    /**
     * Makes a page anew: exclusively latched, all zero but for the header. The page was allocated
     * in this mini-transaction, or is otherwise known to nobody else.
     */
    public Frame create(long page, int type, LatchLevel level) {
        requireActive();
        Frame frame = held(page);
        if (frame == null) {
            frame = pool.create(page, mayBlock);
            boolean fresh = PageLayout.type(frame.bytes()) == PageType.NONE;
            add(frame, fresh ? EXCLUSIVE | FRESH : EXCLUSIVE, level);
        }
        init(frame, type);
        return frame;
    }

    /** The frame of a page that this mini-transaction holds, or null. */
    public @Nullable Frame held(long page) {
        for (int i = frameCount - 1; i >= 0; i--) {
            Frame frame = frames[i];
            if (frame != null && frame.page() == page) {
                return frame;
            }
        }
        return null;
    }

    /** Releases the latch of a page that was not changed. */
    public void release(Frame frame) {
        int i = indexOf(frame);
        if ((modes[i] & CHANGED) != 0) {
            throw new IllegalStateException("page " + frame.page() + " was changed");
        }
        if (!redo.isEmpty() && i != frameCount - 1) {
            throw new IllegalStateException("frames of redo records would move");
        }
        int mode = modes[i];
        frameCount--;
        System.arraycopy(frames, i + 1, frames, i, frameCount - i);
        System.arraycopy(modes, i + 1, modes, i, frameCount - i);
        System.arraycopy(levels, i + 1, levels, i, frameCount - i);
        frames[frameCount] = null;
        unlatch(frame, mode);
    }

    private static void unlatch(Frame frame, int mode) {
        if (mode == SHARED) {
            frame.releaseShared();
        } else {
            frame.releaseExclusive();
        }
    }

    private int indexOf(Frame frame) {
        for (int i = frameCount - 1; i >= 0; i--) {
            if (frames[i] == frame) {
                return i;
            }
        }
        throw new IllegalStateException("frame of page " + frame.page() + " is not held");
    }

    private void requireActive() {
        if (!active) {
            throw new IllegalStateException("mini-transaction is not active");
        }
    }

    /** What the changes that follow are for; written into their redo records. */
    public void kind(RedoKind kind) {
        this.kind = kind;
    }

    public RedoKind kind() {
        return kind;
    }

    /** Writes bytes; logs nothing for a length of 0. */
    public void write(Frame frame, int offset, byte[] source, int sourceOffset, int length) {
        if (length == 0) {
            return;
        }
        beforeChange(frame, offset, length, 5 + length);
        System.arraycopy(source, sourceOffset, frame.bytes(), offset, length);
        redo.write(offset, source, sourceOffset, length);
    }

    /** Logs bytes that were put into the frame already. */
    private void logWritten(Frame frame, int offset, int length) {
        redo.write(offset, frame.bytes(), offset, length);
    }

    /** Moves a range inside the page; the ranges may overlap. */
    public void move(Frame frame, int source, int target, int length) {
        if (length == 0 || source == target) {
            return;
        }
        beforeChange(frame, target, length, 7);
        System.arraycopy(frame.bytes(), source, frame.bytes(), target, length);
        redo.move(source, target, length);
    }

    public void zero(Frame frame, int offset, int length) {
        if (length == 0) {
            return;
        }
        beforeChange(frame, offset, length, 5);
        Arrays.fill(frame.bytes(), offset, offset + length, (byte) 0);
        redo.zero(offset, length);
    }

    /** Makes the page empty. */
    public void init(Frame frame, int type) {
        int i = indexOf(frame);
        if ((modes[i] & FRESH) == 0) {
            beforeChange(frame, 0, PageLayout.PAGE_SIZE, 2);
        } else {
            beforeChange(frame, 0, 0, 2);
        }
        PageLayout.initialize(frame.bytes(), frame.page(), type);
        redo.init(type);
    }

    public void putU8(Frame frame, int offset, int value) {
        beforeChange(frame, offset, 1, 6);
        PageBytes.setU8(frame.bytes(), offset, value);
        logWritten(frame, offset, 1);
    }

    public void putU16(Frame frame, int offset, int value) {
        beforeChange(frame, offset, 2, 7);
        PageBytes.setU16(frame.bytes(), offset, value);
        logWritten(frame, offset, 2);
    }

    /** Writes two neighbouring 16-bit numbers with one operation. */
    public void putU16Pair(Frame frame, int offset, int first, int second) {
        beforeChange(frame, offset, 4, 9);
        PageBytes.setU16(frame.bytes(), offset, first);
        PageBytes.setU16(frame.bytes(), offset + 2, second);
        logWritten(frame, offset, 4);
    }

    /** Writes three neighbouring 16-bit numbers with one operation. */
    public void putU16Triple(Frame frame, int offset, int first, int second, int third) {
        beforeChange(frame, offset, 6, 11);
        PageBytes.setU16(frame.bytes(), offset, first);
        PageBytes.setU16(frame.bytes(), offset + 2, second);
        PageBytes.setU16(frame.bytes(), offset + 4, third);
        logWritten(frame, offset, 6);
    }

    public void putI32(Frame frame, int offset, int value) {
        beforeChange(frame, offset, 4, 9);
        PageBytes.setI32(frame.bytes(), offset, value);
        logWritten(frame, offset, 4);
    }

    /** Writes a 32-bit and a 16-bit number with one operation. */
    public void putI32U16(Frame frame, int offset, int first, int second) {
        beforeChange(frame, offset, 6, 11);
        PageBytes.setI32(frame.bytes(), offset, first);
        PageBytes.setU16(frame.bytes(), offset + 4, second);
        logWritten(frame, offset, 6);
    }

    /** Writes two lengths of 16 bits and the two byte strings behind them with one operation. */
    public void putCell(
            Frame frame,
            int offset,
            byte[] first,
            int firstOffset,
            int firstLength,
            byte[] second,
            int secondOffset,
            int secondLength) {
        int length = 4 + firstLength + secondLength;
        beforeChange(frame, offset, length, 5 + length);
        byte[] bytes = frame.bytes();
        PageBytes.setU16(bytes, offset, firstLength);
        PageBytes.setU16(bytes, offset + 2, secondLength);
        System.arraycopy(first, firstOffset, bytes, offset + 4, firstLength);
        System.arraycopy(second, secondOffset, bytes, offset + 4 + firstLength, secondLength);
        logWritten(frame, offset, length);
    }

    public void putI64(Frame frame, int offset, long value) {
        beforeChange(frame, offset, 8, 13);
        PageBytes.setI64(frame.bytes(), offset, value);
        logWritten(frame, offset, 8);
    }

    /** Checks the latch, keeps the old bytes, and opens a redo record if need be. */
    private void beforeChange(Frame frame, int offset, int length, int opsBytes) {
        int i = indexOf(frame);
        if (modes[i] == SHARED) {
            throw new IllegalStateException("page " + frame.page() + " is held shared");
        }
        modes[i] |= CHANGED;
        keepOldBytes(frame, i, offset, length);
        int record = redo.recordCount() - 1;
        if (record < 0
                || recordFrames[record] != i
                || redo.kind(record) != kind
                || redo.openRecordOpsBytes() + opsBytes > MiniTransaction.RECORD_OPS_BYTES_MAX) {
            redo.record(frame.page(), kind);
            if (record + 1 == recordFrames.length) {
                recordFrames = Arrays.copyOf(recordFrames, recordFrames.length * 2);
            }
            recordFrames[record + 1] = i;
        }
    }

    private void keepOldBytes(Frame frame, int index, int offset, int length) {
        if ((modes[index] & FRESH) != 0) {
            return;
        }
        int end = undoLength + length + UNDO_HEADER;
        if (end > undo.length) {
            undo = Arrays.copyOf(undo, Math.max(end, undo.length * 2));
        }
        System.arraycopy(frame.bytes(), offset, undo, undoLength, length);
        PageBytes.setI32(undo, end - 8, index);
        PageBytes.setU16(undo, end - 4, offset);
        PageBytes.setU16(undo, end - 2, length);
        undoLength = end;
    }

    /**
     * Gives the redo to the volume, stamps the page LSNs and releases all latches.
     *
     * @return the LSN of the last record, to be waited for with {@code Volume.onDurable}; 0 if
     *     nothing was changed
     */
    public long commit() {
        requireActive();
        long lsn = 0;
        if (!redo.isEmpty()) {
            lsn = pool.volume().append(redo).value();
            int records = redo.recordCount();
            for (int record = 0; record < records; record++) {
                Frame frame = frames[recordFrames[record]];
                if (frame != null) {
                    PageLayout.setLsn(frame.bytes(), lsn - (records - 1) + record);
                }
            }
        }
        for (int i = frameCount - 1; i >= 0; i--) {
            Frame frame = frames[i];
            if (frame != null) {
                if ((modes[i] & CHANGED) != 0) {
                    frame.changed();
                }
                unlatch(frame, modes[i]);
                frames[i] = null;
            }
        }
        reset();
        return lsn;
    }

    /** Puts everything back as it was, unless committed. Idempotent. */
    @Override
    public void close() {
        if (!active) {
            return;
        }
        while (undoLength > 0) {
            int length = PageBytes.u16(undo, undoLength - 2);
            int offset = PageBytes.u16(undo, undoLength - 4);
            Frame frame = frames[PageBytes.i32(undo, undoLength - 8)];
            undoLength -= length + UNDO_HEADER;
            if (frame != null) {
                System.arraycopy(undo, undoLength, frame.bytes(), offset, length);
            }
        }
        for (int i = frameCount - 1; i >= 0; i--) {
            Frame frame = frames[i];
            if (frame != null) {
                if ((modes[i] & FRESH) != 0) {
                    pool.discard(frame);
                } else {
                    unlatch(frame, modes[i]);
                }
                frames[i] = null;
            }
        }
        reset();
    }

    private void reset() {
        frameCount = 0;
        undoLength = 0;
        if (undo.length > KEPT_BYTES_MAX) {
            undo = new byte[1024];
        }
        redo.reset();
        active = false;
    }
}
