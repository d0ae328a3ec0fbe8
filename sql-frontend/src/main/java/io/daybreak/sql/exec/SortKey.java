package io.daybreak.sql.exec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row that is being sorted: bytes in unsigned order. If a long text comes last, only
 * its first characters have been made into weights; the rest follows when another key starts alike.
 * Owned by one sorter.
 */
final class SortKey implements Comparable<SortKey> {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** What a byte of text takes in a key at most, usually. */
    private static final int WEIGHT_BYTES = 2;

    private final int memoryBytes;
    private byte[] bytes;

    /** Null if {@code bytes} is the whole key. */
    private byte @Nullable [] text;

    private final int textStart;
    private final @Nullable KeyPartCodec codec;

    /** The first eight bytes, zeros behind the end: decides most comparisons. */
    private final long start;

    SortKey(byte[] bytes) {
        this.bytes = bytes;
        this.textStart = 0;
        this.codec = null;
        this.memoryBytes = bytes.length;
        this.start = start(bytes);
    }

    /**
     * @param bytes up to within the text's weights
     * @param textStart where those start
     */
    SortKey(byte[] bytes, byte[] text, int textStart, KeyPartCodec codec) {
        this.bytes = bytes;
        this.text = text;
        this.textStart = textStart;
        this.codec = codec;
        this.memoryBytes = bytes.length + (1 + WEIGHT_BYTES) * text.length;
        if (bytes.length < 8) {
            complete();
        }
        this.start = start(this.bytes);
    }

    private static long start(byte[] bytes) {
        if (bytes.length >= 8) {
            return (long) LONG.get(bytes, 0);
        }
        long value = 0;
        for (int i = 0; i < bytes.length; i++) {
            value |= (bytes[i] & 0xFFL) << (56 - 8 * i);
        }
        return value;
    }

    /** What the key may take before it goes. */
    int memoryBytes() {
        return memoryBytes;
    }

    /** The whole key. */
    byte[] bytes() {
        complete();
        return bytes;
    }

    private void complete() {
        if (text != null && codec != null) {
            KeyBytes whole = new KeyBytes();
            whole.put(bytes, 0, textStart);
            codec.encode(text, whole);
            bytes = whole.copy();
            text = null;
        }
    }

    @Override
    public int compareTo(SortKey other) {
        if (start != other.start) {
            return Long.compareUnsigned(start, other.start);
        }
        if (text == null && other.text == null) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }
        int common = Math.min(bytes.length, other.bytes.length);
        int difference = Arrays.mismatch(bytes, 0, common, other.bytes, 0, common);
        if (difference >= 0) {
            return Byte.compareUnsigned(bytes[difference], other.bytes[difference]);
        }
        return Arrays.compareUnsigned(bytes(), other.bytes());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SortKey key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }
}
