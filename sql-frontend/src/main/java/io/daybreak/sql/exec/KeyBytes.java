package io.daybreak.sql.exec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing byte array. Owned by one operator. */
final class KeyBytes {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[64];
    private int length;

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** The array that the bytes stand at the start of; changed by what is put next. */
    byte[] array() {
        return bytes;
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

    /** Every zero is followed by FF, so that what ends with two zeros ends there only. */
    void putEscaped(byte[] source) {
        reserve(2 * source.length);
        byte[] target = bytes;
        int at = length;
        int from = 0;
        while (from < source.length) {
            int zero = indexOfZero(source, from);
            System.arraycopy(source, from, target, at, zero - from);
            at += zero - from;
            if (zero < source.length) {
                target[at++] = 0;
                target[at++] = (byte) 0xFF;
            }
            from = zero + 1;
        }
        length = at;
    }

    private static int indexOfZero(byte[] source, int from) {
        int i = from;
        for (; i + 8 <= source.length; i += 8) {
            long eight = (long) LONG.get(source, i);
            long zeros = (eight - 0x0101010101010101L) & ~eight & 0x8080808080808080L;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >> 3);
            }
        }
        while (i < source.length && source[i] != 0) {
            i++;
        }
        return i;
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
