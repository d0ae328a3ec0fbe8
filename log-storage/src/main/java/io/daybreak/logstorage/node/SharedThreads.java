package io.daybreak.logstorage.node;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The background threads that all nodes of the process share; they are daemons and live as long as
 * it does.
 */
final class SharedThreads {
    private static final int READERS = 3;
    private static final int QUEUED_READS_MAX = 10_000;
    private static final int PREPARERS = 2;

    /** All of a volume: one that takes in a peer's pages is no reason for another to wait. */
    private static final int NODES_ASIDE = 6;

    /** While one waits for the disk the other works; a node's own work goes on in order. */
    private static final int PAGE_MAKERS = 2;

    static final ExecutorService READER = pool("segment-reader", READERS, QUEUED_READS_MAX);
    static final ExecutorService FILES = pool("log-files", PREPARERS, 1_000);
    static final ScheduledExecutorService PAGES = scheduler();

    /** Where nodes do what the others of their log thread need not wait for. */
    static final ExecutorService ASIDE = pool("log-aside", NODES_ASIDE, 1_000);

    private SharedThreads() {}

    private static ExecutorService pool(String name, int threads, int queued) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(queued),
                        named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ScheduledExecutorService scheduler() {
        ScheduledThreadPoolExecutor scheduler =
                new ScheduledThreadPoolExecutor(PAGE_MAKERS, named("page-maker"));
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task ->
                Thread.ofPlatform()
                        .daemon()
                        .name(name + "-" + count.incrementAndGet())
                        .unstarted(task);
    }
}
