package io.daybreak.engine.row;

import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.key.ByteWriter;

/**
 * Where a long value lies; stands in the row in its place: first page (8 bytes), length (8 bytes).
 *
 * @param firstPage the first page of the chain
 * @param length in bytes
 */
public record OverflowReference(long firstPage, long length) {
    public static final int ENCODED_LENGTH = 16;

    void write(ByteWriter to) {
        to.i64(firstPage);
        to.i64(length);
    }

    public static OverflowReference read(byte[] bytes, int offset) {
        return new OverflowReference(
                BigEndian.i64(bytes, offset), BigEndian.i64(bytes, offset + 8));
    }
}
