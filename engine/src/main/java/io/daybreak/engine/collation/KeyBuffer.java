package io.daybreak.engine.collation;

import java.util.Arrays;

/** Grows a sort key. Not thread-safe. */
final class KeyBuffer {
    private byte[] bytes;
    private int size;

    KeyBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    void weight(int weight) {
        if (size + 2 > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + 2);
        }
        bytes[size++] = (byte) (weight >> 8);
        bytes[size++] = (byte) weight;
    }

    void oneByte(byte value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + 2);
        }
        bytes[size++] = value;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    int weightAt(int offset) {
        return (bytes[offset] & 0xFF) << 8 | (bytes[offset + 1] & 0xFF);
    }

    int lastWeight() {
        return weightAt(size - 2);
    }

    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
