package io.daybreak.sql.types;

/**
 * Reads dates and times from text and numbers, as leniently as MySQL: any punctuation between
 * parts, or none, years of two digits, fractions of more digits than are kept.
 *
 * <p>One object serves one thread; it holds the outcome of the last call.
 */
public final class TemporalParser {
    /** What went wrong, besides that nothing could be read. */
    public enum Outcome {
        /** All of the text was used. */
        OK,
        /** Something followed that does not belong there. */
        TRUNCATED,
        /** It is no date or time. */
        INVALID,
        /** A date with zeros where the modes forbid them. */
        ZERO_FORBIDDEN,
        /** A TIME beyond 838:59:59; the result is the nearest. */
        OUT_OF_RANGE
    }

    private Outcome outcome = Outcome.OK;
    private boolean dateOnly;
    private boolean zoned;
    private int fractionDigits;
    private final int[] part = new int[7];
    private final int[] partLength = new int[7];

    public Outcome outcome() {
        return outcome;
    }

    /** Whether the last datetime had no time. */
    public boolean isDateOnly() {
        return dateOnly;
    }

    /** How many digits of fraction the last text had, at most 6. */
    public int fractionDigits() {
        return fractionDigits;
    }

    /** Whether the last text carried a zone offset; the result is UTC then. */
    public boolean isZoned() {
        return zoned;
    }

    private long fail(Outcome why) {
        outcome = why;
        return Temporal.INVALID;
    }

    /** A packed DATETIME or {@link Temporal#INVALID}. */
    public long datetime(byte[] s, int from, int to, long sqlMode) {
        outcome = Outcome.OK;
        zoned = false;
        int i = from;
        while (i < to && isSpace(s[i])) {
            i++;
        }
        if (i == to || !isDigit(s[i])) {
            return fail(Outcome.INVALID);
        }
        int digitsEnd = i;
        while (digitsEnd < to && (isDigit(s[digitsEnd]) || s[digitsEnd] == 'T')) {
            digitsEnd++;
        }
        int digits = digitsEnd - i;
        boolean compact = digitsEnd == to || s[digitsEnd] == '.';
        int yearLength = 4;
        if (compact) {
            yearLength = digits == 4 || digits == 8 || digits >= 14 ? 4 : 2;
        }
        java.util.Arrays.fill(part, 0);
        java.util.Arrays.fill(partLength, 0);
        int n = 0;
        boolean seventhDigitRoundsUp = false;
        int at = i;
        for (; n < 7 && at < to && isDigit(s[at]); n++) {
            int most = n == 6 ? 6 : compact ? (n == 0 ? yearLength : 2) : Integer.MAX_VALUE;
            int start = at;
            long value = 0;
            while (at < to && isDigit(s[at]) && at - start < most) {
                value = value * 10 + (s[at] - '0');
                if (value > 999_999) {
                    return fail(Outcome.INVALID);
                }
                at++;
            }
            part[n] = (int) value;
            partLength[n] = at - start;
            if (n == 6) {
                if (at < to && isDigit(s[at])) {
                    seventhDigitRoundsUp = s[at] >= '5';
                    while (at < to && isDigit(s[at])) {
                        at++;
                    }
                }
                n++;
                break;
            }
            if (at == to) {
                n++;
                break;
            }
            if (n == 2 && s[at] == 'T') {
                at++;
                continue;
            }
            if (n == 5) {
                if (s[at] == '.') {
                    at++;
                    if (at == to || !isDigit(s[at])) {
                        n++;
                        break;
                    }
                    continue;
                }
                n++;
                break;
            }
            boolean space = false;
            while (at < to && (isPunctuation(s[at]) || isSpace(s[at]))) {
                if (isSpace(s[at])) {
                    if (n != 2) {
                        if (onlySpaces(s, at, to)) {
                            at = to;
                            break;
                        }
                        // Spaces part date and time only.
                        return finish(s, at, to, n + 1, yearLength, compact, false, sqlMode);
                    }
                    space = true;
                } else if (space && n == 2) {
                    break;
                }
                at++;
            }
        }
        return finish(s, at, to, n, yearLength, compact, seventhDigitRoundsUp, sqlMode);
    }

    private long finish(
            byte[] s,
            int at,
            int to,
            int parts,
            int compactYearLength,
            boolean compact,
            boolean roundUp,
            long sqlMode) {
        int yearLength = compact ? compactYearLength : partLength[0];
        if (partLength[0] < yearLength) {
            yearLength = partLength[0];
        }
        fractionDigits = partLength[6];
        for (int k = partLength[6]; k < 6 && partLength[6] > 0; k++) {
            part[6] *= 10;
        }
        boolean notZero = false;
        for (int p : part) {
            notZero |= p != 0;
        }
        if (yearLength <= 2 && notZero) {
            part[0] += part[0] < 70 ? 2000 : part[0] < 100 ? 1900 : 0;
        }
        dateOnly = parts <= 3;
        if (parts < 3
                || part[0] > 9999
                || part[1] > 12
                || part[2] > 31
                || part[3] > 23
                || part[4] > 59
                || part[5] > 59) {
            return fail(Outcome.INVALID);
        }
        if (!Temporal.isValidDate(part[0], part[1], part[2], sqlMode)) {
            return fail(part[1] == 0 || part[2] == 0 ? Outcome.ZERO_FORBIDDEN : Outcome.INVALID);
        }
        long packed =
                Temporal.packDatetime(
                        part[0], part[1], part[2], part[3], part[4], part[5], part[6]);
        int rest = at;
        if (!dateOnly && rest < to && (s[rest] == '+' || s[rest] == '-')) {
            int offsetMinutes = zoneOffset(s, rest, to);
            if (offsetMinutes != Integer.MIN_VALUE) {
                zoned = true;
                packed = Temporal.addMicros(packed, -offsetMinutes * 60_000_000L);
                rest = to;
            }
        }
        if (!onlySpaces(s, rest, to)) {
            outcome = Outcome.TRUNCATED;
        }
        return roundUp ? Temporal.addMicros(packed, 1) : packed;
    }

    /** Minutes of "+hh:mm" that ends the text, or MIN_VALUE. */
    private static int zoneOffset(byte[] s, int at, int to) {
        if (to - at != 6
                || s[at + 3] != ':'
                || !isDigit(s[at + 1])
                || !isDigit(s[at + 2])
                || !isDigit(s[at + 4])
                || !isDigit(s[at + 5])) {
            return Integer.MIN_VALUE;
        }
        int minutes =
                ((s[at + 1] - '0') * 10 + s[at + 2] - '0') * 60
                        + (s[at + 4] - '0') * 10
                        + s[at + 5]
                        - '0';
        if (minutes > 14 * 60) {
            return Integer.MIN_VALUE;
        }
        return s[at] == '-' ? -minutes : minutes;
    }

    /** A packed TIME or {@link Temporal#INVALID}; out of range gives the nearest. */
    public long time(byte[] s, int from, int to, long sqlMode) {
        outcome = Outcome.OK;
        fractionDigits = 0;
        int i = from;
        while (i < to && isSpace(s[i])) {
            i++;
        }
        int start = i;
        boolean negative = false;
        if (i < to && s[i] == '-') {
            negative = true;
            i++;
        }
        if (i == to) {
            return fail(Outcome.INVALID);
        }
        if (to - i >= 12 && !negative) {
            long datetime = datetime(s, start, to, sqlMode);
            if (datetime != Temporal.INVALID && !dateOnly) {
                return Temporal.datetimeToTime(datetime);
            }
            outcome = Outcome.OK;
            fractionDigits = 0;
        }
        return timeParts(s, i, to, negative);
    }

    private long timeParts(byte[] s, int from, int to, boolean negative) {
        int i = from;
        long value = 0;
        int digits = 0;
        while (i < to && isDigit(s[i])) {
            value = Math.min(value * 10 + (s[i] - '0'), 99_999_999_999L);
            i++;
            digits++;
        }
        long days = 0;
        long hours;
        long minutes = 0;
        long seconds = 0;
        int afterSpaces = i;
        while (afterSpaces < to && isSpace(s[afterSpaces])) {
            afterSpaces++;
        }
        boolean daysFirst =
                digits > 0 && afterSpaces > i && afterSpaces < to && isDigit(s[afterSpaces]);
        boolean colons = digits > 0 && i + 1 < to && s[i] == ':' && isDigit(s[i + 1]);
        if (daysFirst) {
            days = value;
            i = afterSpaces;
            int start = i;
            hours = 0;
            while (i < to && isDigit(s[i])) {
                hours = Math.min(hours * 10 + (s[i++] - '0'), 99_999_999L);
            }
            if (i == start) {
                return fail(Outcome.INVALID);
            }
            colons = i + 1 < to && s[i] == ':' && isDigit(s[i + 1]);
            if (!colons && !(i == to || onlySpaces(s, i, to) || s[i] == '.')) {
                outcome = Outcome.TRUNCATED;
            }
        } else {
            hours = value;
        }
        if (colons) {
            i++;
            while (i < to && isDigit(s[i])) {
                minutes = Math.min(minutes * 10 + (s[i++] - '0'), 99_999);
            }
            if (i + 1 < to && s[i] == ':' && isDigit(s[i + 1])) {
                i++;
                while (i < to && isDigit(s[i])) {
                    seconds = Math.min(seconds * 10 + (s[i++] - '0'), 99_999);
                }
            }
        } else if (!daysFirst) {
            if (digits == 0 && !(i < to && s[i] == '.')) {
                return fail(Outcome.INVALID);
            }
            seconds = value % 100;
            minutes = value / 100 % 100;
            hours = value / 10_000;
        }
        int micros = 0;
        boolean roundUp = false;
        if (i < to && s[i] == '.') {
            i++;
            int n = 0;
            while (i < to && isDigit(s[i])) {
                if (n < 6) {
                    micros = micros * 10 + (s[i] - '0');
                } else if (n == 6) {
                    roundUp = s[i] >= '5';
                }
                n++;
                i++;
            }
            fractionDigits = Math.min(n, 6);
            for (int k = n; k < 6; k++) {
                micros *= 10;
            }
        }
        if (minutes > 59 || seconds > 59) {
            return fail(Outcome.INVALID);
        }
        if (!onlySpaces(s, i, to)) {
            outcome = Outcome.TRUNCATED;
        }
        long allHours = days * 24 + hours;
        if (allHours > 838) {
            outcome = Outcome.OUT_OF_RANGE;
            return negative ? -Temporal.MAX_TIME : Temporal.MAX_TIME;
        }
        long packed =
                Temporal.packTime(negative, (int) allHours, (int) minutes, (int) seconds, micros);
        if (roundUp) {
            packed = Temporal.timeOfMicros(Temporal.timeMicros(packed) + (negative ? -1 : 1));
        }
        return checkRange(packed);
    }

    private long checkRange(long time) {
        if (Math.abs(time) > Temporal.MAX_TIME) {
            outcome = Outcome.OUT_OF_RANGE;
            return time < 0 ? -Temporal.MAX_TIME : Temporal.MAX_TIME;
        }
        return time;
    }

    /** A packed DATETIME of a number such as 20201231 or 20201231235959. */
    public long datetime(long number, int micros, long sqlMode) {
        outcome = Outcome.OK;
        fractionDigits = micros == 0 ? 0 : 6;
        dateOnly = false;
        long n = number;
        if (n == 0) {
            dateOnly = true;
            return SqlMode.NO_ZERO_DATE.in(sqlMode) ? fail(Outcome.ZERO_FORBIDDEN) : 0;
        }
        if (n < 0 || n > 99_991_231_235_959L) {
            return fail(Outcome.INVALID);
        }
        if (n < 10_000_101_000_000L) {
            if (n < 101) {
                return fail(Outcome.INVALID);
            }
            if (n <= 691_231L) {
                n = (n + 20_000_000L) * 1_000_000L;
                dateOnly = true;
            } else if (n < 700_101L) {
                return fail(Outcome.INVALID);
            } else if (n <= 991_231L) {
                n = (n + 19_000_000L) * 1_000_000L;
                dateOnly = true;
            } else if (n < 10_000_101L && !SqlMode.ALLOW_INVALID_DATES.in(sqlMode)) {
                return fail(Outcome.INVALID);
            } else if (n <= 99_991_231L) {
                n *= 1_000_000L;
                dateOnly = true;
            } else if (n < 101_000_000L) {
                return fail(Outcome.INVALID);
            } else if (n <= 691_231_235_959L) {
                n += 20_000_000_000_000L;
            } else if (n < 700_101_000_000L) {
                return fail(Outcome.INVALID);
            } else if (n <= 991_231_235_959L) {
                n += 19_000_000_000_000L;
            }
        }
        int date = (int) (n / 1_000_000);
        int time = (int) (n % 1_000_000);
        int year = date / 10_000;
        int month = date / 100 % 100;
        int day = date % 100;
        int hour = time / 10_000;
        int minute = time / 100 % 100;
        int second = time % 100;
        if (hour > 23 || minute > 59 || second > 59) {
            return fail(Outcome.INVALID);
        }
        if (!Temporal.isValidDate(year, month, day, sqlMode)) {
            return fail(month == 0 || day == 0 ? Outcome.ZERO_FORBIDDEN : Outcome.INVALID);
        }
        return Temporal.packDatetime(year, month, day, hour, minute, second, micros);
    }

    /** A packed TIME of a number such as 123456. */
    public long time(long number, int micros, long sqlMode) {
        outcome = Outcome.OK;
        fractionDigits = micros == 0 ? 0 : 6;
        if (number > 8_385_959L || number < -8_385_959L) {
            if (number >= 10_000_000_000L) {
                long datetime = datetime(number, micros, sqlMode);
                return datetime == Temporal.INVALID
                        ? Temporal.INVALID
                        : Temporal.datetimeToTime(datetime);
            }
            outcome = Outcome.OUT_OF_RANGE;
            return number < 0 ? -Temporal.MAX_TIME : Temporal.MAX_TIME;
        }
        long n = Math.abs(number);
        if (n % 100 > 59 || n / 100 % 100 > 59) {
            return fail(Outcome.INVALID);
        }
        return checkRange(
                Temporal.packTime(
                        number < 0 || micros < 0,
                        (int) (n / 10_000),
                        (int) (n / 100 % 100),
                        (int) (n % 100),
                        Math.abs(micros)));
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isSpace(byte b) {
        return b == ' ' || (b >= 9 && b <= 13);
    }

    private static boolean isPunctuation(byte b) {
        return (b > ' ' && b < '0')
                || (b > '9' && b < 'A')
                || (b > 'Z' && b < 'a')
                || (b > 'z' && b < 127);
    }

    private static boolean onlySpaces(byte[] s, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isSpace(s[i])) {
                return false;
            }
        }
        return true;
    }
}
