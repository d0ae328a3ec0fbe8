package io.daybreak.engine.lock;

/**
 * What a lock lets others do. Records are locked {@link #SHARED} or {@link #EXCLUSIVE} only; the
 * other two are for metadata, as MySQL's SHARED_WRITE and SHARED_READ_ONLY.
 */
public enum Strength {
    SHARED,
    /** Shared, by one who changes: keeps those out who want nothing to change. */
    WRITE,
    /** Shared, by one who wants nothing to change. */
    READ_ONLY,
    EXCLUSIVE;

    static Strength of(boolean exclusive) {
        return exclusive ? EXCLUSIVE : SHARED;
    }

    boolean clashesWith(Strength other) {
        return switch (this) {
            case SHARED -> other == EXCLUSIVE;
            case WRITE -> other == READ_ONLY || other == EXCLUSIVE;
            case READ_ONLY -> other == WRITE || other == EXCLUSIVE;
            case EXCLUSIVE -> true;
        };
    }

    /** Whether one who holds this needs not ask for the other. */
    boolean covers(Strength other) {
        return this == other || this == EXCLUSIVE || other == SHARED;
    }

    /** Whether requests that are {@link #SHARED} or {@link #WRITE} may clash with it. */
    boolean isRestrictive() {
        return this == READ_ONLY || this == EXCLUSIVE;
    }
}
