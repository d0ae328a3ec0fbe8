package io.daybreak.quorum.volume;

/**
 * What the writer believes about one storage node, from the answers to its own requests.
 *
 * <pre>
 *              stuck, owes too much, or failed
 *   HEALTHY ------------------------------------> SUSPECT
 *           <------------------------------------
 *                       any good answer
 * </pre>
 *
 * A suspect node gets probes instead of redo, so that what it owes is bounded; what it missed
 * reaches it by gossip. Belief costs nothing but latency: no decision about durability rests on it.
 *
 * <p>Owned by {@link WriterCore}.
 */
final class NodeHealth {
    private boolean suspect;
    private String reason = "";
    private int requestsOwed;
    private long bytesOwed;
    private long lastAnswerNanos;
    private long nextProbeNanos;

    boolean isSuspect() {
        return suspect;
    }

    String reason() {
        return reason;
    }

    void sent(int bytes, long nowNanos) {
        if (requestsOwed++ == 0) {
            lastAnswerNanos = nowNanos;
        }
        bytesOwed += bytes;
    }

    void answered(int bytes, long nowNanos) {
        lastAnswerNanos = nowNanos;
        if (requestsOwed > 0) {
            requestsOwed--;
            bytesOwed = Math.max(0, bytesOwed - bytes);
        }
    }

    /** Whether the node says that its disk is full. */
    boolean isFull() {
        return suspect && (reason.contains("No space left") || reason.contains("disk full"));
    }

    void recovered() {
        suspect = false;
        reason = "";
    }

    void failed(String why, long nowNanos, WriterLimits limits) {
        suspect = true;
        reason = why;
        requestsOwed = 0;
        bytesOwed = 0;
        nextProbeNanos = nowNanos + limits.retryNanos();
    }

    /** Whether the node may get more redo now; makes it suspect if it owes too much. */
    boolean takesRedo(long nowNanos, WriterLimits limits) {
        if (!suspect && bytesOwed > limits.nodeBytesMax()) {
            failed("owes answers for " + bytesOwed + " bytes of redo", nowNanos, limits);
        }
        return !suspect;
    }

    void tick(long nowNanos, WriterLimits limits) {
        if (!suspect && requestsOwed > 0 && nowNanos - lastAnswerNanos > limits.stuckNanos()) {
            failed("no answer for " + limits.stuckNanos() / 1_000_000 + " ms", nowNanos, limits);
        }
    }

    /** Whether it is time to probe the suspect; true once per interval. */
    boolean probeIsDue(long nowNanos, WriterLimits limits) {
        if (!suspect || nowNanos < nextProbeNanos) {
            return false;
        }
        nextProbeNanos = nowNanos + limits.retryNanos();
        return true;
    }
}
