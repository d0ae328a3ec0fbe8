package io.daybreak.engine.api;

/** The clustered key of a row, in the bytes of {@link Index#encodeKey}. */
public record RowId(byte[] key) {}
