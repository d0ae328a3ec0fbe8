package io.daybreak.engine.buffer;

import io.daybreak.logstorage.api.PageLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Memory for one page with its latch. Thread-safe by its latch: bytes are read by holders of the
 * latch and changed by the exclusive holder.
 *
 * <p>The latch is one word. Every holder and every waiter has a pin; a frame without pins may be
 * given to another page.
 *
 * <pre>
 * bits  0-19  pins
 * bits 20-39  shared holders
 * bit  40     exclusive holder
 * bit  41     a writer waits: newcomers who want to share stand back
 * bit  42     somebody is parked
 * bit  43     the exclusive holder reads the page from the volume
 * </pre>
 *
 * <p>A waiter spins, then parks; a release wakes all who are parked, and they race again. A reader
 * who was parked once no longer stands back for writers, so nobody starves.
 */
public final class Frame {
    static final long PIN = 1;
    static final long PIN_MASK = (1L << 20) - 1;
    static final long SHARED = 1L << 20;
    static final long SHARED_MASK = PIN_MASK << 20;
    static final long EXCLUSIVE = 1L << 40;
    static final long WRITER_WAITS = 1L << 41;
    static final long PARKED = 1L << 42;
    static final long LOADING = 1L << 43;

    /** The page number of a frame that holds none. */
    static final long NO_PAGE = -1;

    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 1;
    private static final long SHORT_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final VarHandle STATE;
    private static final VarHandle WAITERS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Frame.class, "state", long.class);
            WAITERS = lookup.findVarHandle(Frame.class, "waiters", Waiter.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final byte[] bytes = new byte[PageLayout.PAGE_SIZE];
    private volatile long state;
    private volatile @Nullable Waiter waiters;
    private volatile long page = NO_PAGE;

    /** The chain of the page table; changed under the stripe's lock. */
    volatile @Nullable Frame next;

    /** Raised by use, lowered by the clock hand; races are harmless. */
    int usage;

    private long version;
    private int hint;

    private record Waiter(Thread thread, @Nullable Waiter next) {}

    /** Starts pinned and exclusively latched by its maker. */
    Frame() {
        state = EXCLUSIVE + PIN;
    }

    /** The page's bytes, {@link PageLayout#PAGE_SIZE} of them; for holders of the latch. */
    public byte[] bytes() {
        return bytes;
    }

    /** The page it holds, or a negative number. Stable while latched. */
    public long page() {
        return page;
    }

    /**
     * Grows with every change of the bytes and never goes back in this frame; for holders of the
     * latch. Equal frame, page and version mean equal bytes.
     */
    public long version() {
        return version;
    }

    /** Counts a change; for the exclusive holder. */
    public void changed() {
        version++;
    }

    /** A number that the user of the page keeps with the frame; lost with it. Under the latch. */
    public int hint() {
        return hint;
    }

    /** Set by the exclusive holder. */
    public void hint(int value) {
        hint = value;
    }

    void assign(long newPage) {
        page = newPage;
        version++;
        hint = 0;
    }

    boolean isHeld() {
        return (state & (PIN_MASK | SHARED_MASK | EXCLUSIVE | LOADING)) != 0;
    }

    /** The latch word in words, for messages. */
    @Override
    public String toString() {
        long s = state;
        return "page "
                + page
                + ((s & EXCLUSIVE) != 0 ? ", exclusive" : "")
                + ((s & WRITER_WAITS) != 0 ? ", writer waits" : "")
                + ((s & PARKED) != 0 ? ", parked" : "")
                + ((s & LOADING) != 0 ? ", loading" : "")
                + ", shared by "
                + ((s & SHARED_MASK) >>> 20)
                + ", pins "
                + (s & PIN_MASK);
    }

    long state() {
        return state;
    }

    boolean isLoading() {
        return (state & LOADING) != 0;
    }

    void touch() {
        if (usage < 2) {
            usage++;
        }
    }

    void pin() {
        STATE.getAndAdd(this, PIN);
    }

    /** Gives a pin back. */
    public void unpin() {
        STATE.getAndAdd(this, -PIN);
    }

    /** Takes pin and shared latch in one step if nobody holds or wants it exclusively. */
    boolean tryPinShared() {
        long s = state;
        while ((s & (EXCLUSIVE | WRITER_WAITS)) == 0) {
            if (STATE.compareAndSet(this, s, s + SHARED + PIN)) {
                return true;
            }
            s = state;
        }
        return false;
    }

    /** Takes pin and exclusive latch in one step if nobody holds it. */
    boolean tryPinExclusive() {
        long s = state;
        while ((s & (EXCLUSIVE | SHARED_MASK)) == 0) {
            if (STATE.compareAndSet(this, s, s + EXCLUSIVE + PIN)) {
                return true;
            }
            s = state;
        }
        return false;
    }

    /** For the clock: takes a frame that nobody pins. */
    boolean tryTake() {
        return STATE.compareAndSet(this, 0L, EXCLUSIVE + PIN);
    }

    /** For the exclusive holder that begins a volume read. */
    void beginLoading() {
        STATE.getAndAdd(this, LOADING);
    }

    /** Ends the read; the pin stays. */
    void endLoading() {
        afterRelease((long) STATE.getAndAdd(this, -(EXCLUSIVE + LOADING)) - EXCLUSIVE - LOADING);
    }

    /** Gives the shared latch and its pin back. */
    public void releaseShared() {
        afterRelease((long) STATE.getAndAdd(this, -(SHARED + PIN)) - SHARED - PIN);
    }

    /** Gives the exclusive latch and its pin back. */
    public void releaseExclusive() {
        afterRelease((long) STATE.getAndAdd(this, -(EXCLUSIVE + PIN)) - EXCLUSIVE - PIN);
    }

    /** Gives the shared latch back and keeps the pin. */
    void unlatchShared() {
        afterRelease((long) STATE.getAndAdd(this, -SHARED) - SHARED);
    }

    private void afterRelease(long after) {
        if ((after & PARKED) != 0 && (after & (SHARED_MASK | EXCLUSIVE)) == 0) {
            wake();
        }
    }

    private void wake() {
        STATE.getAndBitwiseAnd(this, ~PARKED);
        Waiter waiter = (Waiter) WAITERS.getAndSet(this, null);
        while (waiter != null) {
            LockSupport.unpark(waiter.thread);
            waiter = waiter.next;
        }
    }

    /**
     * Latches a frame that the caller has pinned; waits as long as it takes, or, if the caller may
     * not block, a moment and not at all for a volume read.
     *
     * @return false if the caller would have to block; the pin stays either way
     */
    boolean latchPinned(boolean exclusive, boolean mayBlock) {
        long blockers = exclusive ? EXCLUSIVE | SHARED_MASK : EXCLUSIVE | WRITER_WAITS;
        long gain = exclusive ? EXCLUSIVE : SHARED;
        long start = 0;
        for (int round = 0; ; round++) {
            long s = state;
            if ((s & blockers) == 0) {
                long wanted = (exclusive ? s & ~WRITER_WAITS : s) + gain;
                if (STATE.compareAndSet(this, s, wanted)) {
                    return true;
                }
                continue;
            }
            if (!mayBlock && (s & LOADING) != 0) {
                abandon(exclusive);
                return false;
            }
            if (exclusive && (s & WRITER_WAITS) == 0) {
                STATE.compareAndSet(this, s, s | WRITER_WAITS);
            } else if (round < SPINS) {
                Thread.onSpinWait();
            } else {
                long now = System.nanoTime();
                if (start == 0) {
                    start = now;
                } else if (!mayBlock && now - start > SHORT_WAIT_NANOS) {
                    abandon(exclusive);
                    return false;
                } else if (now - start > HANG_NANOS) {
                    abandon(exclusive);
                    throw new IllegalStateException("latch never came free: " + this);
                }
                park(blockers, mayBlock ? PARK_NANOS : SHORT_WAIT_NANOS / 4);
                blockers &= ~WRITER_WAITS;
            }
        }
    }

    private void abandon(boolean exclusive) {
        if (exclusive) {
            STATE.getAndBitwiseAnd(this, ~WRITER_WAITS);
            wake();
        }
    }

    private void park(long blockers, long nanos) {
        Waiter mine;
        Waiter head;
        do {
            head = waiters;
            mine = new Waiter(Thread.currentThread(), head);
        } while (!WAITERS.compareAndSet(this, head, mine));
        // The flag is set in the word that still shows the blocker, so its release will see it.
        for (long s = state; (s & blockers) != 0; s = state) {
            if (STATE.compareAndSet(this, s, s | PARKED)) {
                LockSupport.parkNanos(this, nanos);
                return;
            }
        }
    }
}
