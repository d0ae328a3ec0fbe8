package io.daybreak.engine.undo;

/** A place in undo in one number; see {@link UndoLayout}. No state. */
public final class RollPointer {
    private static final int OFFSET_BITS = 14;
    private static final long INSERT = 1L << 63;

    private RollPointer() {}

    static long of(long page, int offset) {
        return page << OFFSET_BITS | offset;
    }

    static long insert(long pointer) {
        return pointer | INSERT;
    }

    /** Whether the version it belongs to is the row's first. */
    public static boolean isInsert(long pointer) {
        return pointer < 0;
    }

    static long page(long pointer) {
        return (pointer & ~INSERT) >>> OFFSET_BITS;
    }

    static int offset(long pointer) {
        return (int) pointer & (1 << OFFSET_BITS) - 1;
    }

    static long plain(long pointer) {
        return pointer & ~INSERT;
    }
}
