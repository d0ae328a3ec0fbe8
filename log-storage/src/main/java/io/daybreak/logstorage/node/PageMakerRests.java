package io.daybreak.logstorage.node;

import io.daybreak.logstorage.segment.NodeCore;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets the page maker rest between pages. It has work for a second or two at a time, and several of
 * them would take the cores from the statements meanwhile: commits would wait ten times as long as
 * else. Between two rests it offers its core after each page: a thread that becomes runnable would
 * otherwise wait until the slice ends, milliseconds later. It does neither when so much is left to
 * do that the writer may have to wait for pages. Owned by its thread.
 */
final class PageMakerRests implements Runnable {
    private static final long WORK_NANOS = 500_000;

    /** So many times as long as it worked: two threads take two thirds of a core together. */
    private static final int REST_FACTOR = 2;

    private static final long REST_NANOS_MAX = 5_000_000;

    private final NodeCore core;
    private long workedSince = System.nanoTime();
    private boolean urgent;

    PageMakerRests(NodeCore core) {
        this.core = core;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // Only delay is at stake, not an order of execution.
    public void run() {
        long worked = System.nanoTime() - workedSince;
        if (worked < WORK_NANOS) {
            if (!urgent) {
                Thread.yield();
            }
            return;
        }
        urgent = core.isPageMakingUrgent();
        if (!urgent) {
            LockSupport.parkNanos(this, Math.min(REST_FACTOR * worked, REST_NANOS_MAX));
        }
        workedSince = System.nanoTime();
    }
}
