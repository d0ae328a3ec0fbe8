package io.daybreak.logstorage.node;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.logstorage.chronicle.SharedForce;
import io.daybreak.logstorage.segment.NodeCore;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does on the log thread of its disk: its queue of requests, and its part of a round.
 *
 * <pre>
 *   { append -> (the log is forced, or fail) -> finish -> betweenRounds }*    the log thread
 *                                             goes aside -> is back            a thread of its own
 *   request, create, collect, stop, running, replace                         any thread
 * </pre>
 *
 * <p>While it is aside, for what takes long, the log thread does nothing for it, and its requests
 * wait in their order; so the core has one owner at any time, and sees the same calls.
 *
 * <p>After a failure the core answers {@code Failed} to everything and touches its log no more, so
 * another thread may close that and {@link #replace} both.
 */
final class NodeForeground {
    private static final Logger LOG = LoggerFactory.getLogger(NodeForeground.class);

    /** Requests waiting for the log thread; the writer's own limits are far below. */
    private static final int QUEUED_MAX = 100_000;

    /** Redo in them: a node that is slow refuses more, and gets it from its peers later. */
    static final long QUEUED_BYTES_MAX = 64L << 20;

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
    }

    /**
     * A log, the same as its force sees it, and the node's memory of it. Replaced together when a
     * log fails.
     */
    record Running(SegmentLog log, SharedForce.Log forced, NodeCore core) {}

    private final String name;
    private volatile Running running;
    private final Queue<Task> queue = new LinkedBlockingQueue<>(QUEUED_MAX);
    private final AtomicLong queuedBytes = new AtomicLong();
    private volatile boolean stopping;
    private final CountDownLatch left = new CountDownLatch(1);

    /** Another thread has what is the log thread's own; it alone clears this. */
    private volatile boolean away;

    /** It was away since the last round. */
    private volatile boolean back;

    // The log thread's own.

    /** The one of the round under way: it may be replaced as soon as it has failed. */
    private Running round;

    private long roundBytes;

    /** The next thing to do, aside; what is queued comes after it. */
    private @Nullable Task slow;

    private boolean collect;
    private boolean done;
    private @Nullable NodeCore loggedFailureOf;

    NodeForeground(String name, Running running) {
        this.name = name;
        this.running = running;
        this.round = running;
    }

    Running running() {
        return running;
    }

    /** The one before has failed. */
    void replace(Running next) {
        running = next;
    }

    // ---- any thread; the log thread is to be woken afterwards

    /** Returns false if the request was not taken; then there will be no reply. */
    boolean request(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        int bytes = redoBytes(request);
        if (bytes > 0 && queuedBytes.get() > QUEUED_BYTES_MAX) {
            return false;
        }
        queuedBytes.addAndGet(bytes);
        if (offer(new Task.Request(segment, request, reply))) {
            return true;
        }
        queuedBytes.addAndGet(-bytes);
        return false;
    }

    private static int redoBytes(SegmentRequest request) {
        return request instanceof SegmentRequest.Append append ? append.batch().bytes().length : 0;
    }

    /** Makes a segment; null if that was not taken. */
    @Nullable CompletableFuture<SegmentReply> create(
            SegmentId segment, SegmentKind kind, TimelineId timeline) {
        CompletableFuture<SegmentReply> made = new CompletableFuture<>();
        return offer(new Task.Create(segment, kind, timeline, made)) ? made : null;
    }

    /** Deletes log files that nobody needs. */
    void collect() {
        offer(new Task.Collect());
    }

    /** Answers what is queued before, refuses what comes after, and leaves the thread. */
    void stop() {
        stopping = true;
    }

    /** Waits until the thread is left. */
    boolean awaitLeft(long millis) throws InterruptedException {
        return left.await(millis, TimeUnit.MILLISECONDS);
    }

    private boolean offer(Task task) {
        if (!queue.offer(task)) {
            return false;
        }
        if (left.getCount() == 0) {
            refuseQueued();
        }
        return true;
    }

    private void refuseQueued() {
        for (Task task = queue.poll(); task != null; task = queue.poll()) {
            refuse(task);
        }
    }

    private void refuse(Task task) {
        switch (task) {
            case Task.Request(SegmentId segment, _, Consumer<SegmentReply> reply) ->
                    answer(new SegmentReply.Failed(segment, "storage node is closing"), reply);
            case Task.Create create ->
                    create.done().complete(new SegmentReply.Failed(create.segment(), "closing"));
            case Task.Collect _ -> {}
        }
    }

    private void answer(SegmentReply answer, Consumer<SegmentReply> reply) {
        try {
            reply.accept(answer);
        } catch (RuntimeException e) {
            LOG.error("storage node {}: a reply was not taken", name, e);
        }
    }

    // ---- the log thread

    boolean hasWork() {
        return !away && (back || !queue.isEmpty());
    }

    /** It is to end, and is not aside. */
    boolean isStopping() {
        return stopping && !away;
    }

    /** The log of the round under way. */
    SharedForce.Log log() {
        return round.forced();
    }

    /**
     * Takes requests in until the queue is empty or enough is staged, and writes that to the log.
     *
     * @return whether the log has to be forced before {@link #finish}
     */
    boolean append() {
        if (away) {
            return false;
        }
        back = false;
        round = running;
        done = stopping;
        while (slow == null && round.core().stagedBytes() < NodeCore.STAGED_BYTES_MAX) {
            Task task = queue.poll();
            if (task == null) {
                break;
            }
            if (isSlow(task)) {
                slow = task;
            } else {
                take(task);
            }
        }
        done &= queue.isEmpty() && slow == null;
        try {
            return round.core().append();
        } catch (RuntimeException | Error e) {
            fail(e);
            return false;
        }
    }

    /** What works on the page store, which may take as long as a disk is busy. */
    private static boolean isSlow(Task task) {
        return switch (task) {
            case Task.Request(_, SegmentRequest request, _) ->
                    request instanceof SegmentRequest.InstallPages
                            || request instanceof SegmentRequest.MendPage;
            case Task.Create _ -> true;
            case Task.Collect _ -> false;
        };
    }

    private void take(Task task) {
        try {
            switch (task) {
                case Task.Request(
                                SegmentId segment,
                                SegmentRequest request,
                                Consumer<SegmentReply> reply) -> {
                    roundBytes += redoBytes(request);
                    round.core().accept(segment, request, answer -> answer(answer, reply));
                }
                case Task.Create create -> create(create);
                case Task.Collect _ -> collect = true;
            }
        } catch (RuntimeException | Error e) {
            fail(e);
            refuse(task);
        }
    }

    private void create(Task.Create create) {
        NodeCore core = round.core();
        SegmentId segment = create.segment();
        try {
            core.createSegment(segment, create.kind(), create.timeline());
        } catch (IOException e) {
            create.done().complete(new SegmentReply.Failed(segment, e.toString()));
            return;
        }
        core.accept(
                segment,
                new SegmentRequest.Inspect(VolumeEpoch.NONE),
                reply ->
                        create.done()
                                .complete(
                                        core.failure().isEmpty()
                                                ? reply
                                                : new SegmentReply.Failed(
                                                        segment, core.failure())));
    }

    /** The log is not forced, or memory may be half changed: nothing more is acknowledged. */
    void fail(Throwable cause) {
        round.core().fail(cause);
        if (!(cause instanceof IOException)) {
            LOG.error("storage node {}: the log thread failed", name, cause);
        }
    }

    /** Answers the round. */
    void finish() {
        if (away) {
            return;
        }
        answerRound();
        queuedBytes.addAndGet(-roundBytes);
        roundBytes = 0;
        logFailure();
    }

    private void answerRound() {
        try {
            round.core().finish();
        } catch (RuntimeException | Error e) {
            fail(e);
            round.core().finish();
        }
    }

    private void indexRound() {
        try {
            round.core().index();
        } catch (RuntimeException | Error e) {
            fail(e);
            round.core().index();
        }
    }

    // ---- aside

    /**
     * Does what nobody waits for, after all nodes have answered, and goes aside if something is due
     * that takes long.
     *
     * @param upkeep a permit is needed for what the log needs now and then
     * @param wake called when it is back
     */
    void betweenRounds(Semaphore upkeep, Runnable wake) {
        if (away) {
            return;
        }
        indexRound();
        if (done) {
            return;
        }
        Task task = slow;
        if (task != null) {
            slow = null;
            goAside(() -> alone(task), wake);
        } else if ((collect || round.core().isRollDue()) && upkeep.tryAcquire()) {
            boolean collects = collect;
            collect = false;
            goAside(
                    () -> {
                        try {
                            keepUp(collects);
                        } finally {
                            upkeep.release();
                        }
                    },
                    wake);
        }
    }

    private void goAside(Runnable work, Runnable wake) {
        away = true;
        SharedThreads.ASIDE.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                fail(e);
            } finally {
                back = true;
                away = false;
                wake.run();
            }
        });
    }

    /** A round of this task alone. */
    private void alone(Task task) {
        take(task);
        try {
            if (round.core().append()) {
                round.core().force();
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        answerRound();
        indexRound();
    }

    private void keepUp(boolean collects) {
        try {
            round.core().rollIfDue();
            if (collects) {
                round.core().collectLog();
            }
        } catch (IOException e) {
            LOG.warn("storage node {}: cannot delete log files", name, e);
        }
    }

    private void logFailure() {
        NodeCore core = round.core();
        if (loggedFailureOf != core && !core.failure().isEmpty()) {
            loggedFailureOf = core;
            LOG.error("storage node {} takes no redo: {}", name, core.failure());
        }
    }

    /** It was told to stop before the round that has answered everything. */
    boolean isDone() {
        return done;
    }

    void left() {
        left.countDown();
        refuseQueued();
    }
}
