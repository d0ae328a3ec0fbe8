package io.daybreak.sql.exec;

import io.daybreak.engine.collation.Collation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns a value into bytes whose unsigned order is the SQL order and whose equality is SQL
 * equality; nulls first. Immutable.
 *
 * <pre>
 * null      00
 * integer   01, 8 bytes big-endian, sign flipped if signed
 * double    01, 8 bytes: sign flipped if positive, all bits if negative
 * decimal   01, sign class (0 negative, 1 zero, 2 positive), exponent (4 bytes, offset 2^31), digits
 *           as text, 00; everything after the class inverted if negative
 * bytes     01, the collation's weights with 00 as 00 FF, then 00 00
 * descending: every byte inverted
 * </pre>
 */
public final class KeyPartCodec {
    /** What the value is, as far as order matters. */
    public enum Kind {
        SIGNED,
        UNSIGNED,
        DOUBLE,
        DECIMAL,
        BYTES
    }

    private static final int START_BYTES = 16;

    private final Kind kind;
    private final @Nullable Collation collation;
    private final boolean descending;

    /**
     * @param collation for BYTES; null for the binary order
     */
    public KeyPartCodec(Kind kind, @Nullable Collation collation, boolean descending) {
        this.kind = kind;
        this.collation = collation;
        this.descending = descending;
    }

    void encode(@Nullable Object value, KeyBytes out) {
        int start = out.length();
        if (value == null) {
            out.put(0);
        } else {
            out.put(1);
            switch (kind) {
                case SIGNED -> out.putLong(longOf(value) ^ Long.MIN_VALUE);
                case UNSIGNED -> out.putLong(longOf(value));
                case DOUBLE -> putDouble(doubleOf(value), out);
                case DECIMAL -> putDecimal(decimalOf(value), out);
                case BYTES -> putBytes((byte[]) value, out);
            }
        }
        if (descending) {
            out.invertFrom(start);
        }
    }

    /** Whether {@link #encodeInteger} serves. */
    boolean isOfIntegers() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    /** As {@link #encode} of an integer that is not null. */
    void encodeInteger(long value, KeyBytes out) {
        int start = out.length();
        out.put(1);
        out.putLong(kind == Kind.SIGNED ? value ^ Long.MIN_VALUE : value);
        if (descending) {
            out.invertFrom(start);
        }
    }

    private static long longOf(Object value) {
        return value instanceof Long number ? number : ((Number) value).longValue();
    }

    private static double doubleOf(Object value) {
        return ((Number) value).doubleValue();
    }

    private static BigDecimal decimalOf(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case Long number -> BigDecimal.valueOf(number);
            default -> new BigDecimal(value.toString());
        };
    }

    private static void putDouble(double value, KeyBytes out) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        out.putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    }

    private static void putDecimal(BigDecimal value, KeyBytes out) {
        int sign = value.signum();
        out.put(sign + 1);
        if (sign == 0) {
            return;
        }
        BigDecimal plain = value.abs().stripTrailingZeros();
        BigInteger unscaled = plain.unscaledValue();
        String digits = unscaled.toString();
        int start = out.length();
        int exponent = digits.length() - plain.scale();
        out.putInt(exponent ^ Integer.MIN_VALUE);
        byte[] text = digits.getBytes(StandardCharsets.ISO_8859_1);
        out.put(text, 0, text.length);
        out.put(0);
        if (sign < 0) {
            out.invertFrom(start);
        }
    }

    private void putBytes(byte[] value, KeyBytes out) {
        out.putEscaped(weights(value, value.length));
        out.put(0);
        out.put(0);
    }

    private byte[] weights(byte[] text, int length) {
        if (collation != null) {
            return collation.sortKey(text, 0, length);
        }
        return length == text.length ? text : Arrays.copyOf(text, length);
    }

    /**
     * Encodes so much of a long text that it can be told from most others: the start of what {@link
     * #encode} makes of it. False, and nothing is encoded, if that would be no less work.
     */
    boolean encodeStart(byte[] text, KeyBytes out) {
        if (kind != Kind.BYTES
                || text.length <= 2 * START_BYTES
                || (collation != null && !collation.weightsFollowText())) {
            return false;
        }
        int end = START_BYTES;
        while (end > START_BYTES - 4 && (text[end] & 0xC0) == 0x80) {
            end--;
        }
        if ((text[end] & 0xC0) == 0x80 && collation != null) {
            return false;
        }
        int start = out.length();
        out.put(1);
        out.putEscaped(weights(text, end));
        if (descending) {
            out.invertFrom(start);
        }
        return true;
    }

    /** Whether values are the same to both; one may be descending. */
    public boolean equates(KeyPartCodec other) {
        return kind == other.kind && Objects.equals(collation, other.collation);
    }
}
