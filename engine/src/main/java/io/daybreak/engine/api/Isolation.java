package io.daybreak.engine.api;

/** READ UNCOMMITTED behaves as READ COMMITTED. */
public enum Isolation {
    READ_UNCOMMITTED,
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE
}
