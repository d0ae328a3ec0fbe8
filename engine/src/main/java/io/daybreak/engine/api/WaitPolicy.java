package io.daybreak.engine.api;

/** What a locking read does about a locked row. */
public enum WaitPolicy {
    WAIT,
    /** Throws {@link LockWaitTimeoutException} with {@code noWait} at once (error 3572). */
    NOWAIT,
    SKIP_LOCKED
}
