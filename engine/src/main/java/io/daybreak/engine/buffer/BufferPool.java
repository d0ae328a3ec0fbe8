package io.daybreak.engine.buffer;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.quorum.api.PageUnreadableException;
import io.daybreak.quorum.api.Volume;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache of the volume's pages. Thread-safe.
 *
 * <p>Frames are made when first needed, up to the bound, and then reused for ever; {@link Frames}
 * finds one, and says what happens when there is none.
 *
 * <p>A caller with {@code mayBlock = false} gets {@link WouldBlockException} where it would have to
 * wait for the volume; it waits a moment (half a millisecond) for latches.
 */
public final class BufferPool {
    /** The smallest pool that cannot starve a handful of mini-transactions. */
    public static final int FRAMES_MIN = 64;

    private final Volume volume;
    private final PageTable table;
    private final Frames frames;
    private final ReadPoints readPoints = new ReadPoints();
    private final LongAdder reads = new LongAdder();
    private final LongAdder requests = new LongAdder();

    public BufferPool(Volume volume, long bytes) {
        this.volume = volume;
        long wanted = bytes / PageLayout.PAGE_SIZE;
        int capacity = Math.clamp(wanted, FRAMES_MIN, 1 << 28);
        table = new PageTable(capacity);
        frames = new Frames(volume, table, capacity);
    }

    public Volume volume() {
        return volume;
    }

    /** The bound, in pages. */
    public int capacity() {
        return frames.capacity();
    }

    /** Frames made so far. */
    public int framesUsed() {
        return frames.made();
    }

    /** Pages read from the volume. */
    public long pageReads() {
        return reads.sum();
    }

    /** Pages asked for, found or not. */
    public long pageRequests() {
        return requests.sum();
    }

    public long evictions() {
        return frames.evictions();
    }

    /**
     * Latches a page shared; reads it from the volume if need be. {@link Frame#releaseShared} gives
     * it back. A page that no redo names comes as type {@link PageType#NONE}.
     */
    public Frame shared(long page, boolean mayBlock) {
        requests.increment();
        Frame frame = table.find(page);
        if (frame != null && frame.tryPinShared()) {
            if (frame.page() == page) {
                frame.touch();
                return frame;
            }
            frame.releaseShared();
        }
        return latchSlowly(page, false, mayBlock);
    }

    /** Latches a page exclusively; {@link Frame#releaseExclusive} gives it back. */
    public Frame exclusive(long page, boolean mayBlock) {
        requests.increment();
        Frame frame = table.find(page);
        if (frame != null && frame.tryPinExclusive()) {
            if (frame.page() == page) {
                frame.touch();
                return frame;
            }
            frame.releaseExclusive();
        }
        return latchSlowly(page, true, mayBlock);
    }

    private Frame latchSlowly(long page, boolean exclusive, boolean mayBlock) {
        for (; ; ) {
            Frame frame = pin(page, mayBlock);
            if (latchPinned(frame, exclusive, mayBlock)) {
                if (frame.page() == page) {
                    return frame;
                }
                release(frame, exclusive);
            }
        }
    }

    private static boolean latchPinned(Frame frame, boolean exclusive, boolean mayBlock) {
        boolean latched = false;
        try {
            latched = frame.latchPinned(exclusive, mayBlock);
        } finally {
            if (!latched) {
                frame.unpin();
            }
        }
        if (!latched) {
            throw WouldBlockException.INSTANCE;
        }
        return true;
    }

    private static void release(Frame frame, boolean exclusive) {
        if (exclusive) {
            frame.releaseExclusive();
        } else {
            frame.releaseShared();
        }
    }

    /**
     * Latches a page if it is in the pool; waits for the latch, but never for the volume, so that
     * it may be called with other latches held.
     *
     * @return null if the page is not in the pool or still on its way
     */
    public @Nullable Frame latchIfResident(long page, boolean exclusive, boolean mayBlock) {
        requests.increment();
        Frame frame = table.find(page);
        if (frame == null || frame.isLoading()) {
            return null;
        }
        if (exclusive ? !frame.tryPinExclusive() : !frame.tryPinShared()) {
            frame.pin();
            if (frame.page() != page || frame.isLoading()) {
                frame.unpin();
                return null;
            }
            latchPinned(frame, exclusive, mayBlock);
        }
        if (frame.page() == page) {
            frame.touch();
            return frame;
        }
        release(frame, exclusive);
        return null;
    }

    /** Latches a page if it is in the pool and its latch is free; waits for nothing. */
    public @Nullable Frame tryLatch(long page, boolean exclusive) {
        Frame frame = table.find(page);
        if (frame == null || (exclusive ? !frame.tryPinExclusive() : !frame.tryPinShared())) {
            return null;
        }
        if (frame.page() == page) {
            frame.touch();
            return frame;
        }
        release(frame, exclusive);
        return null;
    }

    /**
     * Latches a frame that was latched before if it still holds the same bytes of the same page;
     * waits for nothing.
     *
     * @param version {@link Frame#version} of that time
     */
    public boolean relatch(Frame frame, long page, long version, boolean exclusive) {
        if (frame.page() != page
                || (exclusive ? !frame.tryPinExclusive() : !frame.tryPinShared())) {
            return false;
        }
        if (frame.page() == page && frame.version() == version) {
            return true;
        }
        release(frame, exclusive);
        return false;
    }

    /** Brings a page into the pool and keeps it there until {@link Frame#unpin}. */
    public Frame fetch(long page, boolean mayBlock) {
        Frame frame = latchSlowly(page, false, mayBlock);
        frame.unlatchShared();
        return frame;
    }

    /**
     * Latches a page that is about to be initialised: nothing is read. The type is {@link
     * PageType#NONE} if the frame did not hold the page before; the other bytes are undefined then.
     */
    public Frame create(long page, boolean mayBlock) {
        for (; ; ) {
            Frame frame = pinResident(page);
            if (frame != null) {
                latchPinned(frame, true, mayBlock);
                if (frame.page() == page) {
                    return frame;
                }
                frame.releaseExclusive();
                continue;
            }
            Frame fresh = frames.take(mayBlock);
            if (claim(fresh, page, false)) {
                // What another page, or an old version of this one, left behind is nobody's.
                PageBytes.setU8(fresh.bytes(), PageLayout.TYPE_OFFSET, PageType.NONE);
                return fresh;
            }
        }
    }

    /** Forgets a page whose creation was given up; the caller holds it exclusively. */
    public void discard(Frame frame) {
        table.remove(frame, frame.page());
        frame.releaseExclusive();
    }

    /**
     * Tells the volume the lowest LSN that this pool still reads at. Called from time to time by
     * one thread.
     */
    public void advanceMinReadPoint() {
        volume.advanceMinReadPoint(new Lsn(readPoints.publish(volume)));
    }

    /** Frames that somebody has pinned or latched at this moment: none when nobody works. */
    public int framesHeld() {
        return frames.held();
    }

    /** The frame of a page, without pin or latch; for tests. */
    @Nullable Frame peek(long page) {
        return table.find(page);
    }

    private Frame pin(long page, boolean mayBlock) {
        for (; ; ) {
            Frame frame = pinResident(page);
            if (frame != null) {
                return frame;
            }
            if (!mayBlock) {
                throw WouldBlockException.INSTANCE;
            }
            frame = load(page);
            if (frame != null) {
                return frame;
            }
        }
    }

    private @Nullable Frame pinResident(long page) {
        Frame frame = table.find(page);
        if (frame == null) {
            ReentrantLock lock = table.lock(page);
            lock.lock();
            try {
                frame = table.find(page);
            } finally {
                lock.unlock();
            }
            if (frame == null) {
                return null;
            }
        }
        frame.pin();
        if (frame.page() == page) {
            frame.touch();
            return frame;
        }
        frame.unpin();
        return pinResident(page);
    }

    /** Returns null if another thread was faster. */
    private @Nullable Frame load(long page) {
        Frame frame = frames.take(true);
        if (!claim(frame, page, true)) {
            return null;
        }
        long asOf = readPoints.begin(volume);
        try {
            volume.read(new PageId(page), new Lsn(asOf), frame.bytes());
            reads.increment();
            requireSelf(page, frame.bytes());
        } catch (PageUnreadableException e) {
            abandonLoad(frame, page);
            throw (StorageFailedException)
                    new StorageFailedException(String.valueOf(e.getMessage())).initCause(e);
        } catch (Throwable e) {
            abandonLoad(frame, page);
            throw e;
        } finally {
            readPoints.end(asOf);
        }
        frame.usage = 0;
        frame.endLoading();
        return frame;
    }

    private static void requireSelf(long page, byte[] bytes) {
        if (PageLayout.type(bytes) != PageType.NONE && PageLayout.pageNumber(bytes) != page) {
            throw new StorageFailedException(
                    "asked for page " + page + ", got page " + PageLayout.pageNumber(bytes));
        }
    }

    private void abandonLoad(Frame frame, long page) {
        table.remove(frame, page);
        frame.endLoading();
        frame.unpin();
    }

    /** Gives the page to an exclusively latched free frame, or frees it if the page is there. */
    private boolean claim(Frame frame, long page, boolean loading) {
        ReentrantLock lock = table.lock(page);
        lock.lock();
        try {
            if (table.find(page) == null) {
                if (loading) {
                    frame.beginLoading();
                }
                table.link(frame, page);
                return true;
            }
        } finally {
            lock.unlock();
        }
        frame.releaseExclusive();
        return false;
    }
}
