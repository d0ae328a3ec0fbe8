package io.daybreak.engine.key;

import java.util.Arrays;

/** A growing byte buffer that is reused from record to record. Not thread-safe. */
public final class ByteWriter {
    private byte[] bytes;
    private int length;

    public ByteWriter() {
        this(256);
    }

    public ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** Valid until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void reset() {
        length = 0;
        if (bytes.length > 1 << 20) {
            bytes = new byte[256];
        }
    }

    public void truncate(int newLength) {
        length = newLength;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Makes room for {@code count} bytes and returns where they start. */
    public int reserve(int count) {
        int at = length;
        if (at + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + count));
        }
        length = at + count;
        return at;
    }

    public void u8(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
    }

    public void u16(int value) {
        int at = reserve(2);
        BigEndian.u16(bytes, at, value);
    }

    public void i32(int value) {
        int at = reserve(4);
        BigEndian.i32(bytes, at, value);
    }

    public void i64(long value) {
        int at = reserve(8);
        BigEndian.i64(bytes, at, value);
    }

    public void bytes(byte[] source) {
        bytes(source, 0, source.length);
    }

    public void bytes(byte[] source, int offset, int count) {
        int at = reserve(count);
        System.arraycopy(source, offset, bytes, at, count);
    }

    /** Zero bytes. */
    public void zero(int count) {
        int at = reserve(count);
        Arrays.fill(bytes, at, at + count, (byte) 0);
    }

    /** A length and the bytes. */
    public void block(byte[] source) {
        i32(source.length);
        bytes(source);
    }

    public void text(String text) {
        block(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
