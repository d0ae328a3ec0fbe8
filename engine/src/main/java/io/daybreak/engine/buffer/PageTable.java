package io.daybreak.engine.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which frame holds which page: chains of frames, linked through the frames themselves.
 * Thread-safe: changes happen under the lock of the page's stripe; {@link #find} takes no lock and
 * may miss a page while its chain changes, so a miss is confirmed under the lock.
 */
final class PageTable {
    private static final int STRIPES = 64;
    private static final VarHandle HEADS = MethodHandles.arrayElementVarHandle(Frame[].class);

    private final @Nullable Frame[] heads;
    private final int shift;
    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

    PageTable(int frames) {
        int bits = Math.max(8, 32 - Integer.numberOfLeadingZeros(frames * 2 - 1));
        heads = new Frame[1 << bits];
        shift = 64 - bits;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    private int bucket(long page) {
        return (int) (page * 0x9E3779B97F4A7C15L >>> shift);
    }

    ReentrantLock lock(long page) {
        return locks[bucket(page) & STRIPES - 1];
    }

    @Nullable Frame find(long page) {
        Frame frame = (Frame) HEADS.getAcquire(heads, bucket(page));
        while (frame != null && frame.page() != page) {
            frame = frame.next;
        }
        return frame;
    }

    /** Under the page's lock. */
    void link(Frame frame, long page) {
        int bucket = bucket(page);
        frame.next = heads[bucket];
        frame.assign(page);
        HEADS.setRelease(heads, bucket, frame);
    }

    /** The frame, which the caller holds exclusively, holds no page afterwards. */
    void remove(Frame frame, long page) {
        ReentrantLock lock = lock(page);
        lock.lock();
        try {
            unlink(frame, page);
        } finally {
            lock.unlock();
        }
    }

    private void unlink(Frame frame, long page) {
        int bucket = bucket(page);
        Frame before = null;
        for (Frame at = heads[bucket]; at != null; at = at.next) {
            if (at == frame) {
                if (before == null) {
                    HEADS.setRelease(heads, bucket, frame.next);
                } else {
                    before.next = frame.next;
                }
                frame.next = null;
                frame.assign(Frame.NO_PAGE);
                return;
            }
            before = at;
        }
        throw new IllegalStateException("page " + page + " is not in its chain");
    }
}
