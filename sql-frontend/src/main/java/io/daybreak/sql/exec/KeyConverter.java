package io.daybreak.sql.exec;

import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns a value that a column is compared with into a value of the column's type, so that a key can
 * be made of it. Exact: what cannot be represented matches nothing, or moves a bound inwards.
 * Immutable.
 */
public record KeyConverter(
        Kind kind, int bytes, boolean unsigned, int scale, @Nullable SqlType column) {
    /** What the column holds. */
    public enum Kind {
        INTEGER,
        DECIMAL,
        FLOAT,
        DOUBLE,
        /** DATE, compared with packed datetimes. */
        DATE,
        /** TIMESTAMP, compared with packed datetimes in local time; makes ranges only. */
        TIMESTAMP,
        /** ENUM, compared with the text of a member; makes ranges only. */
        ENUM,
        /** Whatever is not null. */
        NOT_NULL,
        /** Text, compared with a pattern of LIKE; makes ranges only. */
        LIKE,
        /** Values that are of the column's type already. */
        SAME
    }

    /** No row has a value equal to it, or beyond the bound. */
    static final Object NOTHING = new Object();

    /** Nothing is known: the bound is left out. */
    static final Object UNKNOWN = new Object();

    /** A bound that was moved to the next value of the column's type; it is inclusive now. */
    record Moved(Object value) {}

    public static final KeyConverter SAME = new KeyConverter(Kind.SAME, 0, false, 0);
    public static final KeyConverter TIMESTAMP = new KeyConverter(Kind.TIMESTAMP, 0, false, 0);
    public static final KeyConverter NOT_NULL = new KeyConverter(Kind.NOT_NULL, 0, false, 0);
    public static final KeyConverter LIKE = new KeyConverter(Kind.LIKE, 0, false, 0);

    public KeyConverter(Kind kind, int bytes, boolean unsigned, int scale) {
        this(kind, bytes, unsigned, scale, null);
    }

    public static KeyConverter decimal(SqlType column) {
        return new KeyConverter(Kind.DECIMAL, 0, column.unsigned(), column.scale(), column);
    }

    public static KeyConverter enumeration(SqlType column) {
        return new KeyConverter(Kind.ENUM, 0, true, 0, column);
    }

    /** Whether an equal value is not one key but lies between two. */
    public boolean makesRanges() {
        return kind == Kind.TIMESTAMP || kind == Kind.ENUM || kind == Kind.LIKE;
    }

    Object equal(Object value, boolean valueUnsigned) {
        Object bound = bound(value, valueUnsigned, true, ZoneOffset.UTC);
        return bound == UNKNOWN || bound instanceof Moved ? NOTHING : bound;
    }

    /**
     * @param low whether rows are wanted above it, else below
     * @return a value, a {@link Moved} value, {@link #NOTHING} or {@link #UNKNOWN} (no row is
     *     beyond it)
     */
    Object bound(Object value, boolean valueUnsigned, boolean low, ZoneId zone) {
        return switch (kind) {
            case SAME -> value;
            case TIMESTAMP -> timestamp((Long) value, low, zone);
            case ENUM -> member((byte[]) value, low);
            case LIKE, NOT_NULL -> UNKNOWN;
            case DOUBLE -> exactDouble(value, valueUnsigned);
            case FLOAT -> {
                double exact = exactDouble(value, valueUnsigned);
                double near = (float) exact;
                if (near == exact) {
                    yield near;
                }
                // One step outwards is enough: the condition itself is checked again.
                yield new Moved(
                        low
                                ? (double) Math.nextDown((float) exact)
                                : (double) Math.nextUp((float) exact));
            }
            case DATE -> {
                long date = Temporal.datetimeToDate((Long) value);
                yield Temporal.dateToDatetime(date) == (Long) value
                        ? (Object) date
                        : new Moved(date);
            }
            case INTEGER -> integer(value, valueUnsigned, low);
            case DECIMAL -> decimal(value, valueUnsigned, low);
        };
    }

    /** At the end of summer time a local time means two instants: the outer one is the bound. */
    private static Object timestamp(long local, boolean low, ZoneId zone) {
        long stored = Temporal.localToTimestamp(local, zone);
        if (stored == Temporal.INVALID || stored == 0) {
            return UNKNOWN;
        }
        if (zone instanceof ZoneOffset || zone.getRules().isFixedOffset()) {
            return stored;
        }
        long slackMicros = 86_400_000_000L;
        return Temporal.addMicros(stored, low ? -slackMicros : slackMicros);
    }

    /**
     * The number of the member that equals a text; what equals none may still be the empty text.
     */
    private Object member(byte[] text, boolean low) {
        SqlType type = Objects.requireNonNull(column);
        int number = 0;
        for (int i = 0; i < type.members().size() && number == 0; i++) {
            byte[] member = type.members().get(i).getBytes(StandardCharsets.UTF_8);
            if (type.collation().compare(member, 0, member.length, text, 0, text.length) == 0) {
                number = i + 1;
            }
        }
        if (text.length == 0) {
            return low ? (Object) 0L : (Object) (long) number;
        }
        return number == 0 ? NOTHING : (Object) (long) number;
    }

    private static double exactDouble(Object value, boolean valueUnsigned) {
        return valueUnsigned && value instanceof Long bits && bits < 0
                ? unsignedValue(bits).doubleValue()
                : ((Number) value).doubleValue();
    }

    private static BigDecimal unsignedValue(long bits) {
        return new BigDecimal(new BigInteger(Long.toUnsignedString(bits)));
    }

    private Object integer(Object value, boolean valueUnsigned, boolean low) {
        if (value instanceof Long number) {
            if (number >= 0 || (!valueUnsigned && !unsigned)) {
                if (bytes == 8 || inRange(number)) {
                    return number;
                }
                return beyond(number > 0, low);
            }
            if (valueUnsigned) {
                // Above 2^63: only BIGINT UNSIGNED has such values.
                return unsigned && bytes == 8 ? number : beyond(true, low);
            }
            return beyond(false, low);
        }
        BigDecimal exact = exact(value);
        if (exact == null) {
            return UNKNOWN;
        }
        BigDecimal whole = exact.setScale(0, low ? RoundingMode.CEILING : RoundingMode.FLOOR);
        if (whole.compareTo(minimum()) < 0) {
            return beyond(false, low);
        }
        if (whole.compareTo(maximum()) > 0) {
            return beyond(true, low);
        }
        long bits = whole.toBigInteger().longValue();
        return whole.compareTo(exact) == 0 ? (Object) bits : new Moved(bits);
    }

    private static Object beyond(boolean above, boolean low) {
        return above == low ? NOTHING : UNKNOWN;
    }

    private boolean inRange(long number) {
        int bits = bytes * 8;
        return unsigned
                ? number >>> bits == 0
                : number >= -(1L << (bits - 1)) && number < 1L << (bits - 1);
    }

    private BigDecimal minimum() {
        return unsigned
                ? BigDecimal.ZERO
                : new BigDecimal(BigInteger.ONE.shiftLeft(bytes * 8 - 1).negate());
    }

    private BigDecimal maximum() {
        int bits = unsigned ? bytes * 8 : bytes * 8 - 1;
        return new BigDecimal(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
    }

    private Object decimal(Object value, boolean valueUnsigned, boolean low) {
        BigDecimal exact =
                valueUnsigned && value instanceof Long bits && bits < 0
                        ? unsignedValue(bits)
                        : exact(value);
        if (exact == null) {
            return UNKNOWN;
        }
        BigDecimal rounded = exact.setScale(scale, low ? RoundingMode.CEILING : RoundingMode.FLOOR);
        if (rounded.precision() > Objects.requireNonNull(column).length()) {
            return beyond(rounded.signum() > 0, low);
        }
        return rounded.compareTo(exact) == 0 ? rounded : new Moved(rounded);
    }

    /** Null for infinities and other classes. */
    private static @Nullable BigDecimal exact(Object value) {
        return switch (value) {
            case Long number -> BigDecimal.valueOf(number);
            case BigDecimal decimal -> decimal;
            case Double number -> Double.isFinite(number) ? new BigDecimal(number) : null;
            default -> null;
        };
    }
}
