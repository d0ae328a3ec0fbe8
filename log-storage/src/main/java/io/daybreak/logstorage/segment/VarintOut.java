package io.daybreak.logstorage.segment;

import java.util.Arrays;

/** Little-endian base 128 numbers in an array that grows. Owned by one thread. */
final class VarintOut {
    private static final int NUMBER_BYTES_MAX = 10;

    private byte[] bytes;
    private int length;

    VarintOut(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    /** Leaves zeroes. */
    void skip(int count) {
        reserve(count);
        length += count;
    }

    void put(long value) {
        reserve(NUMBER_BYTES_MAX);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    byte[] take() {
        return Arrays.copyOf(bytes, length);
    }
}
