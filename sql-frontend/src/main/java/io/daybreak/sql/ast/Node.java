package io.daybreak.sql.ast;

/**
 * A node of the tree with its place in the statement's text. Immutable.
 *
 * <p>Places are indexes into the array of UTF-8 bytes that was parsed (not into a decoded string:
 * texts may hold raw binary strings, as mysqldump writes them).
 */
public interface Node {
    /** Index of the first byte. */
    int start();

    /** Index after the last byte. */
    int end();
}
