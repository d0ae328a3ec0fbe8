package io.daybreak.engine.key;

import io.daybreak.engine.api.PhysicalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Fixed-width values as order-preserving bytes; used in keys and in rows alike. No state.
 *
 * <pre>
 * Int(n)        n bytes, big-endian, sign bit flipped unless unsigned
 * Float32       4 bytes, IEEE bits; all inverted if negative, else the sign bit flipped; -0 is 0
 * Float64       8 bytes, the same
 * Decimal(p,s)  the unscaled value as two's complement of {@link #decimalBytes} bytes, sign bit flipped
 * </pre>
 */
public final class ScalarCodec {
    private static final double BITS_PER_DIGIT = Math.log(10) / Math.log(2);

    private ScalarCodec() {}

    /** Width in bytes; -1 for a variable one. */
    public static int width(PhysicalType type) {
        return switch (type) {
            case PhysicalType.Int i -> i.bytes();
            case PhysicalType.Float32 _ -> 4;
            case PhysicalType.Float64 _ -> 8;
            case PhysicalType.Decimal d -> decimalBytes(d.precision());
            case PhysicalType.Bytes _ -> -1;
        };
    }

    /** Enough for the digits and a sign. */
    public static int decimalBytes(int precision) {
        return (int) Math.ceil((precision * BITS_PER_DIGIT + 1) / 8);
    }

    public static void putInt(byte[] to, int at, int width, boolean unsigned, long value) {
        long stored = unsigned ? value : value ^ 1L << (width * 8 - 1);
        if (width == 8) {
            BigEndian.i64(to, at, stored);
        } else if (width == 4) {
            BigEndian.i32(to, at, (int) stored);
        } else {
            BigEndian.unsigned(to, at, width, stored);
        }
    }

    public static long getInt(byte[] from, int at, int width, boolean unsigned) {
        if (width == 8) {
            long bits = BigEndian.i64(from, at);
            return unsigned ? bits : bits ^ Long.MIN_VALUE;
        }
        if (width == 4) {
            int bits = BigEndian.i32(from, at);
            return unsigned ? bits & 0xffffffffL : bits ^ Integer.MIN_VALUE;
        }
        long bits = BigEndian.unsigned(from, at, width);
        if (unsigned) {
            return bits;
        }
        int shift = 64 - width * 8;
        return (bits ^ 1L << (width * 8 - 1)) << shift >> shift;
    }

    public static void putFloat(byte[] to, int at, double value) {
        int bits = Float.floatToIntBits((float) value == 0 ? 0f : (float) value);
        BigEndian.i32(to, at, bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE);
    }

    public static double getFloat(byte[] from, int at) {
        int stored = BigEndian.i32(from, at);
        return Float.intBitsToFloat(stored < 0 ? stored ^ Integer.MIN_VALUE : ~stored);
    }

    public static void putDouble(byte[] to, int at, double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0d : value);
        BigEndian.i64(to, at, bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    }

    public static double getDouble(byte[] from, int at) {
        long stored = BigEndian.i64(from, at);
        return Double.longBitsToDouble(stored < 0 ? stored ^ Long.MIN_VALUE : ~stored);
    }

    public static void putDecimal(byte[] to, int at, PhysicalType.Decimal type, BigDecimal value) {
        BigInteger unscaled = value.setScale(type.scale()).unscaledValue();
        int width = decimalBytes(type.precision());
        if (width <= 8) {
            putInt(to, at, width, false, unscaled.longValueExact());
            return;
        }
        byte[] digits = unscaled.toByteArray();
        if (digits.length > width) {
            throw new IllegalArgumentException(value + " does not fit " + type);
        }
        int pad = width - digits.length;
        Arrays.fill(to, at, at + pad, (byte) (unscaled.signum() < 0 ? 0xff : 0));
        System.arraycopy(digits, 0, to, at + pad, digits.length);
        to[at] ^= (byte) 0x80;
    }

    public static BigDecimal getDecimal(byte[] from, int at, PhysicalType.Decimal type) {
        int width = decimalBytes(type.precision());
        if (width <= 8) {
            return BigDecimal.valueOf(getInt(from, at, width, false), type.scale());
        }
        byte[] digits = Arrays.copyOfRange(from, at, at + width);
        digits[0] ^= (byte) 0x80;
        return new BigDecimal(new BigInteger(digits), type.scale());
    }

    /** Stores a value of a fixed-width type that is not null. */
    public static void put(byte[] to, int at, PhysicalType type, Object value) {
        switch (type) {
            case PhysicalType.Int i -> putInt(to, at, i.bytes(), i.unsigned(), (Long) value);
            case PhysicalType.Float32 _ -> putFloat(to, at, ((Number) value).doubleValue());
            case PhysicalType.Float64 _ -> putDouble(to, at, ((Number) value).doubleValue());
            case PhysicalType.Decimal d -> putDecimal(to, at, d, (BigDecimal) value);
            case PhysicalType.Bytes _ -> throw new IllegalArgumentException("not fixed: " + type);
        }
    }

    public static Object get(byte[] from, int at, PhysicalType type) {
        return switch (type) {
            case PhysicalType.Int i -> (Object) getInt(from, at, i.bytes(), i.unsigned());
            case PhysicalType.Float32 _ -> (Object) getFloat(from, at);
            case PhysicalType.Float64 _ -> (Object) getDouble(from, at);
            case PhysicalType.Decimal d -> getDecimal(from, at, d);
            case PhysicalType.Bytes _ -> throw new IllegalArgumentException("not fixed: " + type);
        };
    }
}
