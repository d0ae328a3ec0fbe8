package io.daybreak.quorum.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.quorum.api.FaultInjection;
import io.daybreak.quorum.api.PageUnreadableException;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeClosedException;
import io.daybreak.quorum.api.VolumeFullException;
import io.daybreak.quorum.api.VolumeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open volume: {@link WriterCore} and {@link SegmentCare} with a lock, a clock, a ticker thread
 * and a transport.
 *
 * <p><b>Threads.</b> Callers fill boxcars and send a round themselves if the segments are idle. The
 * thread that brings the answer that completes a round sends the next one and then runs the
 * completions that became due: no thread of our own stands between an acknowledgement and a commit.
 * The ticker sends what nobody waits for, repeats what was lost and looks after the segments.
 *
 * <p><b>The lock</b> guards the cores. Messages are gathered under it and sent after it is
 * released; completions run without it.
 */
final class VolumeShell implements Volume {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeShell.class);
    private static final long BUSY_TICK_NANOS = 20_000_000;
    private static final long HOLD_TICK_NANOS = 1_000_000;
    private static final int TICKS_UNHELD_MAX = 20;
    private static final long IDLE_TICK_NANOS = 200_000_000;
    private static final long GOSSIP_NANOS = 200_000_000;
    private static final long SLOW_NANOS = 1_000_000_000;
    private static final long COLLECTION_NANOS = 2_000_000_000L;
    private static final long CLOSE_NANOS = 10_000_000_000L;

    /** Half of the threads that carry the server's virtual threads: a read keeps its carrier. */
    private static final int READING_HERE_MAX = 2 * Runtime.getRuntime().availableProcessors();

    private record Outgoing(SegmentId segment, SegmentRequest request) {}

    /** Makes and announces a new protection group; the part of growing that needs disks. */
    interface Growth {
        /**
         * Makes the group's segments, joins them to the epoch and records the group durably.
         *
         * @return what the writer starts the group from
         */
        RecoveredVolume.Group addGroup(int group);
    }

    private final Object lock = new Object();
    private final Object growthLock = new Object();
    private final FaultPlan transport;
    private final VolumeMetadata metadata;
    private final Growth growth;
    private final Runnable onClose;
    private final long readTimeoutNanos;
    private final Thread ticker;
    private final ReadRouting routing = new ReadRouting();
    private final Semaphore readingHere = new Semaphore(READING_HERE_MAX);
    private final CompletionQueue completions = new CompletionQueue(this::durableLsn);
    private final LongAdder hedgedReads = new LongAdder();
    private final LongAdder damagedReads = new LongAdder();

    @GuardedBy("lock")
    private final WriterCore writer;

    @GuardedBy("lock")
    private final SegmentCare care;

    @GuardedBy("lock")
    private ArrayList<Outgoing> outbox = new ArrayList<>();

    private volatile long durableLsn;
    private volatile long lastLsn;
    private volatile long pageCapacity;
    private volatile boolean appendable = true;

    /** The ticker looks after rounds that are held back. */
    private volatile boolean tickingFast;

    /** The ticker's own. */
    private int ticksUnheld;

    private volatile @Nullable String closedReason;

    VolumeShell(
            RecoveredVolume recovered,
            VolumeMetadata metadata,
            WriterLimits limits,
            FaultPlan transport,
            Growth growth,
            Runnable onClose,
            long readTimeoutMillis) {
        this.transport = transport;
        this.metadata = metadata;
        this.growth = growth;
        this.onClose = onClose;
        this.readTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(readTimeoutMillis);
        Outbox gather = (segment, request) -> gather(segment, request);
        this.writer = new WriterCore(recovered, metadata.pagesPerGroup(), limits, gather);
        this.care = new SegmentCare(writer, metadata.kinds(), gather);
        this.durableLsn = writer.vdl();
        // Nothing is given out yet above VDL, although the first LSN will be above the floor.
        this.lastLsn = writer.vdl();
        this.pageCapacity = writer.pageCapacity();
        this.ticker = Thread.ofPlatform().daemon().name("volume-ticker").unstarted(this::tick);
    }

    VolumeShell start() {
        ticker.start();
        return this;
    }

    @SuppressWarnings("GuardedBy") // The cores call this, and they are called under the lock.
    private void gather(SegmentId segment, SegmentRequest request) {
        outbox.add(new Outgoing(segment, request));
    }

    // ---- append and durability ----

    @Override
    public Lsn append(MiniTransaction mtr) {
        checkOpen();
        List<Outgoing> leaving = List.of();
        long lsn;
        synchronized (lock) {
            lsn = writer.append(mtr, wallClockMicros());
            lastLsn = lsn;
            if (writer.wantsPump()) {
                writer.pump(System.nanoTime(), wallClockMicros());
                leaving = takeOutbox();
            }
            appendable = writer.mayTakeRedo();
        }
        dispatch(leaving);
        return new Lsn(lsn);
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
        if (lsn <= durableLsn) {
            action.run();
            return;
        }
        if (lsn > lastLsn) {
            throw new IllegalArgumentException("LSN " + lsn + " was not given out yet");
        }
        if (!completions.add(lsn, action, failed)) {
            failed.run();
            return;
        }
        List<Outgoing> leaving = List.of();
        synchronized (lock) {
            writer.demand(lsn);
            if (writer.wantsPump()) {
                writer.pump(System.nanoTime(), wallClockMicros());
                leaving = takeOutbox();
            }
        }
        dispatch(leaving);
        if (lsn <= durableLsn) {
            completions.drain();
        }
    }

    @Override
    public boolean isAppendable() {
        return appendable;
    }

    @Override
    public void awaitAppendable() throws InterruptedException {
        checkOpen();
        if (appendable) {
            return;
        }
        synchronized (lock) {
            while (!writer.mayTakeRedo()) {
                checkOpen();
                String full = writer.fullDisks();
                if (full != null) {
                    throw new VolumeFullException(full);
                }
                lock.wait();
            }
        }
    }

    private void onReply(SegmentRequest request, SegmentReply reply) {
        List<Outgoing> leaving;
        boolean advanced;
        boolean holding;
        synchronized (lock) {
            long now = System.nanoTime();
            writer.onReply(request, reply, now);
            care.onReply(request, reply, now);
            if (writer.wantsPump()) {
                writer.pump(now, wallClockMicros());
            }
            leaving = takeOutbox();
            advanced = publish();
            holding = writer.isHeld();
        }
        dispatch(leaving);
        if (holding && !tickingFast) {
            // Two that find it so wake it twice; that is all.
            tickingFast = true;
            LockSupport.unpark(ticker);
        }
        if (advanced) {
            completions.drain();
        }
        checkFenced();
    }

    @GuardedBy("lock")
    private boolean publish() {
        long vdl = writer.vdl();
        boolean advanced = vdl > durableLsn;
        if (vdl < durableLsn) {
            throw new IllegalStateException("VDL fell from " + durableLsn + " to " + vdl);
        }
        durableLsn = vdl;
        boolean full = writer.fullDisks() != null;
        boolean mayAppend = writer.mayTakeRedo();
        if (mayAppend != appendable || full) {
            lock.notifyAll();
        }
        appendable = mayAppend;
        return advanced;
    }

    @GuardedBy("lock")
    private List<Outgoing> takeOutbox() {
        if (outbox.isEmpty()) {
            return List.of();
        }
        ArrayList<Outgoing> taken = outbox;
        outbox = new ArrayList<>(8);
        return taken;
    }

    private void dispatch(List<Outgoing> leaving) {
        if (leaving.isEmpty()) {
            return;
        }
        for (int i = 0; i < leaving.size(); i++) {
            Outgoing outgoing = leaving.get(i);
            SegmentRequest request = outgoing.request;
            transport.post(outgoing.segment, request, reply -> onReply(request, reply));
        }
        transport.deliver();
    }

    private void checkFenced() {
        synchronized (lock) {
            if (writer.fencedBy() == null || closedReason != null) {
                return;
            }
            closedReason =
                    "a newer writer took the volume over with epoch " + writer.fencedBy().value();
            lock.notifyAll();
        }
        LOG.error("the volume is closed: {}", closedReason);
        completions.close();
    }

    // ---- time ----

    private void tick() {
        long nextGossip = 0;
        long nextSlow = 0;
        long nextCollection = System.nanoTime() + COLLECTION_NANOS;
        long start = System.nanoTime();
        while (closedReason == null) {
            try {
                long now = System.nanoTime();
                List<Outgoing> leaving;
                boolean gossip = now - start >= nextGossip;
                int behind = gossip ? nodesBehindWithPages() : 0;
                synchronized (lock) {
                    writer.onTick(now, wallClockMicros());
                    if (gossip) {
                        nextGossip = now - start + GOSSIP_NANOS;
                        care.onGossipTick(now);
                        writer.onPageDebt(fullNodes(), behind);
                        publish();
                    }
                    if (now - start >= nextSlow) {
                        nextSlow = now - start + SLOW_NANOS;
                        writer.onSlowTick(now);
                    }
                    if (now >= nextCollection) {
                        nextCollection = now + COLLECTION_NANOS;
                        care.onCollectionTick();
                    }
                    leaving = takeOutbox();
                }
                dispatch(leaving);
            } catch (RuntimeException e) {
                LOG.error("the volume's ticker failed; it goes on", e);
            }
            long pause = durableLsn < lastLsn ? BUSY_TICK_NANOS : IDLE_TICK_NANOS;
            long until = System.nanoTime() + pause;
            do {
                LockSupport.parkNanos(tickingFast ? HOLD_TICK_NANOS : until - System.nanoTime());
                if (tickingFast) {
                    letGoOfHeldRound();
                }
            } while (closedReason == null && System.nanoTime() < until);
        }
    }

    /** Goes on for a while when there is none, so that not every one has to wake the ticker. */
    private void letGoOfHeldRound() {
        List<Outgoing> leaving;
        synchronized (lock) {
            ticksUnheld = writer.isHeld() ? 0 : ticksUnheld + 1;
            tickingFast = ticksUnheld < TICKS_UNHELD_MAX;
            writer.onHoldTick(System.nanoTime(), wallClockMicros());
            leaving = takeOutbox();
        }
        dispatch(leaving);
    }

    private int nodesBehindWithPages() {
        int behind = 0;
        List<NodeStatistics> nodes = transport.statistics();
        for (int i = 0; i < nodes.size(); i++) {
            behind |= nodes.get(i).pagesBehind() ? 1 << i : 0;
        }
        return behind;
    }

    private int fullNodes() {
        int full = 0;
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            full |= metadata.isFull(i) ? 1 << i : 0;
        }
        return full;
    }

    private static long wallClockMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    // ---- reads ----

    @Override
    public void read(PageId page, Lsn asOf, byte[] into) {
        checkOpen();
        if (page.number() >= pageCapacity || asOf.value() > durableLsn) {
            throw new IllegalArgumentException(
                    page
                            + " as of LSN "
                            + asOf
                            + ": capacity "
                            + pageCapacity
                            + ", VDL "
                            + durableLsn);
        }
        int group = (int) (page.number() / metadata.pagesPerGroup());
        long readPoint;
        synchronized (lock) {
            readPoint = writer.readPoint(group, asOf.value());
        }
        if (readPoint == 0) {
            Arrays.fill(into, 0, PageLayout.PAGE_SIZE, (byte) 0);
            return;
        }
        PageRead read = new PageRead(page, readPoint);
        try {
            if (!readFrom(group, read, page, readPoint, into)) {
                throw new PageUnreadableException(page, asOf, read.reason());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new PageUnreadableException(page, asOf, "interrupted");
        }
        read.copyTo(into);
    }

    /** Asks one segment after the other, the next one when the last one refuses or is late. */
    private boolean readFrom(int group, PageRead read, PageId page, long readPoint, byte[] into)
            throws InterruptedException {
        long deadline = System.nanoTime() + readTimeoutNanos;
        int asked = 0;
        while (System.nanoTime() < deadline) {
            checkOpen();
            int candidates = candidates(group, readPoint) & ~asked;
            int index = routing.choose(candidates);
            if (index < 0) {
                // Everybody was asked. Whoever is late may still answer; after a while all may
                // have changed: a segment may be complete now.
                if (read.await(IDLE_TICK_NANOS)) {
                    return true;
                }
                asked = 0;
                LockSupport.parkNanos(BUSY_TICK_NANOS);
                continue;
            }
            if (asked != 0) {
                hedgedReads.increment();
            }
            asked |= 1 << index;
            ask(group, index, read, page, readPoint, into);
            long patience = routing.hedgeNanos(index);
            if (read.await(patience)) {
                return true;
            }
            routing.late(index, patience);
        }
        return read.await(0);
    }

    private int candidates(int group, long readPoint) {
        int complete = 0;
        int trusted = 0;
        synchronized (lock) {
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                if (metadata.isFull(i) && writer.isCompleteFor(group, i, readPoint)) {
                    complete |= 1 << i;
                    trusted |= writer.isSuspect(i) ? 0 : 1 << i;
                }
            }
        }
        return trusted != 0 ? trusted : complete;
    }

    private void ask(
            int group, int index, PageRead read, PageId page, long readPoint, byte[] into) {
        SegmentId segment;
        SegmentRequest.ReadPage request;
        synchronized (lock) {
            segment = writer.group(group).segments[index];
            request =
                    new SegmentRequest.ReadPage(
                            writer.epoch(), TimelineId.FIRST, page, new Lsn(readPoint));
        }
        read.asked();
        long start = System.nanoTime();
        SegmentReply here = readHere(segment, request, into);
        if (here != null) {
            onPage(segment, request, read, here, start);
        } else {
            transport.send(segment, request, reply -> onPage(segment, request, read, reply, start));
        }
    }

    /**
     * Without a thread of the node's between: two wake-ups cost more than most reads. Only where an
     * answer is near, because nobody else can be asked meanwhile, and by a few threads at a time.
     * Not by an interrupted one: the file that it reads would be closed for everybody.
     */
    private @Nullable SegmentReply readHere(
            SegmentId segment, SegmentRequest.ReadPage request, byte[] into) {
        if (!routing.isQuick(segment.index())
                || Thread.currentThread().isInterrupted()
                || !readingHere.tryAcquire()) {
            return null;
        }
        try {
            return transport.readPage(segment, request, into);
        } finally {
            readingHere.release();
        }
    }

    private void onPage(
            SegmentId segment,
            SegmentRequest.ReadPage request,
            PageRead read,
            SegmentReply reply,
            long start) {
        if (read.answer(reply)) {
            routing.answered(segment.index(), System.nanoTime() - start);
            return;
        }
        routing.late(segment.index(), BUSY_TICK_NANOS);
        if (reply instanceof SegmentReply.PageImage) {
            damagedReads.increment();
            LOG.error("{} sent a damaged image of {}", segment, request.page());
        } else if (reply instanceof SegmentReply.NotJoined
                || reply instanceof SegmentReply.StaleEpoch) {
            onReply(request, reply);
        }
        if (reply instanceof SegmentReply.PageImage || reply instanceof SegmentReply.Failed) {
            suspect(segment);
        }
    }

    private void suspect(SegmentId segment) {
        List<Outgoing> leaving;
        synchronized (lock) {
            care.suspect(segment);
            leaving = takeOutbox();
        }
        dispatch(leaving);
    }

    // ---- shape ----

    @Override
    public long pageCapacity() {
        return pageCapacity;
    }

    @Override
    public void ensureCapacity(PageId page) {
        if (page.number() < pageCapacity) {
            return;
        }
        synchronized (growthLock) {
            while (page.number() >= pageCapacity) {
                checkOpen();
                int next = (int) (pageCapacity / metadata.pagesPerGroup());
                RecoveredVolume.Group group = growth.addGroup(next);
                synchronized (lock) {
                    writer.addGroup(group);
                    pageCapacity = writer.pageCapacity();
                }
            }
        }
    }

    @Override
    public void advanceMinReadPoint(Lsn lsn) {
        checkOpen();
        synchronized (lock) {
            writer.advanceMinReadPoint(lsn.value());
        }
    }

    @Override
    public VolumeStatus status() {
        List<VolumeStatus.Segment> segments = new ArrayList<>();
        List<NodeStatistics> nodes = transport.statistics();
        synchronized (lock) {
            for (int g = 0; g < writer.groupCount(); g++) {
                for (int i = 0; i < SegmentId.REPLICAS; i++) {
                    segments.add(segmentStatus(g, i, nodes));
                }
            }
            return new VolumeStatus(
                    writer.epoch().value(),
                    writer.vcl(),
                    writer.vdl(),
                    lastLsn,
                    writer.minReadPoint(),
                    writer.redoBytes(),
                    nodes.stream().mapToLong(NodeStatistics::forces).sum(),
                    segments,
                    nodes);
        }
    }

    @Override
    public FaultInjection faults() {
        return transport;
    }

    @GuardedBy("lock")
    private VolumeStatus.Segment segmentStatus(int g, int index, List<NodeStatistics> nodes) {
        GroupState group = writer.group(g);
        SegmentReply.Status known = care.status(g, index);
        String state;
        if (writer.isSuspect(index)) {
            state = "dead";
        } else if (known != null && !known.isWhole()) {
            state = "damaged";
        } else if (group.scl[index] < group.completeLsn) {
            state = "lagging";
        } else {
            state = "healthy";
        }
        return new VolumeStatus.Segment(
                g,
                index,
                "az" + (index / 2 + 1),
                metadata.isFull(index) ? "full" : "tail",
                Math.max(0, group.scl[index]),
                Math.max(0, group.completeLsn - Math.max(0, group.scl[index])),
                known == null ? 0 : known.logBytes(),
                state,
                suspicion(index, nodes));
    }

    /** Of a node that is trusted: why it makes no pages, if so. */
    @GuardedBy("lock")
    private String suspicion(int index, List<NodeStatistics> nodes) {
        String suspicion = writer.suspicion(index);
        String failing =
                index < nodes.size() && metadata.isFull(index)
                        ? nodes.get(index).pagesFailing()
                        : "";
        return suspicion.isEmpty() && !failing.isEmpty() ? "pages failing: " + failing : suspicion;
    }

    // ---- end ----

    private void checkOpen() {
        if (closedReason != null) {
            throw closedException();
        }
    }

    private VolumeClosedException closedException() {
        String reason = closedReason;
        return new VolumeClosedException(reason == null ? "the volume is closing" : reason);
    }

    /** Waits a while for what was appended to become durable, then stops. */
    @Override
    public void close() {
        if (closedReason == null) {
            flush();
        }
        synchronized (lock) {
            if (closedReason == null) {
                closedReason = "the volume is closed";
            }
            lock.notifyAll();
        }
        LockSupport.unpark(ticker);
        completions.close();
        try {
            transport.close();
        } finally {
            onClose.run();
        }
    }

    private void flush() {
        Thread closer = Thread.currentThread();
        long deadline = System.nanoTime() + CLOSE_NANOS;
        onDurable(lastLsn, () -> LockSupport.unpark(closer), () -> LockSupport.unpark(closer));
        while (durableLsn < lastLsn && closedReason == null && System.nanoTime() < deadline) {
            LockSupport.parkNanos(BUSY_TICK_NANOS);
        }
    }
}
