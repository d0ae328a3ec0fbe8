package io.daybreak.engine.btree;

/** Which entry a cursor looks for, relative to a key. */
public enum SeekMode {
    /** The first entry with a key at or after it. */
    AT_OR_AFTER,
    /** The first entry after it. */
    AFTER,
    /** The last entry with a key at or before it. */
    AT_OR_BEFORE,
    /** The last entry before it. */
    BEFORE;

    boolean isBackward() {
        return this == AT_OR_BEFORE || this == BEFORE;
    }
}
