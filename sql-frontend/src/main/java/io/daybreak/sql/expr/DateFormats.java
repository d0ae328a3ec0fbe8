package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.Values;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** DATE_FORMAT, TIME_FORMAT, STR_TO_DATE, DAYNAME, MONTHNAME, GET_FORMAT. English names only. */
final class DateFormats {
    private static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };
    private static final String[] DAYS = {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
    };

    private DateFormats() {}

    static void register(FunctionRegistry.Registrar to) {
        to.add(
                "DATE_FORMAT",
                2,
                2,
                (a, b) ->
                        Results.ascii(
                                "DATE_FORMAT",
                                a,
                                b,
                                formatLength(a.get(1)),
                                DateFormats::dateFormat));
        to.add(
                "TIME_FORMAT",
                2,
                2,
                (a, b) ->
                        Results.ascii(
                                "TIME_FORMAT",
                                a,
                                b,
                                formatLength(a.get(1)),
                                DateFormats::timeFormat));
        to.add("STR_TO_DATE", 2, 2, DateFormats::strToDate);
        to.add(
                "DAYNAME",
                1,
                1,
                (a, b) ->
                        Results.ascii(
                                "DAYNAME",
                                a,
                                b,
                                9,
                                (x, ctx) -> {
                                    long d = DateParts.realDate(x[0], ctx);
                                    return ctx.wasNull
                                            ? null
                                            : Values.utf8(DAYS[DateParts.weekday(d, false)]);
                                }));
        to.add(
                "MONTHNAME",
                1,
                1,
                (a, b) ->
                        Results.ascii(
                                "MONTHNAME",
                                a,
                                b,
                                9,
                                (x, ctx) -> {
                                    long d = x[0].evalDatetime(ctx);
                                    return ctx.wasNull || Temporal.month(d) == 0
                                            ? null
                                            : Values.utf8(MONTHS[Temporal.month(d) - 1]);
                                }));
        to.add(
                "GET_FORMAT",
                2,
                2,
                (a, b) -> Results.ascii("GET_FORMAT", a, b, 17, DateFormats::namedFormat));
    }

    private static long formatLength(Expr format) {
        return Math.min(10 * format.type().maxCharacters(), 0xFFFF);
    }

    private static byte @Nullable [] dateFormat(Expr[] x, EvalContext ctx) {
        long d = x[0].evalDatetime(ctx);
        if (ctx.wasNull) {
            return null;
        }
        byte[] format = x[1].evalBytes(ctx);
        return format == null || format.length == 0
                ? null
                : format(Values.string(format), d, Temporal.hour(d), false);
    }

    private static byte @Nullable [] timeFormat(Expr[] x, EvalContext ctx) {
        long t = x[0].evalTime(ctx);
        if (ctx.wasNull) {
            return null;
        }
        byte[] format = x[1].evalBytes(ctx);
        return format == null || format.length == 0
                ? null
                : format(Values.string(format), t, Temporal.timeHour(t), true);
    }

    private static byte @Nullable [] format(String format, long value, int hour, boolean timeOnly) {
        StringBuilder out = new StringBuilder();
        long d = timeOnly ? Math.abs(value) : value;
        if (timeOnly && value < 0) {
            out.append('-');
        }
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char spec = format.charAt(++i);
            if (timeOnly && "abcDdejMmUuVvWwXxYy".indexOf(spec) >= 0) {
                switch (spec) {
                    case 'c', 'e' -> out.append('0');
                    case 'd', 'm', 'y' -> out.append("00");
                    case 'Y' -> out.append("0000");
                    default -> {
                        return null;
                    }
                }
                continue;
            }
            if (!appendPart(spec, d, hour, out)) {
                return null;
            }
        }
        return Values.utf8(out.toString());
    }

    /** False if there is no such part in the date. */
    private static boolean appendPart(char spec, long d, int hour, StringBuilder out) {
        int hour12 = (hour % 24 + 11) % 12 + 1;
        switch (spec) {
            case 'Y' -> pad(Temporal.year(d), 4, out);
            case 'y' -> pad(Temporal.year(d) % 100, 2, out);
            case 'm' -> pad(Temporal.month(d), 2, out);
            case 'c' -> out.append(Temporal.month(d));
            case 'd' -> pad(Temporal.day(d), 2, out);
            case 'e' -> out.append(Temporal.day(d));
            case 'D' -> out.append(Temporal.day(d)).append(ordinalSuffix(Temporal.day(d)));
            case 'M', 'b' -> {
                if (Temporal.month(d) == 0) {
                    return false;
                }
                String name = MONTHS[Temporal.month(d) - 1];
                out.append(spec == 'M' ? name : name.substring(0, 3));
            }
            case 'W', 'a' -> {
                if (Temporal.month(d) == 0 || Temporal.day(d) == 0) {
                    return false;
                }
                String name = DAYS[DateParts.weekday(d, false)];
                out.append(spec == 'W' ? name : name.substring(0, 3));
            }
            case 'w' -> out.append(DateParts.weekday(d, true));
            case 'j' -> pad(DateParts.dayOfYear(d), 3, out);
            case 'H' -> pad(hour, 2, out);
            case 'k' -> out.append(hour);
            case 'h', 'I' -> pad(hour12, 2, out);
            case 'l' -> out.append(hour12);
            case 'i' -> pad(Temporal.minute(d), 2, out);
            case 's', 'S' -> pad(Temporal.second(d), 2, out);
            case 'f' -> pad(Temporal.micros(d), 6, out);
            case 'p' -> out.append(hour % 24 < 12 ? "AM" : "PM");
            case 'r' -> {
                pad(hour12, 2, out);
                clock(d, out);
                out.append(hour % 24 < 12 ? " AM" : " PM");
            }
            case 'T' -> {
                pad(hour, 2, out);
                clock(d, out);
            }
            case 'U' -> pad(DateParts.weekWithYear(d, 4) % 100, 2, out);
            case 'u' -> pad(DateParts.weekWithYear(d, 1) % 100, 2, out);
            case 'V' -> pad(DateParts.weekWithYear(d, 6) % 100, 2, out);
            case 'v' -> pad(DateParts.weekWithYear(d, 3) % 100, 2, out);
            case 'X' -> pad(DateParts.weekWithYear(d, 6) / 100, 4, out);
            case 'x' -> pad(DateParts.weekWithYear(d, 3) / 100, 4, out);
            default -> out.append(spec);
        }
        return true;
    }

    private static void clock(long d, StringBuilder out) {
        out.append(':');
        pad(Temporal.minute(d), 2, out);
        out.append(':');
        pad(Temporal.second(d), 2, out);
    }

    private static void pad(int value, int width, StringBuilder out) {
        String text = Integer.toString(value);
        out.repeat('0', Math.max(0, width - text.length())).append(text);
    }

    private static String ordinalSuffix(int day) {
        if (day >= 10 && day <= 19) {
            return "th";
        }
        return switch (day % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }

    private static byte @Nullable [] namedFormat(Expr[] x, EvalContext ctx) {
        byte[] kind = x[0].evalBytes(ctx);
        byte[] region = x[1].evalBytes(ctx);
        if (kind == null || region == null) {
            return null;
        }
        String key =
                Values.string(kind).toUpperCase(Locale.ROOT)
                        + " "
                        + Values.string(region).toUpperCase(Locale.ROOT);
        String format =
                switch (key) {
                    case "DATE USA" -> "%m.%d.%Y";
                    case "DATE JIS", "DATE ISO" -> "%Y-%m-%d";
                    case "DATE EUR" -> "%d.%m.%Y";
                    case "DATE INTERNAL" -> "%Y%m%d";
                    case "DATETIME USA", "DATETIME EUR" -> "%Y-%m-%d %H.%i.%s";
                    case "DATETIME JIS", "DATETIME ISO" -> "%Y-%m-%d %H:%i:%s";
                    case "DATETIME INTERNAL" -> "%Y%m%d%H%i%s";
                    case "TIME USA" -> "%h:%i:%s %p";
                    case "TIME JIS", "TIME ISO" -> "%H:%i:%s";
                    case "TIME EUR" -> "%H.%i.%s";
                    case "TIME INTERNAL" -> "%H%i%s";
                    default -> "";
                };
        return format.isEmpty() ? null : Values.utf8(format);
    }

    // ---- STR_TO_DATE ---------------------------------------------------------------------

    private static Expr strToDate(List<Expr> args, BindContext bind) {
        SqlType type = SqlType.datetime(6);
        if (args.get(1) instanceof Literal literal && literal.value() instanceof byte[] format) {
            type = typeOf(Values.string(format));
        }
        SqlType result = type;
        return new Call.OfLong(
                "STR_TO_DATE",
                args,
                bind,
                type,
                true,
                (x, ctx) -> {
                    byte[] text = x[0].evalBytes(ctx);
                    byte[] format = text == null ? null : x[1].evalBytes(ctx);
                    if (text == null || format == null) {
                        ctx.wasNull = true;
                        return 0;
                    }
                    long parsed =
                            new Scanner(Values.string(text))
                                    .scan(Values.string(format), result, ctx);
                    if (parsed == Temporal.INVALID) {
                        String kind =
                                switch (result.kind()) {
                                    case DATE -> "date";
                                    case TIME -> "time";
                                    default -> "datetime";
                                };
                        ctx.warn(
                                MySqlError.ER_WRONG_VALUE_FOR_TYPE,
                                kind,
                                Values.shown(text),
                                "str_to_date");
                        ctx.wasNull = true;
                        return 0;
                    }
                    ctx.wasNull = false;
                    return parsed;
                });
    }

    private static SqlType typeOf(String format) {
        boolean date = false;
        boolean time = false;
        boolean fraction = false;
        for (int i = 0; i + 1 < format.length(); i++) {
            if (format.charAt(i) == '%') {
                char c = format.charAt(++i);
                date |= "abcDdejMmUuVvWwXxYy".indexOf(c) >= 0;
                time |= "fHhIiklprSsT".indexOf(c) >= 0;
                fraction |= c == 'f';
            }
        }
        if (time && !date) {
            return SqlType.time(fraction ? 6 : 0);
        }
        return time ? SqlType.datetime(fraction ? 6 : 0) : SqlType.DATE;
    }

    /** Reads a text by a format. */
    private static final class Scanner {
        private final String s;
        private int at;
        private int year;
        private int month;
        private int day;
        private int hour;
        private int minute;
        private int second;
        private int micros;
        private int dayOfYear;
        private boolean afternoon;
        private boolean twelveHours;
        private boolean bad;

        Scanner(String s) {
            this.s = s;
        }

        long scan(String format, SqlType type, EvalContext ctx) {
            for (int i = 0; i < format.length() && !bad; i++) {
                char c = format.charAt(i);
                if (at < s.length() || c == '%') {
                    skipSpaces();
                }
                if (c == '%' && i + 1 < format.length()) {
                    if (at == s.length()) {
                        break;
                    }
                    part(format.charAt(++i));
                } else if (c == ' ') {
                    skipSpaces();
                } else if (at < s.length() && s.charAt(at) == c) {
                    at++;
                } else if (at == s.length()) {
                    break;
                } else {
                    return Temporal.INVALID;
                }
            }
            if (bad
                    || hour > 23
                    || minute > 59
                    || second > 59
                    || (twelveHours && (hour < 1 || hour > 12))) {
                return Temporal.INVALID;
            }
            if (at < s.length()) {
                skipSpaces();
                if (at < s.length()) {
                    ctx.warn(
                            MySqlError.ER_TRUNCATED_WRONG_VALUE,
                            type.kind().name().toLowerCase(Locale.ROOT),
                            s);
                }
            }
            return packed(type, ctx);
        }

        private long packed(SqlType type, EvalContext ctx) {
            if (twelveHours) {
                hour = hour % 12 + (afternoon ? 12 : 0);
            }
            if (dayOfYear > 0) {
                long date =
                        Temporal.dateOfDayNumber(Temporal.dayNumber(year, 1, 1) + dayOfYear - 1);
                if (date == Temporal.INVALID) {
                    return Temporal.INVALID;
                }
                month = Temporal.dateMonth(date);
                day = Temporal.dateDay(date);
            }
            if (type.kind() == io.daybreak.sql.types.TypeKind.TIME) {
                return Temporal.packTime(false, hour, minute, second, micros);
            }
            if (!Temporal.isValidDate(year, month, day, ctx.sqlMode())) {
                return Temporal.INVALID;
            }
            return type.kind() == io.daybreak.sql.types.TypeKind.DATE
                    ? Temporal.packDate(year, month, day)
                    : Temporal.packDatetime(year, month, day, hour, minute, second, micros);
        }

        private void skipSpaces() {
            while (at < s.length() && Character.isWhitespace(s.charAt(at))) {
                at++;
            }
        }

        private int number(int most) {
            int start = at;
            int value = 0;
            while (at < s.length()
                    && at - start < most
                    && s.charAt(at) >= '0'
                    && s.charAt(at) <= '9') {
                value = value * 10 + (s.charAt(at++) - '0');
            }
            bad |= at == start;
            return value;
        }

        private int name(String[] names, int shortest) {
            for (int i = 0; i < names.length; i++) {
                String name = shortest > 0 ? names[i].substring(0, shortest) : names[i];
                if (s.regionMatches(true, at, name, 0, name.length())) {
                    at += name.length();
                    return i + 1;
                }
            }
            bad = true;
            return 0;
        }

        private void part(char spec) {
            switch (spec) {
                case 'Y' -> {
                    int start = at;
                    year = number(4);
                    if (at - start <= 2) {
                        year = century(year);
                    }
                }
                case 'y' -> {
                    int start = at;
                    year = number(2);
                    if (at - start <= 2) {
                        year = century(year);
                    }
                }
                case 'm', 'c' -> month = number(2);
                case 'M' -> month = name(MONTHS, 0);
                case 'b' -> month = name(MONTHS, 3);
                case 'd', 'e' -> day = number(2);
                case 'D' -> {
                    day = number(2);
                    at = Math.min(s.length(), at + 2);
                }
                case 'h', 'I', 'l' -> {
                    twelveHours = true;
                    hour = number(2);
                }
                case 'H', 'k' -> hour = number(2);
                case 'i' -> minute = number(2);
                case 's', 'S' -> second = number(2);
                case 'f' -> {
                    int start = at;
                    micros = number(6);
                    for (int k = at - start; k < 6; k++) {
                        micros *= 10;
                    }
                }
                case 'p' -> {
                    if (s.regionMatches(true, at, "PM", 0, 2)) {
                        afternoon = true;
                    } else if (!s.regionMatches(true, at, "AM", 0, 2)) {
                        bad = true;
                    }
                    at = Math.min(s.length(), at + 2);
                }
                case 'W' -> name(DAYS, 0);
                case 'a' -> name(DAYS, 3);
                case 'w' -> number(1);
                case 'j' -> dayOfYear = number(3);
                case 'T' -> clock();
                case 'r' -> {
                    clock();
                    skipSpaces();
                    twelveHours = true;
                    part('p');
                }
                default -> {
                    if (at < s.length() && s.charAt(at) == spec) {
                        at++;
                    } else {
                        bad = true;
                    }
                }
            }
        }

        private static int century(int year) {
            return year < 70 ? year + 2000 : year + 1900;
        }

        private void clock() {
            hour = number(2);
            colon();
            minute = number(2);
            colon();
            second = number(2);
        }

        private void colon() {
            if (at < s.length() && s.charAt(at) == ':') {
                at++;
            } else {
                bad = true;
            }
        }
    }
}
