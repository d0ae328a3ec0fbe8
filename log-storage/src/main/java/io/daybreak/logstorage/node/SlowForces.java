package io.daybreak.logstorage.node;

import org.jspecify.annotations.Nullable;

/**
 * Tells people when commits wait for the disk: a force that took longer than {@link #SLOW_NANOS} is
 * worth a line in the log, but not one each when the disk has a bad hour. Owned by the log thread.
 */
final class SlowForces {
    static final long SLOW_NANOS = 1_000_000_000;
    static final long QUIET_NANOS = 30_000_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private long saidAtNanos;
    private boolean said;
    private int since;
    private long worstNanos;

    /**
     * A force ended.
     *
     * @return what is to be said of it; null if nothing
     */
    @Nullable String took(long nanos, int logs, long nowNanos) {
        if (nanos < SLOW_NANOS) {
            return null;
        }
        if (said && nowNanos - saidAtNanos < QUIET_NANOS) {
            since++;
            worstNanos = Math.max(worstNanos, nanos);
            return null;
        }
        StringBuilder text = new StringBuilder();
        text.append("a force of ").append(logs).append(" logs took ");
        text.append(nanos / NANOS_PER_MILLI).append(" ms: commits wait for the disk");
        if (since > 0) {
            text.append("; ").append(since).append(" more since the last warning, up to ");
            text.append(worstNanos / NANOS_PER_MILLI).append(" ms");
        }
        said = true;
        saidAtNanos = nowNanos;
        since = 0;
        worstNanos = 0;
        return text.toString();
    }
}
