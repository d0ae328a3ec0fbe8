package io.daybreak.sql.types;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Packed dates and times: longs whose order is the order of time. Months and days may be zero, as
 * MySQL allows.
 *
 * <pre>
 * DATE       year &lt;&lt; 9 | month &lt;&lt; 5 | day
 * DATETIME,  ((year * 13 + month) &lt;&lt; 5 | day) &lt;&lt; 41 | hour &lt;&lt; 36 | minute &lt;&lt; 30 | second &lt;&lt; 24 | micros
 * TIMESTAMP
 * TIME       ± (hour &lt;&lt; 36 | minute &lt;&lt; 30 | second &lt;&lt; 24 | micros), hour up to 838
 * </pre>
 */
public final class Temporal {
    /** No date or time. */
    public static final long INVALID = Long.MIN_VALUE;

    /** 838:59:59. */
    public static final long MAX_TIME = packTime(false, 838, 59, 59, 0);

    /** '1970-01-01 00:00:01' to '2038-01-19 03:14:07.999999': what a TIMESTAMP can be, in UTC. */
    public static final long MIN_TIMESTAMP = packDatetime(1970, 1, 1, 0, 0, 1, 0);

    public static final long MAX_TIMESTAMP = packDatetime(2038, 1, 19, 3, 14, 7, 999_999);

    static final int[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private static final long MICROS_MASK = (1L << 24) - 1;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final int[] DAYS = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Temporal() {}

    // ---- packing -------------------------------------------------------------------------

    public static long packDate(int year, int month, int day) {
        return (long) year << 9 | (long) month << 5 | day;
    }

    public static long packDatetime(
            int year, int month, int day, int hour, int minute, int second, int micros) {
        return ((year * 13L + month) << 5 | day) << 41
                | (long) hour << 36
                | (long) minute << 30
                | (long) second << 24
                | micros;
    }

    public static long packTime(boolean negative, int hour, int minute, int second, int micros) {
        long packed = (long) hour << 36 | (long) minute << 30 | (long) second << 24 | micros;
        return negative ? -packed : packed;
    }

    public static int dateYear(long date) {
        return (int) (date >>> 9);
    }

    public static int dateMonth(long date) {
        return (int) (date >>> 5) & 15;
    }

    public static int dateDay(long date) {
        return (int) date & 31;
    }

    public static int year(long datetime) {
        return (int) (datetime >>> 46) / 13;
    }

    public static int month(long datetime) {
        return (int) (datetime >>> 46) % 13;
    }

    public static int day(long datetime) {
        return (int) (datetime >>> 41) & 31;
    }

    /** Of a DATETIME, or of a TIME without sign. */
    public static int hour(long datetime) {
        return (int) (datetime >>> 36) & 31;
    }

    public static int minute(long packed) {
        return (int) (packed >>> 30) & 63;
    }

    public static int second(long packed) {
        return (int) (packed >>> 24) & 63;
    }

    public static int micros(long packed) {
        return (int) (packed & MICROS_MASK);
    }

    /** Hours of a TIME, without sign. */
    public static int timeHour(long time) {
        return (int) (Math.abs(time) >>> 36);
    }

    // ---- between the kinds ---------------------------------------------------------------

    public static long dateToDatetime(long date) {
        return packDatetime(dateYear(date), dateMonth(date), dateDay(date), 0, 0, 0, 0);
    }

    public static long datetimeToDate(long datetime) {
        return packDate(year(datetime), month(datetime), day(datetime));
    }

    /** The time of day. */
    public static long datetimeToTime(long datetime) {
        return datetime & ((1L << 41) - 1);
    }

    /** A TIME on the day of {@code date}. */
    public static long timeToDatetime(long time, long date) {
        long start = dateToDatetime(date);
        return addMicros(start, timeMicros(time));
    }

    // ---- arithmetic ----------------------------------------------------------------------

    public static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || (year % 400 == 0 && year != 0));
    }

    public static int daysInMonth(int year, int month) {
        return month == 2 && isLeap(year) ? 29 : DAYS[month];
    }

    /** Days since year 0, as TO_DAYS() counts. */
    public static long dayNumber(int year, int month, int day) {
        if (year == 0 && month == 0) {
            return 0;
        }
        long delsum = 365L * year + 31L * (month - 1) + day;
        int y = year;
        if (month <= 2) {
            y--;
        } else {
            delsum -= (month * 4 + 23) / 10;
        }
        return delsum + y / 4 - (y / 100 + 1) * 3 / 4;
    }

    /** A packed DATE from {@link #dayNumber}; {@link #INVALID} outside years 1 to 9999. */
    public static long dateOfDayNumber(long dayNumber) {
        if (dayNumber < 366 || dayNumber > 3_652_424) {
            return INVALID;
        }
        LocalDate date = LocalDate.ofEpochDay(dayNumber - 719_528);
        return packDate(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    public static long dayNumberOf(long datetime) {
        return dayNumber(year(datetime), month(datetime), day(datetime));
    }

    /** Microseconds since midnight of a DATETIME. */
    public static long microsOfDay(long datetime) {
        return ((hour(datetime) * 60L + minute(datetime)) * 60 + second(datetime)) * 1_000_000
                + micros(datetime);
    }

    /** A TIME in microseconds, signed. */
    public static long timeMicros(long time) {
        long t = Math.abs(time);
        long micros = ((timeHour(t) * 60L + minute(t)) * 60 + second(t)) * 1_000_000 + micros(t);
        return time < 0 ? -micros : micros;
    }

    /** A TIME from microseconds; not checked against its range. */
    public static long timeOfMicros(long micros) {
        long m = Math.abs(micros);
        long seconds = m / 1_000_000;
        return packTime(
                micros < 0,
                (int) (seconds / 3600),
                (int) (seconds / 60 % 60),
                (int) (seconds % 60),
                (int) (m % 1_000_000));
    }

    /** {@link #INVALID} if the result is outside years 0 to 9999 or the date has a zero part. */
    public static long addMicros(long datetime, long micros) {
        long days = dayNumberOf(datetime);
        long total = microsOfDay(datetime) + micros % DAY_MICROS;
        days += micros / DAY_MICROS + Math.floorDiv(total, DAY_MICROS);
        long date = days >= 0 && days < 366 ? dateInYearZero(days) : dateOfDayNumber(days);
        if (date == INVALID) {
            return INVALID;
        }
        return dateToDatetime(date) | timeOfMicros(Math.floorMod(total, DAY_MICROS));
    }

    private static long dateInYearZero(long dayNumber) {
        return dayNumber == 0 ? 0 : INVALID;
    }

    /** Adds months; a day behind the month's end becomes its last. */
    public static long addMonths(long datetime, long months) {
        long total = year(datetime) * 12L + month(datetime) - 1 + months;
        if (total < 0 || total >= 120_000) {
            return INVALID;
        }
        int year = (int) (total / 12);
        int month = (int) (total % 12) + 1;
        int day = Math.min(day(datetime), daysInMonth(year, month));
        return (datetime & ((1L << 41) - 1)) | ((year * 13L + month) << 5 | day) << 41;
    }

    /** Rounds half up to a number of fractional digits; for DATETIME. */
    public static long roundDatetime(long datetime, int digits) {
        if (digits >= 6) {
            return datetime;
        }
        int unit = POWERS_OF_TEN[6 - digits];
        int micros = micros(datetime);
        int rounded = (micros + unit / 2) / unit * unit;
        if (rounded == micros) {
            return datetime;
        }
        if (rounded < 1_000_000) {
            return (datetime & ~MICROS_MASK) | rounded;
        }
        return addMicros(datetime & ~MICROS_MASK, 1_000_000);
    }

    public static long roundTime(long time, int digits) {
        if (digits >= 6) {
            return time;
        }
        long unit = POWERS_OF_TEN[6 - digits];
        long micros = timeMicros(time);
        long rounded = (Math.abs(micros) + unit / 2) / unit * unit;
        return timeOfMicros(micros < 0 ? -rounded : rounded);
    }

    /** Drops digits. */
    public static long truncateDatetime(long datetime, int digits) {
        int micros = micros(datetime);
        return datetime - micros % POWERS_OF_TEN[6 - Math.min(digits, 6)];
    }

    // ---- time zones ----------------------------------------------------------------------

    /** Microseconds since 1970 of a DATETIME that is meant in UTC. */
    public static long epochMicrosOfUtc(long datetime) {
        long days = dayNumberOf(datetime) - 719_528;
        return days * DAY_MICROS + microsOfDay(datetime);
    }

    public static long utcOfEpochMicros(long epochMicros) {
        long days = Math.floorDiv(epochMicros, DAY_MICROS);
        long date = dateOfDayNumber(days + 719_528);
        if (date == INVALID) {
            return INVALID;
        }
        return dateToDatetime(date) | timeOfMicros(Math.floorMod(epochMicros, DAY_MICROS));
    }

    /** Local time of an instant. */
    public static long localOfEpochMicros(long epochMicros, ZoneId zone) {
        if (zone instanceof ZoneOffset offset) {
            return utcOfEpochMicros(epochMicros + offset.getTotalSeconds() * 1_000_000L);
        }
        int seconds =
                zone.getRules()
                        .getOffset(Instant.ofEpochSecond(Math.floorDiv(epochMicros, 1_000_000L)))
                        .getTotalSeconds();
        return utcOfEpochMicros(epochMicros + seconds * 1_000_000L);
    }

    /**
     * The instant of a local time; in a gap the first instant behind it, as MySQL has it. The date
     * must be a real one.
     */
    public static long epochMicrosOfLocal(long datetime, ZoneId zone) {
        long asUtc = epochMicrosOfUtc(datetime);
        if (zone instanceof ZoneOffset offset) {
            return asUtc - offset.getTotalSeconds() * 1_000_000L;
        }
        LocalDateTime local =
                LocalDateTime.of(
                        year(datetime),
                        month(datetime),
                        day(datetime),
                        hour(datetime),
                        minute(datetime),
                        second(datetime));
        var transition = zone.getRules().getTransition(local);
        if (transition != null && transition.isGap()) {
            return transition.toEpochSecond() * 1_000_000L;
        }
        return asUtc - zone.getRules().getOffset(local).getTotalSeconds() * 1_000_000L;
    }

    /** A stored TIMESTAMP (UTC) as the session sees it. Zero stays zero. */
    public static long timestampToLocal(long utc, ZoneId zone) {
        return utc == 0 || zone.equals(ZoneOffset.UTC)
                ? utc
                : localOfEpochMicros(epochMicrosOfUtc(utc), zone);
    }

    /** What is stored for a local time; {@link #INVALID} if no TIMESTAMP can be that. */
    public static long localToTimestamp(long local, ZoneId zone) {
        if (local == 0) {
            return 0;
        }
        if (month(local) == 0 || day(local) == 0) {
            return INVALID;
        }
        long utc = utcOfEpochMicros(epochMicrosOfLocal(local, zone));
        return utc < MIN_TIMESTAMP || utc > MAX_TIMESTAMP ? INVALID : utc;
    }

    // ---- validity ------------------------------------------------------------------------

    /**
     * Whether year, month and day are a date under the modes: zero parts unless forbidden, 31 days
     * for every month if ALLOW_INVALID_DATES.
     */
    public static boolean isValidDate(int year, int month, int day, long sqlMode) {
        if (year < 0 || year > 9999 || month > 12 || day > 31) {
            return false;
        }
        if (year == 0 && month == 0 && day == 0) {
            return !SqlMode.NO_ZERO_DATE.in(sqlMode);
        }
        if ((month == 0 || day == 0) && SqlMode.NO_ZERO_IN_DATE.in(sqlMode)) {
            return false;
        }
        return month == 0
                || SqlMode.ALLOW_INVALID_DATES.in(sqlMode)
                || day <= daysInMonth(year, month);
    }

    // ---- numbers -------------------------------------------------------------------------

    /** YYYYMMDD. */
    public static long dateNumber(long date) {
        return dateYear(date) * 10_000L + dateMonth(date) * 100 + dateDay(date);
    }

    /** YYYYMMDDhhmmss, without the fraction. */
    public static long datetimeNumber(long datetime) {
        return dateNumber(datetimeToDate(datetime)) * 1_000_000
                + hour(datetime) * 10_000
                + minute(datetime) * 100
                + second(datetime);
    }

    /** hhmmss with sign, without the fraction. */
    public static long timeNumber(long time) {
        long t = Math.abs(time);
        long number = timeHour(t) * 10_000L + minute(t) * 100 + second(t);
        return time < 0 ? -number : number;
    }

    // ---- text ----------------------------------------------------------------------------

    /** Writes YYYY-MM-DD; the number of bytes. */
    public static int formatDate(long date, byte[] out, int at) {
        int year = dateYear(date);
        two(out, at, year / 100);
        two(out, at + 2, year % 100);
        out[at + 4] = '-';
        two(out, at + 5, dateMonth(date));
        out[at + 7] = '-';
        two(out, at + 8, dateDay(date));
        return 10;
    }

    /** Writes YYYY-MM-DD hh:mm:ss[.ffffff]; the number of bytes. */
    public static int formatDatetime(long datetime, int digits, byte[] out, int at) {
        formatDate(datetimeToDate(datetime), out, at);
        out[at + 10] = ' ';
        two(out, at + 11, hour(datetime));
        out[at + 13] = ':';
        return 14 + formatRest(datetime, digits, out, at + 14);
    }

    /** Writes [-]hh[h]:mm:ss[.ffffff]; the number of bytes. */
    public static int formatTime(long time, int digits, byte[] out, int at) {
        int n = at;
        if (time < 0) {
            out[n++] = '-';
        }
        long t = Math.abs(time);
        int hour = timeHour(t);
        if (hour >= 100) {
            out[n++] = (byte) ('0' + hour / 100);
        }
        two(out, n, hour % 100);
        n += 2;
        out[n++] = ':';
        return n + formatRest(t, digits, out, n) - at;
    }

    private static int formatRest(long packed, int digits, byte[] out, int at) {
        two(out, at, minute(packed));
        out[at + 2] = ':';
        two(out, at + 3, second(packed));
        if (digits <= 0) {
            return 5;
        }
        int d = Math.min(digits, 6);
        out[at + 5] = '.';
        int fraction = micros(packed) / POWERS_OF_TEN[6 - d];
        for (int i = d - 1; i >= 0; i--) {
            out[at + 6 + i] = (byte) ('0' + fraction % 10);
            fraction /= 10;
        }
        return 6 + d;
    }

    private static void two(byte[] out, int at, int value) {
        out[at] = (byte) ('0' + value / 10);
        out[at + 1] = (byte) ('0' + value % 10);
    }

    /** The text form of a value of a temporal type. */
    public static byte[] text(long value, SqlType type) {
        byte[] out = new byte[32];
        int n =
                switch (type.kind()) {
                    case DATE -> formatDate(value, out, 0);
                    case TIME -> formatTime(value, type.scale(), out, 0);
                    default -> formatDatetime(value, type.scale(), out, 0);
                };
        return java.util.Arrays.copyOf(out, n);
    }
}
