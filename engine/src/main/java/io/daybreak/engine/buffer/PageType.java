package io.daybreak.engine.buffer;

/**
 * The type byte of a page header, one number space for the whole engine; the codes are part of the
 * format. Types from 16 on belong to transactions, undo and the dictionary.
 */
public final class PageType {
    /** A page that no redo record names. */
    public static final int NONE = 0;

    public static final int VOLUME_HEADER = 1;
    public static final int SPACE_MAP = 2;
    public static final int TREE_NODE = 3;
    public static final int OVERFLOW = 4;

    private PageType() {}
}
