package io.daybreak.sql.expr;

import io.daybreak.engine.api.RowReader;
import java.util.Arrays;

/**
 * Bytes where they stand, perhaps in a page: valid until the row they come from moves, and not to
 * be changed. Owned by one evaluation.
 */
public final class ByteSlice implements RowReader.ByteSink {
    private static final byte[] EMPTY = new byte[0];

    public byte[] bytes = EMPTY;
    public int offset;
    public int length;

    @Override
    public void accept(byte[] source, int from, int count) {
        bytes = source;
        offset = from;
        length = count;
    }

    byte[] copy() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
