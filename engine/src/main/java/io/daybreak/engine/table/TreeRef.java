package io.daybreak.engine.table;

/**
 * A tree of a table.
 *
 * @param indexId never used twice
 * @param root the page of its root
 */
public record TreeRef(long indexId, long root) {}
