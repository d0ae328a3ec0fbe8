package io.daybreak.quorum.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeClosedException;
import io.daybreak.quorum.api.VolumeStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Volume} that keeps redo in memory and makes pages of it when they are read.
 *
 * <p>When redo becomes durable is chosen at birth: at once, some time after it was appended, or
 * when the test says so ({@link #makeDurable}). {@link #crash} is a kill -9: it ends this volume
 * and returns another one that holds what was durable and nothing else, with the LSN gap that a
 * real recovery leaves.
 *
 * <p>Strict where a real volume trusts its caller: a record's page lies within the capacity, the
 * first record of a page initialises it, a program applies to its page, a page is read at an LSN
 * between the minimum read point and VDL. Violations throw {@link IllegalArgumentException} at the
 * call that makes them.
 *
 * <p>Thread-safe: one lock around everything; actions of {@link #onDurable} run without it.
 */
public final class InMemoryVolume implements Volume {
    /** The default of a real volume: 10 GiB of pages. */
    public static final int PAGES_PER_GROUP = 655_360;

    /** How far LSNs may run ahead of VDL, and how large the gap is that a recovery leaves. */
    public static final long LSN_ALLOCATION_LIMIT = 10_000_000;

    private enum Durability {
        AT_ONCE,
        DELAYED,
        ON_DEMAND
    }

    private record Waiter(long lsn, long sequence, Runnable action, Runnable failed)
            implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            int byLsn = Long.compare(lsn, other.lsn);
            return byLsn != 0 ? byLsn : Long.compare(sequence, other.sequence);
        }
    }

    private record Appended(long consistencyPoint, long durableAtNanos) {}

    private final Object lock = new Object();
    private final Durability durability;
    private final long delayNanos;
    private final int pagesPerGroup;
    private final long epoch;
    private final @Nullable Thread durabilityThread;

    /** The LSN that the first record of this epoch follows. */
    private final long recoveredFloor;

    @GuardedBy("lock")
    private final Map<Long, PageHistory> pages = new HashMap<>();

    @GuardedBy("lock")
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();

    /** Consistency points above VDL, ascending. */
    @GuardedBy("lock")
    private final ArrayDeque<Appended> notDurable = new ArrayDeque<>();

    @GuardedBy("lock")
    private long waiterSequence;

    @GuardedBy("lock")
    private long pageCapacity;

    @GuardedBy("lock")
    private long minReadPoint;

    @GuardedBy("lock")
    private long redoBytes;

    private volatile long lastLsn;
    private volatile long durableLsn;
    private volatile boolean closed;

    private InMemoryVolume(
            Durability durability, long delayNanos, int pagesPerGroup, long epoch, long floor) {
        if (pagesPerGroup < 1 || delayNanos < 0) {
            throw new IllegalArgumentException("pages per group and delay must be positive");
        }
        this.durability = durability;
        this.delayNanos = delayNanos;
        this.pagesPerGroup = pagesPerGroup;
        this.epoch = epoch;
        this.pageCapacity = pagesPerGroup;
        this.recoveredFloor = floor;
        this.durabilityThread =
                durability == Durability.DELAYED
                        ? Thread.ofPlatform()
                                .daemon()
                                .name("memory-volume-durability")
                                .unstarted(this::advanceDurability)
                        : null;
    }

    /** A volume whose redo is durable when {@link #append} returns. */
    public static InMemoryVolume durableAtOnce() {
        return durableAtOnce(PAGES_PER_GROUP);
    }

    public static InMemoryVolume durableAtOnce(int pagesPerGroup) {
        return new InMemoryVolume(Durability.AT_ONCE, 0, pagesPerGroup, 1, 0).start();
    }

    /** A volume whose redo becomes durable this long after it was appended, as on real disks. */
    public static InMemoryVolume durableAfter(Duration delay, int pagesPerGroup) {
        return new InMemoryVolume(Durability.DELAYED, delay.toNanos(), pagesPerGroup, 1, 0).start();
    }

    /** A volume whose redo becomes durable by {@link #makeDurable} only. */
    public static InMemoryVolume durableOnDemand(int pagesPerGroup) {
        return new InMemoryVolume(Durability.ON_DEMAND, 0, pagesPerGroup, 1, 0).start();
    }

    private InMemoryVolume start() {
        if (durabilityThread != null) {
            durabilityThread.start();
        }
        return this;
    }

    /**
     * The volume as a new writer finds it after this one was killed: everything up to VDL. This
     * volume is closed.
     */
    public InMemoryVolume crash() {
        return crash(durableLsn);
    }

    /**
     * As {@link #crash()}, but redo that was not acknowledged yet survives up to the last
     * consistency point at or below {@code survivesUpTo}: a real recovery may find more than was
     * acknowledged.
     */
    public InMemoryVolume crash(long survivesUpTo) {
        InMemoryVolume next;
        List<Waiter> failing;
        synchronized (lock) {
            long cut = durableLsn;
            for (Appended appended : notDurable) {
                if (appended.consistencyPoint <= survivesUpTo) {
                    cut = appended.consistencyPoint;
                }
            }
            long floor = Math.max(lastLsn, recoveredFloor) + LSN_ALLOCATION_LIMIT;
            next = new InMemoryVolume(durability, delayNanos, pagesPerGroup, epoch + 1, floor);
            synchronized (next.lock) {
                next.pageCapacity = pageCapacity;
                next.minReadPoint = cut;
                for (Map.Entry<Long, PageHistory> entry : pages.entrySet()) {
                    PageHistory survivor = entry.getValue().cutAt(cut);
                    if (survivor != null) {
                        next.pages.put(entry.getKey(), survivor);
                    }
                }
            }
            next.durableLsn = cut;
            next.lastLsn = cut;
            // At once: what became durable from here on would be acknowledged and lost.
            failing = closeLocked();
        }
        afterClose(failing);
        return next.start();
    }

    @Override
    public Lsn append(MiniTransaction mtr) {
        if (mtr.isEmpty()) {
            throw new IllegalArgumentException("a mini-transaction without records");
        }
        List<Waiter> due;
        long last;
        synchronized (lock) {
            checkOpen();
            checkPages(mtr);
            long lsn = Math.max(lastLsn, recoveredFloor);
            for (int i = 0; i < mtr.recordCount(); i++) {
                lsn++;
                PageHistory page =
                        pages.computeIfAbsent(mtr.pageNumber(i), number -> new PageHistory(number));
                byte[] program = Arrays.copyOfRange(mtr.ops(), mtr.opsStart(i), mtr.opsEnd(i));
                page.append(lsn, program, Math.min(minReadPoint, durableLsn));
                redoBytes += program.length;
            }
            last = lsn;
            notDurable.add(new Appended(last, System.nanoTime() + delayNanos));
            lastLsn = last;
            due = durability == Durability.AT_ONCE ? advanceTo(last) : List.of();
        }
        if (durabilityThread != null) {
            LockSupport.unpark(durabilityThread);
        }
        run(due);
        return new Lsn(last);
    }

    /** Makes everything up to the last consistency point at or below {@code upTo} durable. */
    public void makeDurable(long upTo) {
        List<Waiter> due;
        synchronized (lock) {
            checkOpen();
            due = advanceTo(upTo);
        }
        run(due);
    }

    @Override
    public long durableLsn() {
        return durableLsn;
    }

    @Override
    public long lastLsn() {
        return lastLsn;
    }

    @Override
    public CompletionStage<Void> whenDurable(Lsn lsn) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        onDurable(
                lsn.value(),
                () -> future.complete(null),
                () -> future.completeExceptionally(closedException()));
        return future;
    }

    @Override
    public void onDurable(long lsn, Runnable action, Runnable failed) {
        boolean dead;
        synchronized (lock) {
            if (lsn > lastLsn) {
                throw new IllegalArgumentException("LSN " + lsn + " was not given out yet");
            }
            dead = closed && lsn > durableLsn;
            if (!dead && lsn > durableLsn) {
                waiters.add(new Waiter(lsn, waiterSequence++, action, failed));
                return;
            }
        }
        if (dead) {
            failed.run();
        } else {
            action.run();
        }
    }

    @Override
    public boolean isAppendable() {
        return lastLsn - Math.max(durableLsn, recoveredFloor) < LSN_ALLOCATION_LIMIT;
    }

    @Override
    public void awaitAppendable() throws InterruptedException {
        synchronized (lock) {
            checkOpen();
            while (!isAppendable()) {
                lock.wait();
                checkOpen();
            }
        }
    }

    @Override
    public void read(PageId page, Lsn asOf, byte[] into) {
        if (into.length < PageLayout.PAGE_SIZE) {
            throw new IllegalArgumentException("buffer of " + into.length + " bytes");
        }
        synchronized (lock) {
            checkOpen();
            long lsn = asOf.value();
            if (lsn > durableLsn) {
                throw new IllegalArgumentException(
                        page + " is asked as of LSN " + lsn + " above VDL " + durableLsn);
            }
            if (lsn < minReadPoint) {
                throw new IllegalArgumentException(
                        page + " as of LSN " + lsn + " below minimum read point " + minReadPoint);
            }
            if (page.number() >= pageCapacity) {
                throw new IllegalArgumentException(page + " is above the capacity " + pageCapacity);
            }
            PageHistory history = pages.get(page.number());
            if (history == null) {
                Arrays.fill(into, 0, PageLayout.PAGE_SIZE, (byte) 0);
            } else {
                history.read(lsn, into);
            }
        }
    }

    @Override
    public long pageCapacity() {
        synchronized (lock) {
            return pageCapacity;
        }
    }

    @Override
    public void ensureCapacity(PageId page) {
        synchronized (lock) {
            checkOpen();
            long groups = page.number() / pagesPerGroup + 1;
            pageCapacity = Math.max(pageCapacity, groups * pagesPerGroup);
        }
    }

    @Override
    public void advanceMinReadPoint(Lsn lsn) {
        synchronized (lock) {
            checkOpen();
            if (lsn.value() > durableLsn) {
                throw new IllegalArgumentException(
                        "minimum read point " + lsn + " above VDL " + durableLsn);
            }
            minReadPoint = Math.max(minReadPoint, lsn.value());
        }
    }

    @Override
    public VolumeStatus status() {
        synchronized (lock) {
            return new VolumeStatus(
                    epoch,
                    durableLsn,
                    durableLsn,
                    lastLsn,
                    minReadPoint,
                    redoBytes,
                    0,
                    List.of(),
                    List.of());
        }
    }

    @Override
    public void close() {
        List<Waiter> failing;
        synchronized (lock) {
            failing = closeLocked();
        }
        afterClose(failing);
    }

    /** Returns whose waits have failed. */
    @GuardedBy("lock")
    private List<Waiter> closeLocked() {
        if (closed) {
            return List.of();
        }
        closed = true;
        lock.notifyAll();
        return drain(Long.MAX_VALUE);
    }

    private void afterClose(List<Waiter> failing) {
        if (durabilityThread != null) {
            LockSupport.unpark(durabilityThread);
        }
        for (Waiter waiter : failing) {
            waiter.failed.run();
        }
    }

    /** The durability thread: makes each mini-transaction durable once its time has come. */
    private void advanceDurability() {
        while (!closed) {
            long waitNanos = 0;
            List<Waiter> due = List.of();
            synchronized (lock) {
                if (closed) {
                    return;
                }
                long now = System.nanoTime();
                long upTo = durableLsn;
                for (Appended appended : notDurable) {
                    waitNanos = appended.durableAtNanos - now;
                    if (waitNanos > 0) {
                        break;
                    }
                    upTo = appended.consistencyPoint;
                }
                if (upTo > durableLsn) {
                    due = advanceTo(upTo);
                }
            }
            run(due);
            if (waitNanos > 0) {
                LockSupport.parkNanos(waitNanos);
            } else if (due.isEmpty()) {
                LockSupport.park(this);
            }
        }
    }

    @GuardedBy("lock")
    private List<Waiter> advanceTo(long upTo) {
        long vdl = durableLsn;
        while (!notDurable.isEmpty() && notDurable.getFirst().consistencyPoint <= upTo) {
            vdl = notDurable.removeFirst().consistencyPoint;
        }
        durableLsn = vdl;
        lock.notifyAll();
        return drain(vdl);
    }

    @GuardedBy("lock")
    private List<Waiter> drain(long upTo) {
        List<Waiter> due = new ArrayList<>();
        for (Waiter first = waiters.peek();
                first != null && first.lsn <= upTo;
                first = waiters.peek()) {
            due.add(waiters.remove());
        }
        return due;
    }

    private static void run(List<Waiter> due) {
        for (Waiter waiter : due) {
            waiter.action.run();
        }
    }

    @GuardedBy("lock")
    private void checkPages(MiniTransaction mtr) {
        for (int i = 0; i < mtr.recordCount(); i++) {
            if (mtr.pageNumber(i) < 0 || mtr.pageNumber(i) >= pageCapacity) {
                throw new IllegalArgumentException(
                        "page " + mtr.pageNumber(i) + " is above the capacity " + pageCapacity);
            }
            if (mtr.opsStart(i) == mtr.opsEnd(i)) {
                throw new IllegalArgumentException(
                        "record of page " + mtr.pageNumber(i) + " has no operations");
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw closedException();
        }
    }

    private static VolumeClosedException closedException() {
        return new VolumeClosedException("the volume is closed");
    }
}
