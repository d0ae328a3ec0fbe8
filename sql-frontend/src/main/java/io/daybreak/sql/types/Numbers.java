package io.daybreak.sql.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Numbers from and to text, in MySQL's forms. */
public final class Numbers {
    /** Texts up to this length are read as they are; an exponent in them is short. */
    private static final int SHORT_TEXT = 10;

    /** More digits than a DECIMAL has on both sides of its point. */
    private static final int DIGITS_KEPT = 120;

    /** Beyond any DECIMAL and any double, and harmless to calculate with. */
    private static final long EXPONENT_MAX = 10_000;

    static final BigInteger UNSIGNED_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    static final BigInteger SIGNED_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    static final BigInteger SIGNED_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private Numbers() {}

    // ---- writing -------------------------------------------------------------------------

    /** Decimal digits of a signed number; the number of bytes (at most 20). */
    public static int format(long value, byte[] out, int at) {
        if (value >= 0) {
            return formatPositive(value, out, at);
        }
        out[at] = '-';
        if (value == Long.MIN_VALUE) {
            byte[] digits = "9223372036854775808".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, out, at + 1, digits.length);
            return 20;
        }
        return 1 + formatPositive(-value, out, at + 1);
    }

    /** Decimal digits of an unsigned number; the number of bytes (at most 20). */
    public static int formatUnsigned(long value, byte[] out, int at) {
        if (value >= 0) {
            return formatPositive(value, out, at);
        }
        long tenth = Long.divideUnsigned(value, 10);
        int n = formatPositive(tenth, out, at);
        out[at + n] = (byte) ('0' + (value - tenth * 10));
        return n + 1;
    }

    private static int formatPositive(long value, byte[] out, int at) {
        int n = 1;
        for (long v = value; v >= 10; v /= 10) {
            n++;
        }
        long v = value;
        for (int i = at + n - 1; i >= at; i--) {
            long tenth = v / 10;
            out[i] = (byte) ('0' + (v - tenth * 10));
            v = tenth;
        }
        return n;
    }

    public static byte[] text(long value, boolean unsigned) {
        byte[] out = new byte[20];
        int n = unsigned ? formatUnsigned(value, out, 0) : format(value, out, 0);
        return java.util.Arrays.copyOf(out, n);
    }

    /** The shortest digits that give the number again; exponents from 1e15 and below 1e-15. */
    public static String doubleText(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        return layout(new BigDecimal(Double.toString(value)));
    }

    /** Six significant digits. */
    public static String floatText(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return doubleText(value);
        }
        return layout(new BigDecimal(value).round(new MathContext(6, RoundingMode.HALF_EVEN)));
    }

    private static String layout(BigDecimal exact) {
        BigDecimal stripped = exact.stripTrailingZeros();
        String digits = stripped.unscaledValue().abs().toString();
        int point = digits.length() - stripped.scale();
        String sign = stripped.signum() < 0 ? "-" : "";
        if (point > 15 || point < -14) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            return sign + digits.charAt(0) + fraction + "e" + (point - 1);
        }
        return stripped.toPlainString();
    }

    /** A double or float as its type shows it. */
    public static String text(double value, SqlType type) {
        if (type.scale() != SqlType.NOT_FIXED
                && !Double.isNaN(value)
                && !Double.isInfinite(value)) {
            if (value == 0 && 1 / value < 0) {
                return "-0";
            }
            return new BigDecimal(value)
                    .setScale(type.scale(), RoundingMode.HALF_EVEN)
                    .toPlainString();
        }
        return type.kind() == TypeKind.FLOAT ? floatText(value) : doubleText(value);
    }

    // ---- reading -------------------------------------------------------------------------

    /**
     * A number as it is written, with as many of its digits as any DECIMAL needs: to read millions
     * of them exactly takes the square of the time.
     */
    public static BigDecimal decimal(String text) {
        if (text.length() <= SHORT_TEXT) {
            return new BigDecimal(text);
        }
        StringBuilder digits = new StringBuilder();
        long scale = 0;
        boolean fraction = false;
        int i = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                fraction = true;
            } else if (c == 'e' || c == 'E') {
                break;
            } else if (c != '+' && c != '-') {
                boolean leading = c == '0' && digits.isEmpty();
                boolean kept = !leading && digits.length() < DIGITS_KEPT;
                if (kept) {
                    digits.append(c);
                }
                scale +=
                        fraction && (kept || leading) ? 1 : !fraction && !kept && !leading ? -1 : 0;
            }
        }
        scale -= i < text.length() ? exponent(text.substring(i + 1)) : 0;
        if (digits.isEmpty()) {
            return BigDecimal.ZERO;
        }
        BigInteger unscaled = new BigInteger(digits.toString());
        return new BigDecimal(
                text.startsWith("-") ? unscaled.negate() : unscaled,
                (int) Math.clamp(scale, -EXPONENT_MAX, EXPONENT_MAX));
    }

    private static long exponent(String text) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '+' && c != '-') {
                value = Math.min(value * 10 + (c - '0'), 2 * EXPONENT_MAX);
            }
        }
        return text.startsWith("-") ? -value : value;
    }

    /**
     * The number at the start of a text: where it ends, and its value. One object serves one
     * thread.
     */
    public static final class Prefix {
        private int end;
        private boolean complete;

        /** Whether nothing but spaces follows the number, and there is one. */
        public boolean isComplete() {
            return complete;
        }

        /** The end of the number. */
        public int end() {
            return end;
        }

        private int skipSpaces(byte[] s, int from, int to) {
            int i = from;
            while (i < to && TemporalParser.isSpace(s[i])) {
                i++;
            }
            return i;
        }

        /** Finds the number; false if there is none. */
        private boolean scan(byte[] s, int start, int to) {
            int i = start;
            if (i < to && (s[i] == '-' || s[i] == '+')) {
                i++;
            }
            int digits = 0;
            while (i < to && TemporalParser.isDigit(s[i])) {
                i++;
                digits++;
            }
            if (i < to && s[i] == '.') {
                int afterPoint = i + 1;
                while (afterPoint < to && TemporalParser.isDigit(s[afterPoint])) {
                    afterPoint++;
                    digits++;
                }
                if (digits > 0) {
                    i = afterPoint;
                }
            }
            if (digits == 0) {
                end = start;
                complete = false;
                return false;
            }
            if (i < to && (s[i] == 'e' || s[i] == 'E')) {
                int e = i + 1;
                if (e < to && (s[e] == '-' || s[e] == '+')) {
                    e++;
                }
                if (e < to && TemporalParser.isDigit(s[e])) {
                    while (e < to && TemporalParser.isDigit(s[e])) {
                        e++;
                    }
                    i = e;
                }
            }
            end = i;
            complete = skipSpaces(s, i, to) == to;
            return true;
        }

        public double toDouble(byte[] s, int from, int to) {
            int start = skipSpaces(s, from, to);
            long simple = simpleInteger(s, start, to);
            if (simple >= 0) {
                return simple;
            }
            if (!scan(s, start, to)) {
                return 0;
            }
            String text = new String(s, start, end - start, StandardCharsets.ISO_8859_1);
            double value = Double.parseDouble(text);
            if (Double.isInfinite(value)) {
                complete = false;
                return value > 0 ? Double.MAX_VALUE : -Double.MAX_VALUE;
            }
            return value;
        }

        /** All digits, at most 15 of them: the common case, without garbage. */
        private long simpleInteger(byte[] s, int start, int to) {
            if (to == start || to - start > 15) {
                return -1;
            }
            long value = 0;
            for (int i = start; i < to; i++) {
                int d = s[i] - '0';
                if (d < 0 || d > 9) {
                    return -1;
                }
                value = value * 10 + d;
            }
            end = to;
            complete = true;
            return value;
        }

        /** Never more than 65 digits: what a DECIMAL holds. */
        public BigDecimal toDecimal(byte[] s, int from, int to) {
            int start = skipSpaces(s, from, to);
            if (!scan(s, start, to)) {
                return BigDecimal.ZERO;
            }
            BigDecimal value =
                    decimal(new String(s, start, end - start, StandardCharsets.ISO_8859_1));
            long magnitude = (long) value.precision() - value.scale();
            if (magnitude > 65 && value.signum() != 0) {
                complete = false;
                return maxDecimal(65, 0, value.signum() < 0);
            }
            if (magnitude < -40) {
                return BigDecimal.ZERO;
            }
            if (value.scale() < 0) {
                value = value.setScale(0);
            }
            if (value.scale() > 30) {
                value = value.setScale(30, RoundingMode.HALF_UP);
            }
            return value;
        }

        /**
         * The integer at the start; a fraction is not read. Saturates; {@link #isComplete} is false
         * then. Above the signed range the bits are those of an unsigned number.
         */
        public long toLong(byte[] s, int from, int to) {
            int start = skipSpaces(s, from, to);
            int i = start;
            boolean negative = false;
            if (i < to && (s[i] == '-' || s[i] == '+')) {
                negative = s[i] == '-';
                i++;
            }
            int first = i;
            long value = 0;
            boolean overflow = false;
            while (i < to && TemporalParser.isDigit(s[i])) {
                int d = s[i] - '0';
                if (Long.compareUnsigned(value, 0x1999999999999999L) > 0
                        || (value == 0x1999999999999999L && d > 5)) {
                    overflow = true;
                } else {
                    value = value * 10 + d;
                }
                i++;
            }
            end = i;
            complete = i > first && skipSpaces(s, i, to) == to && !overflow;
            isUnsigned = !negative && (overflow || value < 0);
            if (negative) {
                if (overflow || (value < 0 && value != Long.MIN_VALUE)) {
                    complete = false;
                    return Long.MIN_VALUE;
                }
                return -value;
            }
            return overflow ? -1 : value;
        }

        private boolean isUnsigned;

        /** Whether the last {@link #toLong} is above the signed range. */
        public boolean isUnsigned() {
            return isUnsigned;
        }
    }

    /** The greatest number of a DECIMAL(precision, scale), or the least. */
    public static BigDecimal maxDecimal(int precision, int scale, boolean negative) {
        BigDecimal max =
                new BigDecimal(BigInteger.TEN.pow(precision).subtract(BigInteger.ONE), scale);
        return negative ? max.negate() : max;
    }

    // ---- rounding and ranges -------------------------------------------------------------

    public static BigDecimal ofLong(long value, boolean unsigned) {
        return unsigned && value < 0
                ? new BigDecimal(BigInteger.valueOf(value).add(TWO_64))
                : BigDecimal.valueOf(value);
    }

    public static double toDouble(long value, boolean unsigned) {
        if (!unsigned || value >= 0) {
            return value;
        }
        // Halve with the lost bit kept, so that rounding comes out right.
        return ((double) (value >>> 1 | (value & 1))) * 2.0;
    }

    /** Rounds half up and saturates. */
    public static long toLong(BigDecimal value, boolean unsigned) {
        BigInteger rounded = value.setScale(0, RoundingMode.HALF_UP).toBigInteger();
        if (unsigned) {
            if (rounded.signum() < 0) {
                return 0;
            }
            return rounded.compareTo(UNSIGNED_MAX) > 0 ? -1 : rounded.longValue();
        }
        if (rounded.compareTo(SIGNED_MAX) > 0) {
            return Long.MAX_VALUE;
        }
        return rounded.compareTo(SIGNED_MIN) < 0 ? Long.MIN_VALUE : rounded.longValue();
    }

    /** Rounds half to even, as rint() does, and saturates. */
    public static long toLong(double value) {
        return (long) Math.rint(value);
    }
}
