package io.daybreak.logstorage.node;

import io.daybreak.logstorage.segment.NodeCore;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets the page maker rest between pages. It has work for a second or two at a time, and several of
 * them would take the cores from the statements meanwhile: commits would wait ten times as long as
 * else. It does not rest when so much is left to do that the writer may have to wait for pages.
 * Owned by its thread.
 */
final class PageMakerRests implements Runnable {
    private static final long WORK_NANOS = 500_000;

    /** So many times as long as it worked: two threads take two thirds of a core together. */
    private static final int REST_FACTOR = 2;

    private static final long REST_NANOS_MAX = 5_000_000;

    private final NodeCore core;
    private long workedSince = System.nanoTime();

    PageMakerRests(NodeCore core) {
        this.core = core;
    }

    @Override
    public void run() {
        long worked = System.nanoTime() - workedSince;
        if (worked < WORK_NANOS) {
            return;
        }
        if (!core.isPageMakingUrgent()) {
            LockSupport.parkNanos(this, Math.min(REST_FACTOR * worked, REST_NANOS_MAX));
        }
        workedSince = System.nanoTime();
    }
}
