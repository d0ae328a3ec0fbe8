package io.daybreak.engine.api;

/**
 * @param column index into the table's columns
 * @param prefixLength for {@link PhysicalType.Bytes}: how many characters (bytes for the binary
 *     collation) are indexed; 0 for all
 */
public record KeyPart(int column, int prefixLength, boolean descending) {}
