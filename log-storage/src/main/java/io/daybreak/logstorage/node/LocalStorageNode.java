package io.daybreak.logstorage.node;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A storage node on a directory of this machine.
 *
 * <p>The log thread takes everything that came in while its last force ran, lets the core stage it,
 * and forces once: group commit. Thread-safe.
 */
public final class LocalStorageNode implements StorageNode {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStorageNode.class);

    /** Requests waiting for the log thread; the writer's own limits are far below. */
    private static final int QUEUED_MAX = 100_000;

    private static final long TICK_MILLIS = 500;
    private static final long CLOSE_MILLIS = 20_000;

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

    private final String name;
    private final FileChannel lock;
    private final SegmentLog log;
    private final PageStore pages;
    private final NodeCore core;
    private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>(QUEUED_MAX);
    private final Thread logThread;
    private final ScheduledFuture<?> ticks;
    private volatile boolean closing;
    private boolean failureLogged;
    private @Nullable String pagesFailure;

    private LocalStorageNode(
            String name, FileChannel lock, SegmentLog log, PageStore pages, NodeCore core) {
        this.name = name;
        this.lock = lock;
        this.log = log;
        this.pages = pages;
        this.core = core;
        this.logThread =
                Thread.ofPlatform().daemon().name(name + "-log").unstarted(this::runLogThread);
        this.ticks =
                SharedThreads.PAGES.scheduleWithFixedDelay(
                        this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public static LocalStorageNode open(String name, Path directory, NodeOptions options)
            throws IOException {
        Files.createDirectories(directory);
        FileChannel lock = lock(directory.resolve("node.lock"));
        SegmentLog log =
                new ChronicleSegmentLog(
                        directory.resolve("log"),
                        options.logFileBytes(),
                        options.forcing(),
                        SharedThreads.FILES);
        PageStore pages = new RocksPageStore(directory.resolve("pages"));
        try {
            NodeCore core =
                    NodeCore.open(log, pages, SegmentLimits.forLogFiles(options.logFileBytes()));
            LocalStorageNode node = new LocalStorageNode(name, lock, log, pages, core);
            long damages = core.statistics().damages();
            if (damages > 0) {
                LOG.warn("storage node {}: {} damaged places in its log", name, damages);
            }
            if (!options.forcing()) {
                LOG.warn(
                        "storage node {}: durability=os: a power cut may lose acknowledged commits",
                        name);
            }
            node.logThread.start();
            return node;
        } catch (IOException | RuntimeException e) {
            log.close();
            pages.close();
            lock.close();
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
        return core.segments();
    }

    @Override
    public void createSegment(SegmentId segment, SegmentKind kind, TimelineId timeline) {
        CompletableFuture<SegmentReply> done = new CompletableFuture<>();
        if (closing || !queue.offer(new Task.Create(segment, kind, timeline, done))) {
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
                    case SegmentRequest.Append _,
                            SegmentRequest.Advance _,
                            SegmentRequest.Fence _,
                            SegmentRequest.Truncate _,
                            SegmentRequest.InstallPages _,
                            SegmentRequest.MendLog _,
                            SegmentRequest.MendPage _,
                            SegmentRequest.CollectLog _ ->
                            !closing && queue.offer(new Task.Request(segment, request, reply));
                };
        if (!taken) {
            reply.accept(new SegmentReply.Failed(segment, "storage node takes no requests"));
        }
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
            return core.read(segment, request);
        } catch (RuntimeException e) {
            LOG.error("storage node {}: {} of {}", name, request, segment, e);
            return new SegmentReply.Failed(segment, e.toString());
        }
    }

    @Override
    public NodeStatistics statistics() {
        return core.statistics();
    }

    // ---- the log thread

    private void runLogThread() {
        List<Task> round = new ArrayList<>();
        boolean running = true;
        while (running) {
            try {
                round.add(queue.take());
                queue.drainTo(round);
                running = process(round);
            } catch (InterruptedException _) {
                // Nobody interrupts this thread but a mistaken caller; close() sends a task.
                LOG.warn("storage node {}: the log thread was interrupted", name);
            } catch (RuntimeException | Error e) {
                // Memory may be half changed: nothing more is acknowledged from it.
                core.fail(e);
                LOG.error("storage node {}: the log thread failed", name, e);
                round.forEach(this::refuse);
            }
            round.clear();
        }
        for (Task task = queue.poll(); task != null; task = queue.poll()) {
            refuse(task);
        }
    }

    private boolean process(List<Task> round) {
        boolean running = true;
        boolean collect = false;
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
                case Task.Stop _ -> running = false;
            }
        }
        core.commit();
        if (collect) {
            collectLog();
        }
        logFailure();
        return running;
    }

    private void create(Task.Create create) {
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
            core.collectLog();
        } catch (IOException e) {
            LOG.warn("storage node {}: cannot delete log files", name, e);
        }
    }

    private void logFailure() {
        if (!failureLogged && !core.failure().isEmpty()) {
            failureLogged = true;
            LOG.error("storage node {} takes no more redo: {}", name, core.failure());
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
        if (closing) {
            return;
        }
        try {
            if (core.isMaterializationDue()) {
                core.materialize();
            }
            pagesFailure = null;
        } catch (IOException | RuntimeException e) {
            String reason = e.toString();
            if (!reason.equals(pagesFailure)) {
                LOG.error("storage node {} cannot make pages", name, e);
            }
            pagesFailure = reason;
        }
        queue.offer(new Task.Collect());
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
            logThread.join(CLOSE_MILLIS);
            // A tick under way ends before its thread takes the next task.
            SharedThreads.PAGES.submit(() -> {}).get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("storage node {}: the page maker does not stop", name, e);
        }
        log.close();
        pages.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("storage node {}: lock file", name, e);
        }
    }
}
