package io.daybreak.logstorage.node;

import io.daybreak.logstorage.api.DamagedPageStoreException;
import io.daybreak.logstorage.api.NodeOptions;
import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.StorageNode;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.logstorage.chronicle.ChronicleSegmentLog;
import io.daybreak.logstorage.rocks.RocksPageStore;
import io.daybreak.logstorage.segment.NodeCore;
import io.daybreak.logstorage.segment.SegmentLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A storage node on a directory of this machine.
 *
 * <p>The log thread takes everything that came in while its last force ran, lets the core stage it,
 * and forces once: group commit. While nothing is urgent it waits for a few milliseconds, so that
 * more comes together. A log that failed (disk full, an error of the device) is opened anew by the
 * same thread until it works again. Thread-safe.
 */
public final class LocalStorageNode implements StorageNode {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStorageNode.class);

    /** Requests waiting for the log thread; the writer's own limits are far below. */
    private static final int QUEUED_MAX = 100_000;

    /** Redo in them: a node that is slow refuses more, and gets it from its peers later. */
    static final long QUEUED_BYTES_MAX = 64L << 20;

    private static final long TICK_MILLIS = 500;
    private static final long CLOSE_MILLIS = 20_000;
    private static final long REOPEN_NANOS_MIN = 500_000_000;
    private static final long REOPEN_NANOS_MAX = 10_000_000_000L;
    private static final long FREE_BYTES_MIN = 24 << 20;

    /** How long redo that nobody waits for is gathered before a force. */
    private static final long GATHER_NANOS = 5_000_000;

    /** So much of it is not gathered further. */
    private static final long GATHERED_BYTES_MAX = 256 << 10;

    /** The first statements after a start come before all work on pages. */
    private static final long FIRST_TICK_MILLIS = 2_000;

    /** One thing for the log thread to do. */
    private sealed interface Task {
        record Request(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply)
                implements Task {}

        record Create(
                SegmentId segment,
                SegmentKind kind,
                TimelineId timeline,
                CompletableFuture<SegmentReply> done)
                implements Task {}

        record Collect() implements Task {}

        record Stop() implements Task {}
    }

    /** A log, and the node's memory of it. Replaced together when a log fails. */
    private record Running(SegmentLog log, NodeCore core) {}

    private final String name;
    private final Path directory;
    private final NodeOptions options;
    private final FileChannel lock;
    private final PageStore pages;
    private volatile Running running;

    /** Held while pages are worked on in the background, and while the log is replaced. */
    private final ReentrantLock pageWork = new ReentrantLock();

    private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>(QUEUED_MAX);
    private final AtomicLong queuedBytes = new AtomicLong();

    /** Something in the queue is urgent; may stay set after it was taken. */
    private volatile boolean urgent;

    /** The log thread waits for more, or for something urgent. */
    private volatile boolean gathering;

    private final Thread logThread;
    private final ScheduledFuture<?> ticks;
    private volatile boolean closing;
    private boolean failureLogged;
    private @Nullable String pagesFailure;
    private long reopenAtNanos;
    private long reopenPauseNanos = REOPEN_NANOS_MIN;
    private boolean holdDue = true;

    private LocalStorageNode(
            String name, Path directory, NodeOptions options, FileChannel lock, PageStore pages)
            throws IOException {
        this.name = name;
        this.directory = directory;
        this.options = options;
        this.lock = lock;
        this.pages = pages;
        this.running = openLog();
        this.logThread =
                Thread.ofPlatform().daemon().name(name + "-log").unstarted(this::runLogThread);
        this.ticks =
                SharedThreads.PAGES.scheduleWithFixedDelay(
                        this::tick, FIRST_TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public static LocalStorageNode open(String name, Path directory, NodeOptions options)
            throws IOException {
        Files.createDirectories(directory);
        FileChannel lock = lock(directory.resolve("node.lock"));
        PageStore pages = new RocksPageStore(directory.resolve("pages"), options.pageCacheBytes());
        if (Files.isDirectory(directory.resolve("pages"))) {
            SharedThreads.FILES.execute(() -> openEarly(name, pages));
        }
        try {
            LocalStorageNode node = new LocalStorageNode(name, directory, options, lock, pages);
            if (!options.forcing()) {
                LOG.warn(
                        "storage node {}: durability=os: a power cut may lose acknowledged commits",
                        name);
            }
            node.logThread.start();
            return node;
        } catch (IOException | RuntimeException e) {
            pages.close();
            lock.close();
            throw e;
        }
    }

    /** Beside the reading of the log: it has files of its own to force. */
    private static void openEarly(String name, PageStore pages) {
        try {
            pages.open();
        } catch (IOException e) {
            LOG.debug("storage node {}: its page store does not open at once", name, e);
        }
    }

    private Running openLog() throws IOException {
        try {
            return openLog(false);
        } catch (DamagedPageStoreException e) {
            LOG.error("storage node {}: its pages are lost, peers have them", name, e);
            pages.reset();
            return openLog(true);
        }
    }

    private Running openLog(boolean pagesLost) throws IOException {
        Path logDirectory = Files.createDirectories(directory.resolve("log"));
        long free = Files.getFileStore(logDirectory).getUsableSpace();
        if (free < FREE_BYTES_MIN) {
            // Whoever maps a file on a full disk dies of it.
            throw new IOException("disk full: " + free + " bytes left for " + logDirectory);
        }
        SegmentLog log =
                new ChronicleSegmentLog(
                        logDirectory,
                        options.logFileBytes(),
                        options.forcing(),
                        SharedThreads.FILES);
        try {
            SegmentLimits limits = SegmentLimits.forLogFiles(options.logFileBytes());
            NodeCore core = NodeCore.open(log, pages, limits);
            long damages = core.statistics().damages();
            if (damages > 0) {
                LOG.warn("storage node {}: {} damaged places in its log", name, damages);
            }
            if (pagesLost) {
                core.damageFound();
            }
            return new Running(log, core);
        } catch (IOException | RuntimeException | InternalError e) {
            log.close();
            throw e;
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException _) {
            // This process has it open already: the same answer as another process's.
        }
        channel.close();
        throw new IOException("another server uses " + path.getParent());
    }

    @Override
    public List<SegmentId> segments() {
        return core().segments();
    }

    @Override
    public void createSegment(SegmentId segment, SegmentKind kind, TimelineId timeline) {
        CompletableFuture<SegmentReply> done = new CompletableFuture<>();
        if (closing || !offerUrgent(new Task.Create(segment, kind, timeline, done))) {
            throw new IllegalStateException("storage node " + name + " takes no requests");
        }
        if (done.join() instanceof SegmentReply.Failed failed) {
            throw new UncheckedIOException(new IOException(failed.reason()));
        }
    }

    @Override
    public void send(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        boolean taken =
                switch (request) {
                    case SegmentRequest.ReadPage _,
                            SegmentRequest.FetchLog _,
                            SegmentRequest.FetchPages _,
                            SegmentRequest.Inspect _ ->
                            sendRead(segment, request, reply);
                    case SegmentRequest.Append append -> enqueue(segment, append, reply);
                    case SegmentRequest.Advance _,
                            SegmentRequest.Fence _,
                            SegmentRequest.Truncate _,
                            SegmentRequest.InstallPages _,
                            SegmentRequest.MendLog _,
                            SegmentRequest.MendPage _,
                            SegmentRequest.CollectLog _ ->
                            !closing && offerUrgent(new Task.Request(segment, request, reply));
                };
        if (!taken) {
            reply.accept(new SegmentReply.Failed(segment, "storage node takes no requests"));
        }
    }

    private boolean enqueue(
            SegmentId segment, SegmentRequest.Append append, Consumer<SegmentReply> reply) {
        int bytes = append.batch().bytes().length;
        if (closing || queuedBytes.get() > QUEUED_BYTES_MAX) {
            return false;
        }
        long queued = queuedBytes.addAndGet(bytes);
        Task task = new Task.Request(segment, append, reply);
        boolean hurry = append.urgent() || queued > GATHERED_BYTES_MAX;
        if (hurry ? offerUrgent(task) : queue.offer(task)) {
            return true;
        }
        queuedBytes.addAndGet(-bytes);
        return false;
    }

    private boolean offerUrgent(Task task) {
        boolean taken = queue.offer(task);
        urgent = true;
        if (gathering) {
            LockSupport.unpark(logThread);
        }
        return taken;
    }

    /** Lets more come in while nobody waits for what is in the queue. */
    private void gather() {
        long deadline = System.nanoTime() + GATHER_NANOS;
        gathering = true;
        for (long left = GATHER_NANOS; !urgent && left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        gathering = false;
    }

    /** A round is answered, or refused. */
    private void leaveQueue(List<Task> round) {
        for (Task task : round) {
            if (task instanceof Task.Request(_, SegmentRequest.Append append, _)) {
                queuedBytes.addAndGet(-append.batch().bytes().length);
            }
        }
        round.clear();
    }

    private boolean sendRead(
            SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        try {
            SharedThreads.READER.execute(() -> answer(read(segment, request), reply));
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    private void answer(SegmentReply answer, Consumer<SegmentReply> reply) {
        try {
            reply.accept(answer);
        } catch (RuntimeException e) {
            LOG.error("storage node {}: a reply was not taken", name, e);
        }
    }

    @Override
    public SegmentReply read(SegmentId segment, SegmentRequest request) {
        if (closing) {
            return new SegmentReply.Failed(segment, "storage node is closing");
        }
        try {
            return core().read(segment, request);
        } catch (RuntimeException e) {
            LOG.error("storage node {}: {} of {}", name, request, segment, e);
            return new SegmentReply.Failed(segment, e.toString());
        }
    }

    @Override
    public NodeStatistics statistics() {
        return core().statistics();
    }

    // ---- the log thread

    private void runLogThread() {
        List<Task> round = new ArrayList<>();
        boolean goesOn = true;
        while (goesOn) {
            try {
                Task first =
                        core().failure().isEmpty()
                                ? queue.take()
                                : queue.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    round.add(first);
                    if (first instanceof Task.Request(_, SegmentRequest.Append append, _)
                            && !append.urgent()) {
                        gather();
                    }
                    // Before the queue is emptied: whoever sets it has put his task in.
                    urgent = false;
                    queue.drainTo(round);
                    goesOn = process(round);
                }
                if (goesOn) {
                    reopenAfterFailure();
                }
            } catch (InterruptedException _) {
                // Nobody interrupts this thread but a mistaken caller; close() sends a task.
                LOG.warn("storage node {}: the log thread was interrupted", name);
            } catch (RuntimeException | Error e) {
                // Memory may be half changed: nothing more is acknowledged from it.
                core().fail(e);
                LOG.error("storage node {}: the log thread failed", name, e);
                round.forEach(this::refuse);
            }
            leaveQueue(round);
        }
        for (Task task = queue.poll(); task != null; task = queue.poll()) {
            refuse(task);
        }
    }

    /** A failed log is of no further use; the next one goes on where it was forced last. */
    private void reopenAfterFailure() {
        if (core().failure().isEmpty() || System.nanoTime() - reopenAtNanos < 0) {
            return;
        }
        pageWork.lock();
        try {
            running.log().close();
            running = openLog();
            failureLogged = false;
            holdDue = true;
            reopenPauseNanos = REOPEN_NANOS_MIN;
            LOG.info("storage node {} works again", name);
        } catch (IOException | RuntimeException | InternalError e) {
            LOG.debug("storage node {} does not open yet", name, e);
            reopenPauseNanos = Math.min(REOPEN_NANOS_MAX, reopenPauseNanos * 2);
        } finally {
            pageWork.unlock();
        }
        reopenAtNanos = System.nanoTime() + reopenPauseNanos;
    }

    private NodeCore core() {
        return running.core();
    }

    private boolean process(List<Task> round) {
        boolean goesOn = true;
        boolean collect = false;
        NodeCore core = core();
        for (Task task : round) {
            switch (task) {
                case Task.Request request -> {
                    core.accept(
                            request.segment(),
                            request.request(),
                            reply -> answer(reply, request.reply()));
                    if (core.stagedBytes() >= NodeCore.STAGED_BYTES_MAX) {
                        core.commit();
                    }
                }
                case Task.Create create -> create(create);
                case Task.Collect _ -> collect = true;
                case Task.Stop _ -> goesOn = false;
            }
        }
        core.commit();
        if (collect) {
            collectLog();
        }
        logFailure();
        return goesOn;
    }

    private void create(Task.Create create) {
        NodeCore core = core();
        try {
            core.createSegment(create.segment(), create.kind(), create.timeline());
            core.accept(
                    create.segment(),
                    new SegmentRequest.Inspect(VolumeEpoch.NONE),
                    reply ->
                            create.done()
                                    .complete(
                                            core.failure().isEmpty()
                                                    ? reply
                                                    : new SegmentReply.Failed(
                                                            create.segment(), core.failure())));
        } catch (IOException | RuntimeException e) {
            create.done().complete(new SegmentReply.Failed(create.segment(), e.toString()));
        }
    }

    private void collectLog() {
        try {
            core().collectLog();
        } catch (IOException e) {
            LOG.warn("storage node {}: cannot delete log files", name, e);
        }
    }

    private void logFailure() {
        if (!failureLogged && !core().failure().isEmpty()) {
            failureLogged = true;
            reopenAtNanos = System.nanoTime() + reopenPauseNanos;
            LOG.error("storage node {} takes no redo: {}", name, core().failure());
        }
    }

    private void refuse(Task task) {
        switch (task) {
            case Task.Request request ->
                    answer(
                            new SegmentReply.Failed(request.segment(), "storage node is closing"),
                            request.reply());
            case Task.Create create ->
                    create.done().complete(new SegmentReply.Failed(create.segment(), "closing"));
            case Task.Collect _, Task.Stop _ -> {}
        }
    }

    // ---- the thread that makes pages

    private void tick() {
        pageWork.lock();
        try {
            if (!closing && core().failure().isEmpty()) {
                workOnPages(core());
            }
            pagesFailure = null;
        } catch (DamagedPageStoreException e) {
            rebuildPages(e);
        } catch (IOException | RuntimeException e) {
            logPagesFailure(e);
        } finally {
            pageWork.unlock();
        }
        queue.offer(new Task.Collect());
    }

    private void workOnPages(NodeCore core) throws IOException {
        if (holdDue) {
            holdDue = false;
            core.hold();
        }
        if (core.isMaterializationDue()) {
            core.materialize();
        }
        core.scrub(options.scrubBytesPerSecond() * TICK_MILLIS / 1000);
        if (core.takePagesSuspicion()) {
            throw new DamagedPageStoreException("images that were stored are not there", null);
        }
    }

    private void rebuildPages(DamagedPageStoreException cause) {
        LOG.error("storage node {}: its pages are lost, peers have them", name, cause);
        try {
            core().resetPages();
        } catch (IOException | RuntimeException e) {
            logPagesFailure(e);
        }
    }

    private void logPagesFailure(Exception e) {
        String reason = e.toString();
        if (!reason.equals(pagesFailure)) {
            LOG.error("storage node {} cannot make pages", name, e);
        }
        pagesFailure = reason;
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        ticks.cancel(false);
        try {
            queue.put(new Task.Stop());
            urgent = true;
            LockSupport.unpark(logThread);
            logThread.join(CLOSE_MILLIS);
            // A tick under way ends first.
            if (pageWork.tryLock(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                pageWork.unlock();
            } else {
                LOG.warn("storage node {}: the page maker does not stop", name);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        running.log().close();
        pages.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("storage node {}: lock file", name, e);
        }
    }
}
