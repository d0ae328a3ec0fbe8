package io.daybreak.engine.space;

/**
 * Eight bytes of an undo page that own a chain while it grows.
 *
 * @param page the undo page; it stays until the writer's transaction has ended
 * @param offset of the bytes
 */
public record ChainHolder(long page, int offset) {}
