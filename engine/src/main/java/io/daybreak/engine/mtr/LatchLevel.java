package io.daybreak.engine.mtr;

/**
 * The order of page latches within one thread: a latch is taken only when no latch of a later level
 * is held. Waiting in one order is what keeps threads from waiting for each other in a circle.
 * Trying a latch without waiting ({@code tryLatch}) is free of the order, and so is a page that was
 * allocated in the same mini-transaction, which nobody else knows.
 */
public enum LatchLevel {
    /**
     * Nodes of one B+tree: from the root down, and from left to right on a level. A thread descends
     * into a tree only when its mini-transaction holds no latch at all.
     */
    TREE,
    /** Headers of rollback segments and other pages that point to undo. */
    ROLLBACK_SEGMENT,
    /** Undo pages, along their list. */
    UNDO,
    /** Overflow pages, along their chain. */
    OVERFLOW,
    /** Small pages of the engine's own: counters and the like. */
    SYSTEM,
    /** Page 0. */
    VOLUME_HEADER,
    /** Space maps: last, because everything allocates. */
    SPACE
}
