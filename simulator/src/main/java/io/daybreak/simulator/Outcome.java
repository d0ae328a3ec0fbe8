package io.daybreak.simulator;

import org.jspecify.annotations.Nullable;

/**
 * How one run ended.
 *
 * @param failure null, or which promise was broken
 * @param history the last events before the end, one a line
 * @param virtualNanos how much time passed in the run
 * @param steps how many events
 * @param logHash differs as soon as two runs differ in time or text of any event
 */
public record Outcome(
        long seed,
        @Nullable String failure,
        String history,
        long virtualNanos,
        long steps,
        long logHash) {
    public boolean isClean() {
        return failure == null;
    }
}
