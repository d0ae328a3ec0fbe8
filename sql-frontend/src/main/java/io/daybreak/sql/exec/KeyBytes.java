package io.daybreak.sql.exec;

import java.util.Arrays;

/** A growing byte array. Owned by one operator. */
final class KeyBytes {
    private byte[] bytes = new byte[64];
    private int length;

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    void put(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void put(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    void putInt(int value) {
        reserve(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    void putLong(long value) {
        reserve(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    void invertFrom(int start) {
        for (int i = start; i < length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
