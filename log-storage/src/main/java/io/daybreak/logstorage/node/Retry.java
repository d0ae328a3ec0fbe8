package io.daybreak.logstorage.node;

/**
 * When to try again what failed: soon, and each time twice as long after it, up to ten seconds.
 * What fails again soon after it worked goes on where it was. Owned by its thread.
 */
final class Retry {
    private static final long PAUSE_NANOS_MIN = 500_000_000;
    private static final long PAUSE_NANOS_MAX = 10_000_000_000L;

    /** Who did not fail for so long begins anew. */
    private static final long FORGET_NANOS = 60_000_000_000L;

    private boolean failing;
    private boolean everFailed;
    private long failedAtNanos;
    private long pauseNanos = PAUSE_NANOS_MIN;

    boolean isFailing() {
        return failing;
    }

    boolean isDue(long nowNanos) {
        return !everFailed || nowNanos - failedAtNanos >= pauseNanos;
    }

    void failed(long nowNanos) {
        boolean again = everFailed && nowNanos - failedAtNanos < FORGET_NANOS;
        pauseNanos = again ? Math.min(PAUSE_NANOS_MAX, pauseNanos * 2) : PAUSE_NANOS_MIN;
        failedAtNanos = nowNanos;
        everFailed = true;
        failing = true;
    }

    /** The next try is not put off. */
    void worked() {
        failing = false;
        everFailed = false;
    }
}
