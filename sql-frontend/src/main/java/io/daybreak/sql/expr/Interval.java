package io.daybreak.sql.expr;

import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * An amount of time in some unit: months, and microseconds. One of them is zero, except that both
 * are for an amount of nothing.
 */
record Interval(long months, long micros) {
    /** Units of DATE_ADD, EXTRACT and the like. */
    enum Unit {
        MICROSECOND(1, 6, 6),
        SECOND(1, 5, 5),
        MINUTE(1, 4, 4),
        HOUR(1, 3, 3),
        DAY(1, 2, 2),
        WEEK(1, 2, 2),
        MONTH(1, 1, 1),
        QUARTER(1, 1, 1),
        YEAR(1, 0, 0),
        SECOND_MICROSECOND(2, 5, 6),
        MINUTE_MICROSECOND(3, 4, 6),
        MINUTE_SECOND(2, 4, 5),
        HOUR_MICROSECOND(4, 3, 6),
        HOUR_SECOND(3, 3, 5),
        HOUR_MINUTE(2, 3, 4),
        DAY_MICROSECOND(5, 2, 6),
        DAY_SECOND(4, 2, 5),
        DAY_MINUTE(3, 2, 4),
        DAY_HOUR(2, 2, 3),
        YEAR_MONTH(2, 0, 1);

        /** How many numbers an amount has. */
        final int fields;

        /** The largest and the smallest part: 0 year to 6 microsecond. */
        final int first;

        final int last;

        Unit(int fields, int first, int last) {
            this.fields = fields;
            this.first = first;
            this.last = last;
        }

        /** Nothing below a day: a DATE stays a DATE. */
        boolean isOfDays() {
            return last <= 2;
        }

        boolean hasMicroseconds() {
            return last == 6;
        }
    }

    private static final long[] MICROS = {
        0, 0, 86_400_000_000L, 3_600_000_000L, 60_000_000L, 1_000_000L, 1
    };

    /** Null if the amount is. */
    static @Nullable Interval of(Expr amount, Unit unit, EvalContext ctx) {
        if (unit.fields > 1) {
            byte[] text = amount.evalBytes(ctx);
            return text == null ? null : parse(Values.string(text), unit);
        }
        if (unit == Unit.SECOND) {
            BigDecimal seconds = amount.evalDecimal(ctx);
            return seconds == null
                    ? null
                    : new Interval(
                            0,
                            io.daybreak.sql.types.Numbers.toLong(
                                    seconds.movePointRight(6).setScale(0, RoundingMode.HALF_UP),
                                    false));
        }
        long n = amount.evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        return switch (unit) {
            case YEAR -> new Interval(saturated(n, 12), 0);
            case QUARTER -> new Interval(saturated(n, 3), 0);
            case MONTH -> new Interval(n, 0);
            case WEEK -> new Interval(0, saturated(n, 7 * MICROS[2]));
            default -> new Interval(0, saturated(n, MICROS[unit.first]));
        };
    }

    private static long saturated(long n, long unit) {
        long high = Math.multiplyHigh(n, unit);
        long low = n * unit;
        return high == low >> 63 ? low : n < 0 ? Long.MIN_VALUE / 2 : Long.MAX_VALUE / 2;
    }

    private static Interval parse(String text, Unit unit) {
        long[] fields = new long[unit.fields];
        int[] digits = new int[unit.fields];
        int n = 0;
        int i = 0;
        boolean negative = false;
        while (i < text.length() && n < unit.fields) {
            char c = text.charAt(i);
            if (c == '-' && n == 0) {
                negative = true;
            }
            if (c < '0' || c > '9') {
                i++;
                continue;
            }
            int start = i;
            long value = 0;
            while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                value = Math.min(value * 10 + (text.charAt(i) - '0'), 1L << 50);
                i++;
            }
            digits[n] = i - start;
            fields[n++] = value;
        }
        if (unit.hasMicroseconds() && n > 0) {
            // A fraction: '1.5' is half a second.
            for (int k = digits[n - 1]; k < 6; k++) {
                fields[n - 1] *= 10;
            }
        }
        long months = 0;
        long micros = 0;
        for (int k = 0; k < n; k++) {
            // Fewer numbers than the unit has are its smaller parts.
            int part = unit.last - (n - 1 - k);
            if (part == 0) {
                months += fields[k] * 12;
            } else if (part == 1) {
                months += fields[k];
            } else {
                micros += saturated(fields[k], MICROS[part]);
            }
        }
        return negative ? new Interval(-months, -micros) : new Interval(months, micros);
    }

    Interval negated() {
        return new Interval(-months, -micros);
    }

    /** {@link Temporal#INVALID} if it leaves the years 0 to 9999. */
    long addTo(long datetime) {
        long result = datetime;
        if (months != 0) {
            result = Temporal.addMonths(result, months);
        }
        if (micros != 0 && result != Temporal.INVALID) {
            if (micros >= Long.MAX_VALUE / 2 || micros <= Long.MIN_VALUE / 2) {
                return Temporal.INVALID;
            }
            result = Temporal.addMicros(result, micros);
        }
        return result;
    }
}
