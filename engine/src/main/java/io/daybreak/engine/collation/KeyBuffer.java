package io.daybreak.engine.collation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Grows a sort key. Not thread-safe. */
final class KeyBuffer {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    KeyBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /**
     * Appends the weights of ASCII characters, none for those whose weight is 0, up to the first
     * byte that is not ASCII; returns its position.
     */
    int ascii(byte[] text, int from, int end, char[] weights) {
        if (bytes.length - size < 2 * (end - from)) {
            bytes = Arrays.copyOf(bytes, size + 2 * (end - from));
        }
        byte[] target = bytes;
        int at = size;
        int i = from;
        while (i < end) {
            int c = text[i];
            if (c < 0) {
                break;
            }
            int w = weights[c];
            if (w != 0) {
                SHORT.set(target, at, (short) w);
                at += 2;
            }
            i++;
        }
        size = at;
        return i;
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
