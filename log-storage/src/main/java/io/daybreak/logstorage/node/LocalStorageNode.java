package io.daybreak.logstorage.node;

import io.daybreak.logstorage.api.DamagedPageStoreException;
import io.daybreak.logstorage.api.NodeOptions;
import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.StorageNode;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.chronicle.ChronicleSegmentLog;
import io.daybreak.logstorage.chronicle.Disk;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A storage node on a directory of this machine: a {@link NodeForeground} on the {@link LogThread}
 * of its disk, readers, and a page maker. A log that failed (disk full, an error of the device) is
 * opened anew in the background until it works again. Thread-safe.
 */
public final class LocalStorageNode implements StorageNode {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStorageNode.class);

    private static final long TICK_MILLIS = 500;
    private static final long CLOSE_MILLIS = 20_000;
    private static final long FREE_BYTES_MIN = 24 << 20;

    /** The first statements after a start come before all work on pages. */
    private static final long FIRST_TICK_MILLIS = 2_000;

    private final String name;
    private final Path logDirectory;
    private final Disk disk;
    private final NodeOptions options;
    private final FileChannel lock;
    private final PageStore pages;
    private final NodeForeground foreground;
    private final LogThread logThread;

    /** Held while pages are worked on in the background, and while the log is replaced. */
    private final ReentrantLock pageWork = new ReentrantLock();

    private final ScheduledFuture<?> ticks;
    private volatile boolean closing;
    private final Retry reopening = new Retry();
    private final Retry pageMaking = new Retry();
    private volatile String pagesFailing = "";
    private final LongAdder pageFailures = new LongAdder();
    private boolean holdDue = true;

    private LocalStorageNode(
            String name, Path directory, NodeOptions options, FileChannel lock, PageStore pages)
            throws IOException {
        this.name = name;
        this.options = options;
        this.lock = lock;
        this.pages = pages;
        this.logDirectory = Files.createDirectories(directory.resolve("log"));
        this.disk = Disk.of(logDirectory);
        this.foreground = new NodeForeground(name, openLog());
        this.logThread = LogThread.serve(disk, foreground);
        this.ticks =
                SharedThreads.PAGES.scheduleWithFixedDelay(
                        this::tick, FIRST_TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public static void prepare() {
        RocksPageStore.prepare();
        ChronicleSegmentLog.prepare();
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
            return node;
        } catch (IOException | RuntimeException | InternalError e) {
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

    private NodeForeground.Running openLog() throws IOException {
        try {
            return openLog(false);
        } catch (DamagedPageStoreException e) {
            LOG.error("storage node {}: its pages are lost, peers have them", name, e);
            pages.reset();
            return openLog(true);
        }
    }

    private NodeForeground.Running openLog(boolean pagesLost) throws IOException {
        long free = Files.getFileStore(logDirectory).getUsableSpace();
        if (free < FREE_BYTES_MIN) {
            // Whoever maps a file on a full disk dies of it.
            throw new IOException("disk full: " + free + " bytes left for " + logDirectory);
        }
        SegmentLimits limits = SegmentLimits.forLogFiles(options.logFileBytes());
        ChronicleSegmentLog log =
                new ChronicleSegmentLog(
                        logDirectory,
                        options.logFileBytes(),
                        options.forcing(),
                        disk.overwritesInPlace() && limits.holdsRounds(),
                        SharedThreads.FILES);
        try {
            NodeCore core = NodeCore.open(log, pages, limits);
            long damages = core.statistics().damages();
            if (damages > 0) {
                LOG.warn("storage node {}: {} damaged places in its log", name, damages);
            }
            if (pagesLost) {
                core.damageFound();
            }
            return new NodeForeground.Running(log, log, core);
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
    public boolean isFailing() {
        return !core().failure().isEmpty();
    }

    @Override
    public void createSegment(SegmentId segment, SegmentKind kind, TimelineId timeline) {
        CompletableFuture<SegmentReply> made =
                closing ? null : foreground.create(segment, kind, timeline);
        if (made == null) {
            throw new IllegalStateException("storage node " + name + " takes no requests");
        }
        logThread.wake();
        if (made.join() instanceof SegmentReply.Failed failed) {
            throw new UncheckedIOException(new IOException(failed.reason()));
        }
    }

    @Override
    public void send(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        post(segment, request, reply);
        logThread.wake();
    }

    @Override
    public void post(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        boolean taken =
                switch (request) {
                    case SegmentRequest.ReadPage _,
                            SegmentRequest.FetchLog _,
                            SegmentRequest.FetchPages _,
                            SegmentRequest.Inspect _ ->
                            sendRead(segment, request, reply);
                    case SegmentRequest.Append _,
                            SegmentRequest.Advance _,
                            SegmentRequest.Fence _,
                            SegmentRequest.Truncate _,
                            SegmentRequest.InstallPages _,
                            SegmentRequest.MendLog _,
                            SegmentRequest.MendPage _,
                            SegmentRequest.CollectLog _ ->
                            !closing && foreground.request(segment, request, reply);
                };
        if (!taken) {
            reply.accept(new SegmentReply.Failed(segment, "storage node takes no requests"));
        }
    }

    @Override
    public void deliver() {
        logThread.wake();
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
        return read(segment, request, () -> core().read(segment, request));
    }

    @Override
    public SegmentReply readPage(SegmentId segment, SegmentRequest.ReadPage request, byte[] into) {
        return read(segment, request, () -> core().readPage(segment, request, into));
    }

    private SegmentReply read(
            SegmentId segment, SegmentRequest request, Supplier<SegmentReply> core) {
        if (closing) {
            return new SegmentReply.Failed(segment, "storage node is closing");
        }
        try {
            return core.get();
        } catch (RuntimeException | InternalError e) {
            LOG.error("storage node {}: {} of {}", name, request, segment, e);
            return new SegmentReply.Failed(segment, e.toString());
        }
    }

    @Override
    public NodeStatistics statistics() {
        return core().statistics().withPageFailures(pageFailures.sum(), pagesFailing);
    }

    private NodeCore core() {
        return foreground.running().core();
    }

    // ---- the thread that makes pages

    private void tick() {
        pageWork.lock();
        try {
            if (closing) {
                return;
            }
            if (!core().failure().isEmpty()) {
                reopenIfDue();
            } else if (pageMaking.isDue(System.nanoTime())) {
                workOnPages(core());
            }
        } catch (DamagedPageStoreException e) {
            rebuildPages(e);
        } catch (IOException | RuntimeException | InternalError e) {
            // An error of the disk below a mapped file is an InternalError.
            pagesFail(e);
        } finally {
            pageWork.unlock();
        }
        foreground.collect();
        logThread.wake();
    }

    /** A failed log is of no further use; the next one goes on where it was forced last. */
    private void reopenIfDue() {
        if (!reopening.isDue(System.nanoTime())) {
            return;
        }
        reopening.failed(System.nanoTime());
        try {
            foreground.running().log().close();
            core().settlePages();
            foreground.replace(openLog());
            holdDue = true;
            LOG.info("storage node {} works again", name);
        } catch (IOException | RuntimeException | InternalError e) {
            LOG.debug("storage node {} does not open yet", name, e);
        }
    }

    private void workOnPages(NodeCore core) throws IOException {
        core.rollBackPages();
        if (holdDue) {
            holdDue = false;
            core.hold();
        }
        if (core.isMaterializationDue()) {
            core.materialize(new PageMakerRests(core));
        } else if (core.isHotImagingDue()) {
            core.imageHotPages();
        }
        core.scrub(options.scrubBytesPerSecond() * TICK_MILLIS / 1000);
        if (core.takePagesSuspicion()) {
            throw new DamagedPageStoreException("images that were stored are not there", null);
        }
        // Also if there was nothing to do any more: nothing failed.
        pagesWork();
    }

    private void rebuildPages(DamagedPageStoreException cause) {
        LOG.error("storage node {}: its pages are lost, peers have them", name, cause);
        try {
            core().resetPages();
        } catch (IOException | RuntimeException | InternalError e) {
            pagesFail(e);
        }
    }

    /** One line for a disk that is full or fails, until pages are made again. */
    private void pagesFail(Throwable e) {
        boolean known = pageMaking.isFailing();
        pageFailures.increment();
        pagesFailing = e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
        pageMaking.failed(System.nanoTime());
        if (known) {
            LOG.debug("storage node {} cannot make pages yet", name, e);
        } else if (e instanceof IOException) {
            LOG.error("storage node {} cannot make pages: {}", name, e.getMessage());
        } else {
            LOG.error("storage node {} cannot make pages", name, e);
        }
    }

    private void pagesWork() {
        if (pageMaking.isFailing()) {
            LOG.info("storage node {} makes pages again", name);
            pageMaking.worked();
            pagesFailing = "";
        }
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        ticks.cancel(false);
        try {
            foreground.stop();
            logThread.wake();
            if (!foreground.awaitLeft(CLOSE_MILLIS)) {
                LOG.warn("storage node {}: the log thread does not stop", name);
            }
            // A tick under way ends first.
            if (pageWork.tryLock(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                pageWork.unlock();
            } else {
                LOG.warn("storage node {}: the page maker does not stop", name);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        foreground.running().log().close();
        pages.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("storage node {}: lock file", name, e);
        }
    }
}
