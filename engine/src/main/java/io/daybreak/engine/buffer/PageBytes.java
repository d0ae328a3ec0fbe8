package io.daybreak.engine.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian integers in pages. Static methods over {@code byte[]}; unaligned offsets are fine. */
public final class PageBytes {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private PageBytes() {}

    public static int u8(byte[] bytes, int offset) {
        return bytes[offset] & 0xff;
    }

    public static int u16(byte[] bytes, int offset) {
        return (short) SHORT.get(bytes, offset) & 0xffff;
    }

    public static int i32(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    public static long i64(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    public static void setU8(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) value;
    }

    public static void setU16(byte[] bytes, int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
    }

    public static void setI32(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    public static void setI64(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }
}
