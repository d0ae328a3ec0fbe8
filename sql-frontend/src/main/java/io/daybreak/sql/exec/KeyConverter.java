package io.daybreak.sql.exec;

import io.daybreak.sql.types.Temporal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Turns a value that a column is compared with into a value of the column's type, so that a key can
 * be made of it. Exact: what cannot be represented matches nothing, or moves a bound inwards.
 * Immutable.
 */
public record KeyConverter(Kind kind, int bytes, boolean unsigned, int scale) {
    /** What the column holds. */
    public enum Kind {
        INTEGER,
        DECIMAL,
        FLOAT,
        DOUBLE,
        /** DATE, compared with packed datetimes. */
        DATE,
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

    Object equal(Object value, boolean valueUnsigned) {
        Object bound = bound(value, valueUnsigned, true);
        return bound == UNKNOWN || bound instanceof Moved ? NOTHING : bound;
    }

    /**
     * @param low whether rows are wanted above it, else below
     * @return a value, a {@link Moved} value, {@link #NOTHING} or {@link #UNKNOWN} (no row is
     *     beyond it)
     */
    Object bound(Object value, boolean valueUnsigned, boolean low) {
        return switch (kind) {
            case SAME -> value;
            case DOUBLE -> ((Number) value).doubleValue();
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
        return rounded.compareTo(exact) == 0 ? rounded : new Moved(rounded);
    }

    /** Null for infinities and other classes. */
    private static @org.jspecify.annotations.Nullable BigDecimal exact(Object value) {
        return switch (value) {
            case Long number -> BigDecimal.valueOf(number);
            case BigDecimal decimal -> decimal;
            case Double number -> Double.isFinite(number) ? new BigDecimal(number) : null;
            default -> null;
        };
    }
}
