package io.daybreak.engine.buffer;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeClosedException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a pool, and who gets one next. Thread-safe.
 *
 * <p>A frame is given away by CLOCK: an unpinned one that was not used since the hand last passed
 * and whose page LSN is at or below the VDL.
 *
 * <p><b>A full pool</b> is one in which every page is pinned or not durable. Whoever needs a frame
 * then stands in line, and the first in line looks. It tells the volume that somebody waits for the
 * oldest redo that it found, because redo that nobody waits for leaves the writer late; and it
 * sleeps until that is durable. Pins go without a word, so it looks from time to time as well. What
 * it waits for comes whatever latches it holds: durability needs none. Only a pool full of pins can
 * last, when those who hold them all wait here; then, or when the volume stalls, the wait ends with
 * an error, the mini-transaction puts its changes back, and its pins go.
 */
final class Frames {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** No read of a page takes so long, nor any work under latches that waits for no frame. */
    private static final long PINNED_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Volume volume;
    private final PageTable table;
    private final int capacity;
    private final AtomicReferenceArray<@Nullable Frame> frames;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicLong hand = new AtomicLong();
    private final LongAdder evictions = new LongAdder();
    private final ReentrantLock line = new ReentrantLock(true);

    Frames(Volume volume, PageTable table, int capacity) {
        this.volume = volume;
        this.table = table;
        this.capacity = capacity;
        frames = new AtomicReferenceArray<>(capacity);
    }

    int capacity() {
        return capacity;
    }

    int made() {
        return Math.min(made.get(), capacity);
    }

    long evictions() {
        return evictions.sum();
    }

    /** Frames that somebody has pinned or latched at this moment. */
    int held() {
        int held = 0;
        for (int i = 0; i < made(); i++) {
            Frame frame = frames.get(i);
            held += frame != null && frame.isHeld() ? 1 : 0;
        }
        return held;
    }

    /** A frame without a page, pinned and exclusively latched. */
    Frame take(boolean mayBlock) {
        Frame frame = make();
        if (frame == null && !line.isLocked()) {
            frame = new Sweep().run();
        }
        if (frame != null) {
            return frame;
        }
        if (!mayBlock) {
            throw WouldBlockException.INSTANCE;
        }
        return takeInLine();
    }

    private @Nullable Frame make() {
        int mine = made.get();
        while (mine < capacity) {
            if (made.compareAndSet(mine, mine + 1)) {
                Frame frame = new Frame();
                frames.set(mine, frame);
                return frame;
            }
            mine = made.get();
        }
        return null;
    }

    private Frame takeInLine() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try {
            if (!line.tryLock(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
                throw exhausted("others wait");
            }
            try {
                return await(deadline);
            } finally {
                line.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (StorageFailedException)
                    new StorageFailedException("interrupted while the buffer pool was full")
                            .initCause(e);
        }
    }

    /** For the first in line. */
    private Frame await(long deadline) throws InterruptedException {
        DurableWait wait = new DurableWait(volume, Thread.currentThread());
        long pinnedSince = System.nanoTime();
        while (true) {
            Sweep sweep = new Sweep();
            Frame frame = sweep.run();
            if (frame != null) {
                return frame;
            }
            long now = System.nanoTime();
            if (sweep.oldest < Long.MAX_VALUE) {
                pinnedSince = now;
                wait.ask(sweep.oldest);
            } else if (now - pinnedSince > PINNED_PATIENCE_NANOS) {
                throw exhausted("all pinned");
            }
            if (now - deadline > 0) {
                throw exhausted("VDL " + volume.durableLsn() + " of " + volume.lastLsn());
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            wait.throwIfClosed();
        }
    }

    private StorageFailedException exhausted(String why) {
        return new StorageFailedException(
                "buffer pool exhausted: " + capacity + " pages, pinned or not durable; " + why);
    }

    /** The hand goes round until nothing that it could give away was used lately. */
    private final class Sweep {
        /** The least LSN that keeps an unpinned page from being given away. */
        long oldest = Long.MAX_VALUE;

        @Nullable Frame run() {
            long durable = volume.durableLsn();
            for (int step = 0; step < 3 * capacity; step++) {
                Frame frame = frames.get((int) (hand.getAndIncrement() % capacity));
                if (frame == null || frame.state() != 0) {
                    continue;
                }
                if (frame.usage > 0 && frame.page() != Frame.NO_PAGE) {
                    frame.usage--;
                } else if (frame.tryTake()) {
                    if (giveAway(frame, durable)) {
                        return frame;
                    }
                    frame.releaseExclusive();
                }
            }
            return null;
        }

        private boolean giveAway(Frame frame, long durable) {
            long page = frame.page();
            if (page == Frame.NO_PAGE) {
                return true;
            }
            long lsn = PageLayout.lsn(frame.bytes());
            if (lsn > durable) {
                oldest = Math.min(oldest, lsn);
                return false;
            }
            table.remove(frame, page);
            evictions.increment();
            return true;
        }
    }

    /** One question to the volume at a time: those of an hour of looking would fill its queue. */
    private static final class DurableWait {
        private final Volume volume;
        private final Thread waiter;
        private volatile boolean asked;
        private volatile boolean closed;

        DurableWait(Volume volume, Thread waiter) {
            this.volume = volume;
            this.waiter = waiter;
        }

        void ask(long lsn) {
            if (!asked) {
                asked = true;
                volume.onDurable(lsn, this::answered, this::failed);
            }
        }

        private void answered() {
            asked = false;
            LockSupport.unpark(waiter);
        }

        private void failed() {
            closed = true;
            LockSupport.unpark(waiter);
        }

        void throwIfClosed() {
            if (closed) {
                throw new VolumeClosedException("the volume was closed while the pool was full");
            }
        }
    }
}
