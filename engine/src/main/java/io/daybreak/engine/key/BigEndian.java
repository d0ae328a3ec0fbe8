package io.daybreak.engine.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian integers in byte arrays. No state. */
public final class BigEndian {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    public static long i64(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    public static void i64(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    public static int i32(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    public static void i32(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    public static int u16(byte[] bytes, int offset) {
        return (short) SHORT.get(bytes, offset) & 0xffff;
    }

    public static void u16(byte[] bytes, int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
    }

    /** An unsigned integer of 1 to 8 bytes. */
    public static long unsigned(byte[] bytes, int offset, int width) {
        if (width == 2) {
            return u16(bytes, offset);
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }

    /** The low {@code width} bytes of the value. */
    public static void unsigned(byte[] bytes, int offset, int width, long value) {
        long rest = value;
        for (int i = width - 1; i >= 0; i--) {
            bytes[offset + i] = (byte) rest;
            rest >>>= 8;
        }
    }
}
