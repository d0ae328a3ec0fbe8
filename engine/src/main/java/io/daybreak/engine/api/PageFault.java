package io.daybreak.engine.api;

/**
 * A page that is in use and belongs to nobody, or to two, or is free and belongs to somebody.
 *
 * @param page its number
 * @param what for people; follows "page n"
 */
public record PageFault(long page, String what) {}
