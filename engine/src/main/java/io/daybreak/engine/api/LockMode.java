package io.daybreak.engine.api;

/** What a read locks. */
public enum LockMode {
    /**
     * A consistent read. Under SERIALIZABLE in an open transaction the caller uses {@link #SHARE}.
     */
    NONE,
    SHARE,
    EXCLUSIVE
}
