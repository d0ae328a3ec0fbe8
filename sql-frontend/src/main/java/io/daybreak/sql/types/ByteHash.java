package io.daybreak.sql.types;

import io.daybreak.engine.key.BigEndian;

/**
 * Hash codes of keys. {@code Arrays.hashCode} will not do: over the bytes of small integers it
 * gives most of them to a few buckets. No state.
 */
public final class ByteHash {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private ByteHash() {}

    public static int of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** Of the first bytes of an array. */
    public static int of(byte[] bytes, int length) {
        long hash = length;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            hash = mix(hash ^ BigEndian.i64(bytes, at));
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << 8 | bytes[at] & 0xff;
        }
        return (int) (mix(hash ^ rest) >>> 32);
    }

    public static int of(long value) {
        return (int) (mix(value) >>> 32);
    }

    private static long mix(long value) {
        long product = value * MULTIPLIER;
        return (product ^ product >>> 32) * MULTIPLIER;
    }
}
