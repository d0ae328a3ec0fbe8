package io.daybreak.engine.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote. Not thread-safe. */
public final class ByteReader {
    private final byte[] bytes;
    private int at;

    public ByteReader(byte[] bytes) {
        this(bytes, 0);
    }

    public ByteReader(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.at = offset;
    }

    public int position() {
        return at;
    }

    public int u8() {
        return bytes[at++] & 0xff;
    }

    public int u16() {
        at += 2;
        return BigEndian.u16(bytes, at - 2);
    }

    public int i32() {
        at += 4;
        return BigEndian.i32(bytes, at - 4);
    }

    public long i64() {
        at += 8;
        return BigEndian.i64(bytes, at - 8);
    }

    public byte[] bytes(int count) {
        if (count < 0 || count > bytes.length - at) {
            throw new IllegalStateException("block of " + count + " bytes at " + at);
        }
        at += count;
        return Arrays.copyOfRange(bytes, at - count, at);
    }

    public byte[] block() {
        return bytes(i32());
    }

    public String text() {
        return new String(block(), StandardCharsets.UTF_8);
    }

    public boolean atEnd() {
        return at == bytes.length;
    }
}
