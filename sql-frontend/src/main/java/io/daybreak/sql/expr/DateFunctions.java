package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.expr.Interval.Unit;
import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TemporalParser;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions over dates and times: now, parts, arithmetic, conversions. */
final class DateFunctions {
    private DateFunctions() {}

    static void register(FunctionRegistry.Registrar to) {
        registerNow(to);
        registerParts(to);
        registerArithmetic(to);
        registerConversions(to);
        DateFormats.register(to);
    }

    // ---- now -----------------------------------------------------------------------------

    private static void registerNow(FunctionRegistry.Registrar to) {
        for (String name :
                new String[] {"NOW", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"}) {
            to.add(name, 0, 1, (a, b) -> now(name, a, b, TypeKind.DATETIME, false));
        }
        to.add(
                "UTC_TIMESTAMP",
                0,
                1,
                (a, b) -> now("UTC_TIMESTAMP", a, b, TypeKind.DATETIME, true));
        for (String name : new String[] {"CURTIME", "CURRENT_TIME"}) {
            to.add(name, 0, 1, (a, b) -> now(name, a, b, TypeKind.TIME, false));
        }
        to.add("UTC_TIME", 0, 1, (a, b) -> now("UTC_TIME", a, b, TypeKind.TIME, true));
        for (String name : new String[] {"CURDATE", "CURRENT_DATE"}) {
            to.add(name, 0, 0, (a, b) -> now(name, a, b, TypeKind.DATE, false));
        }
        to.add("UTC_DATE", 0, 0, (a, b) -> now("UTC_DATE", a, b, TypeKind.DATE, true));
        to.add(
                "SYSDATE",
                0,
                1,
                (a, b) -> {
                    int digits = precision("sysdate", a);
                    return new Call.OfLong(
                            "SYSDATE",
                            a,
                            b,
                            SqlType.datetime(digits),
                            false,
                            (x, ctx) -> {
                                ctx.wasNull = false;
                                java.time.Instant now = java.time.Instant.now();
                                long micros =
                                        now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
                                return Temporal.truncateDatetime(
                                        Temporal.localOfEpochMicros(micros, ctx.timeZone()),
                                        digits);
                            });
                });
    }

    private static int precision(String function, List<Expr> args) {
        if (args.isEmpty()) {
            return 0;
        }
        if (args.getFirst() instanceof Literal literal && literal.value() instanceof Long n) {
            if (n < 0 || n > 6) {
                throw new SqlException(MySqlError.ER_TOO_BIG_PRECISION, n, function, 6);
            }
            return n.intValue();
        }
        return 0;
    }

    private static Expr now(
            String name, List<Expr> args, BindContext bind, TypeKind kind, boolean utc) {
        int digits = precision(name.toLowerCase(Locale.ROOT), args);
        SqlType type =
                switch (kind) {
                    case DATE -> SqlType.DATE;
                    case TIME -> SqlType.time(digits);
                    default -> SqlType.datetime(digits);
                };
        return new Call.OfLong(
                name,
                args,
                bind,
                type,
                false,
                (x, ctx) -> {
                    ctx.wasNull = false;
                    ZoneId zone = utc ? ZoneOffset.UTC : ctx.timeZone();
                    long datetime =
                            Temporal.truncateDatetime(
                                    Temporal.localOfEpochMicros(ctx.nowMicros(), zone), digits);
                    return switch (kind) {
                        case DATE -> Temporal.datetimeToDate(datetime);
                        case TIME -> Temporal.datetimeToTime(datetime);
                        default -> datetime;
                    };
                });
    }

    // ---- parts ---------------------------------------------------------------------------

    private interface Part {
        long of(long packed);
    }

    private static void registerParts(FunctionRegistry.Registrar to) {
        ofDate(to, "MONTH", 2, Temporal::month);
        ofDate(to, "DAY", 2, Temporal::day);
        ofDate(to, "DAYOFMONTH", 2, Temporal::day);
        ofDate(to, "QUARTER", 1, d -> (Temporal.month(d) + 2) / 3);
        ofDate(to, "YEAR", 4, Temporal::year);
        ofRealDate(to, "DAYOFWEEK", 1, d -> weekday(d, true) + 1);
        ofRealDate(to, "WEEKDAY", 1, d -> weekday(d, false));
        ofRealDate(to, "DAYOFYEAR", 3, DateFunctions::dayOfYear);
        ofRealDate(to, "TO_DAYS", 6, Temporal::dayNumberOf);
        ofRealDate(
                to,
                "TO_SECONDS",
                12,
                d -> Temporal.dayNumberOf(d) * 86_400 + Temporal.microsOfDay(d) / 1_000_000);
        ofRealDate(to, "WEEKOFYEAR", 2, d -> week(d, 3) % 100);
        ofTime(to, "HOUR", 3, t -> Temporal.timeHour(t));
        ofTime(to, "MINUTE", 2, t -> Temporal.minute(Math.abs(t)));
        ofTime(to, "SECOND", 2, t -> Temporal.second(Math.abs(t)));
        ofTime(to, "MICROSECOND", 6, t -> Temporal.micros(Math.abs(t)));
        ofTime(to, "TIME_TO_SEC", 10, t -> Temporal.timeMicros(t) / 1_000_000);
        to.add("WEEK", 1, 2, DateFunctions::weekCall);
        to.add("YEARWEEK", 1, 2, DateFunctions::yearWeek);
        to.add("EXTRACT", 2, 2, DateFunctions::extract);
        to.add(
                "LAST_DAY",
                1,
                1,
                (a, b) ->
                        new Call.OfLong(
                                "LAST_DAY",
                                a,
                                b,
                                SqlType.DATE,
                                true,
                                (x, ctx) -> {
                                    long d = x[0].evalDatetime(ctx);
                                    if (ctx.wasNull || Temporal.month(d) == 0) {
                                        ctx.wasNull = true;
                                        return 0;
                                    }
                                    int year = Temporal.year(d);
                                    int month = Temporal.month(d);
                                    return Temporal.packDate(
                                            year, month, Temporal.daysInMonth(year, month));
                                }));
    }

    private static void ofDate(FunctionRegistry.Registrar to, String name, int width, Part part) {
        to.add(
                name,
                1,
                1,
                (a, b) ->
                        Results.nullableLong(
                                name,
                                a,
                                b,
                                width,
                                (x, ctx) -> {
                                    long d = x[0].evalDatetime(ctx);
                                    return ctx.wasNull ? 0 : part.of(d);
                                }));
    }

    /** Null for dates with zero parts. */
    private static void ofRealDate(
            FunctionRegistry.Registrar to, String name, int width, Part part) {
        to.add(
                name,
                1,
                1,
                (a, b) ->
                        Results.nullableLong(
                                name,
                                a,
                                b,
                                width,
                                (x, ctx) -> {
                                    long d = realDate(x[0], ctx);
                                    return ctx.wasNull ? 0 : part.of(d);
                                }));
    }

    private static void ofTime(FunctionRegistry.Registrar to, String name, int width, Part part) {
        to.add(
                name,
                1,
                1,
                (a, b) ->
                        Results.nullableLong(
                                name,
                                a,
                                b,
                                width,
                                (x, ctx) -> {
                                    long t = x[0].evalTime(ctx);
                                    return ctx.wasNull ? 0 : part.of(t);
                                }));
    }

    /** A DATETIME whose month and day are not zero; else null. */
    static long realDate(Expr expr, EvalContext ctx) {
        long d = expr.evalDatetime(ctx);
        if (!ctx.wasNull && (Temporal.month(d) == 0 || Temporal.day(d) == 0)) {
            ctx.wasNull = true;
        }
        return ctx.wasNull ? 0 : d;
    }

    /** 0 is Monday, or Sunday. */
    static int weekday(long datetime, boolean sundayFirst) {
        return (int) ((Temporal.dayNumberOf(datetime) + 5 + (sundayFirst ? 1 : 0)) % 7);
    }

    static int dayOfYear(long datetime) {
        return (int)
                (Temporal.dayNumberOf(datetime)
                        - Temporal.dayNumber(Temporal.year(datetime), 1, 1)
                        + 1);
    }

    /**
     * Year * 100 + week by MySQL's bits: 1 weeks start on Monday, 2 weeks 1 to 53 with the year
     * they belong to, 4 week 1 starts with the first such day (else: has four days of the year).
     */
    static int weekWithYear(long datetime, int behaviour) {
        int year = Temporal.year(datetime);
        long day = Temporal.dayNumberOf(datetime);
        long first = Temporal.dayNumber(year, 1, 1);
        boolean mondayFirst = (behaviour & 1) != 0;
        boolean weekYear = (behaviour & 2) != 0;
        boolean firstWeekday = (behaviour & 4) != 0;
        int weekday = (int) ((first + 5 + (mondayFirst ? 0 : 1)) % 7);
        if (Temporal.month(datetime) == 1 && Temporal.day(datetime) <= 7 - weekday) {
            if (!weekYear && (firstWeekday ? weekday != 0 : weekday >= 4)) {
                return year * 100;
            }
            weekYear = true;
            year--;
            int days = Temporal.isLeap(year) ? 366 : 365;
            first -= days;
            weekday = (weekday + 53 * 7 - days) % 7;
        }
        long days =
                (firstWeekday ? weekday != 0 : weekday >= 4)
                        ? day - (first + (7 - weekday))
                        : day - (first - weekday);
        if (weekYear && days >= 52 * 7) {
            weekday = (weekday + (Temporal.isLeap(year) ? 366 : 365)) % 7;
            if (firstWeekday ? weekday == 0 : weekday < 4) {
                return (year + 1) * 100 + 1;
            }
        }
        return year * 100 + (int) (days / 7) + 1;
    }

    /** The bits of a WEEK() mode. */
    static int weekBits(long mode) {
        int bits = (int) mode & 7;
        return (bits & 1) == 0 ? bits ^ 4 : bits;
    }

    private static int week(long datetime, long mode) {
        return weekWithYear(datetime, weekBits(mode));
    }

    private static long mode(Expr[] x, EvalContext ctx) {
        return x.length > 1 ? x[1].evalLong(ctx) : ctx.defaultWeekFormat();
    }

    private static Expr weekCall(List<Expr> args, BindContext bind) {
        return Results.nullableLong(
                "WEEK",
                args,
                bind,
                2,
                (x, ctx) -> {
                    long d = realDate(x[0], ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    long mode = mode(x, ctx);
                    ctx.wasNull = false;
                    return week(d, mode) % 100;
                });
    }

    private static Expr yearWeek(List<Expr> args, BindContext bind) {
        return Results.nullableLong(
                "YEARWEEK",
                args,
                bind,
                6,
                (x, ctx) -> {
                    long d = realDate(x[0], ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    long mode = x.length > 1 ? x[1].evalLong(ctx) : 0;
                    ctx.wasNull = false;
                    return weekWithYear(d, weekBits(mode) | 2);
                });
    }

    static Unit unit(Expr expr) {
        if (expr instanceof Literal literal && literal.value() instanceof byte[] name) {
            String upper = Values.string(name).toUpperCase(Locale.ROOT);
            return Unit.valueOf(upper.startsWith("SQL_TSI_") ? upper.substring(8) : upper);
        }
        throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, "interval");
    }

    private static Expr extract(List<Expr> args, BindContext bind) {
        Unit unit = unit(args.getFirst());
        boolean time = unit.first >= 3 || (unit.first == 2 && unit.last > 2);
        return Results.nullableLong(
                "EXTRACT",
                args,
                bind,
                21,
                (x, ctx) -> {
                    if (unit.first <= 2 && !time) {
                        long d = x[1].evalDatetime(ctx);
                        if (ctx.wasNull) {
                            return 0;
                        }
                        return switch (unit) {
                            case YEAR -> Temporal.year(d);
                            case QUARTER -> (Temporal.month(d) + 2) / 3;
                            case MONTH -> Temporal.month(d);
                            case WEEK -> week(d, ctx.defaultWeekFormat()) % 100;
                            case YEAR_MONTH -> Temporal.year(d) * 100L + Temporal.month(d);
                            default -> Temporal.day(d);
                        };
                    }
                    long days = 0;
                    long t;
                    if (unit.first == 2
                            && (x[1].type().kind().hasDate() || x[1].type().isString())) {
                        long d = x[1].evalDatetime(ctx);
                        days = Temporal.day(d);
                        t = Temporal.datetimeToTime(d);
                    } else {
                        t = x[1].evalTime(ctx);
                    }
                    return ctx.wasNull ? 0 : extractTime(unit, days, t);
                });
    }

    private static long extractTime(Unit unit, long days, long time) {
        long t = Math.abs(time);
        long[] parts = {days, Temporal.timeHour(t), Temporal.minute(t), Temporal.second(t)};
        long value = 0;
        for (int part = unit.first; part <= Math.min(unit.last, 5); part++) {
            value = value * 100 + parts[part - 2];
        }
        if (unit.hasMicroseconds()) {
            value = value * 1_000_000 + Temporal.micros(t);
        }
        return time < 0 ? -value : value;
    }

    // ---- arithmetic ----------------------------------------------------------------------

    private static void registerArithmetic(FunctionRegistry.Registrar to) {
        to.add("DATE_ADD", 3, 3, (a, b) -> add("DATE_ADD", a, b, false));
        to.add("DATE_SUB", 3, 3, (a, b) -> add("DATE_SUB", a, b, true));
        Literal day = Exprs.text("DAY", BindContext.DEFAULT.connection());
        to.add(
                "ADDDATE",
                2,
                2,
                (a, b) -> add("DATE_ADD", List.of(a.get(0), a.get(1), day), b, false));
        to.add(
                "SUBDATE",
                2,
                2,
                (a, b) -> add("DATE_SUB", List.of(a.get(0), a.get(1), day), b, true));
        to.add(
                "TIMESTAMPADD",
                3,
                3,
                (a, b) -> add("DATE_ADD", List.of(a.get(2), a.get(1), a.get(0)), b, false));
        to.add("TIMESTAMPDIFF", 3, 3, DateFunctions::difference);
        to.add(
                "DATEDIFF",
                2,
                2,
                (a, b) ->
                        Results.nullableLong(
                                "DATEDIFF",
                                a,
                                b,
                                7,
                                (x, ctx) -> {
                                    long d = realDate(x[0], ctx);
                                    if (ctx.wasNull) {
                                        return 0;
                                    }
                                    long e = realDate(x[1], ctx);
                                    return ctx.wasNull
                                            ? 0
                                            : Temporal.dayNumberOf(d) - Temporal.dayNumberOf(e);
                                }));
        to.add("TIMEDIFF", 2, 2, DateFunctions::timeDifference);
        to.add("ADDTIME", 2, 2, (a, b) -> addTime("ADDTIME", a, b, 1));
        to.add("SUBTIME", 2, 2, (a, b) -> addTime("SUBTIME", a, b, -1));
        to.add(
                "PERIOD_ADD",
                2,
                2,
                (a, b) ->
                        Results.ofLong(
                                "PERIOD_ADD",
                                a,
                                b,
                                6,
                                (x, ctx) -> {
                                    long p = x[0].evalLong(ctx);
                                    if (ctx.wasNull) {
                                        return 0;
                                    }
                                    long n = x[1].evalLong(ctx);
                                    return ctx.wasNull ? 0 : period(periodMonths(p) + n);
                                }));
        to.add(
                "PERIOD_DIFF",
                2,
                2,
                (a, b) ->
                        Results.ofLong(
                                "PERIOD_DIFF",
                                a,
                                b,
                                6,
                                (x, ctx) -> {
                                    long p = x[0].evalLong(ctx);
                                    if (ctx.wasNull) {
                                        return 0;
                                    }
                                    long q = x[1].evalLong(ctx);
                                    return ctx.wasNull ? 0 : periodMonths(p) - periodMonths(q);
                                }));
    }

    private static long periodMonths(long period) {
        long year = period / 100;
        long month = period % 100;
        if (month < 1 || month > 12) {
            throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, "period_add");
        }
        if (year < 70) {
            year += 2000;
        } else if (year < 100) {
            year += 1900;
        }
        return year * 12 + month - 1;
    }

    private static long period(long months) {
        return months / 12 * 100 + months % 12 + 1;
    }

    private static Expr add(String name, List<Expr> args, BindContext bind, boolean subtract) {
        Unit unit = unit(args.get(2));
        Expr date = args.getFirst();
        SqlType from = date.type();
        int digits = from.isTemporal() ? from.scale() : 0;
        if (unit.hasMicroseconds()) {
            digits = 6;
        } else if (unit == Unit.SECOND) {
            digits = Math.max(digits, fraction(args.get(1)));
        }
        int scale = digits;
        return switch (from.kind()) {
            case DATE -> {
                boolean stays = unit.isOfDays();
                yield new Call.OfLong(
                        name,
                        args,
                        bind,
                        stays ? SqlType.DATE : SqlType.datetime(scale),
                        true,
                        (x, ctx) -> {
                            long result = added(x, unit, subtract, ctx);
                            return ctx.wasNull || !stays ? result : Temporal.datetimeToDate(result);
                        });
            }
            case TIME -> {
                if (unit.first >= 2 && unit != Unit.WEEK) {
                    yield new Call.OfLong(
                            name,
                            args,
                            bind,
                            SqlType.time(scale),
                            true,
                            (x, ctx) -> addedToTime(x, unit, subtract, ctx));
                }
                yield new Call.OfLong(
                        name,
                        args,
                        bind,
                        SqlType.datetime(scale),
                        true,
                        (x, ctx) -> added(x, unit, subtract, ctx));
            }
            case DATETIME, TIMESTAMP, YEAR, TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL ->
                    from.kind().hasDate()
                            ? new Call.OfLong(
                                    name,
                                    args,
                                    bind,
                                    SqlType.datetime(scale),
                                    true,
                                    (x, ctx) -> added(x, unit, subtract, ctx))
                            : addedText(name, args, bind, unit, subtract);
            default -> addedText(name, args, bind, unit, subtract);
        };
    }

    /** Text stays text: a date if it was one and the unit is of days. */
    private static Expr addedText(
            String name, List<Expr> args, BindContext bind, Unit unit, boolean subtract) {
        return Results.ascii(
                name,
                args,
                bind,
                26,
                (x, ctx) -> {
                    byte[] text = x[0].evalBytes(ctx);
                    if (text == null) {
                        return null;
                    }
                    TemporalParser parser = new TemporalParser();
                    parser.datetime(text, 0, text.length, ctx.sqlMode());
                    boolean dateOnly = parser.isDateOnly();
                    long result = added(x, unit, subtract, ctx);
                    if (ctx.wasNull) {
                        return null;
                    }
                    if (dateOnly && unit.isOfDays()) {
                        return Temporal.text(Temporal.datetimeToDate(result), SqlType.DATE);
                    }
                    int digits = Temporal.micros(result) != 0 || unit.hasMicroseconds() ? 6 : 0;
                    return Temporal.text(result, SqlType.datetime(digits));
                });
    }

    /** Fractional digits of an expression's value as seconds. */
    static int fraction(Expr expr) {
        SqlType type = expr.type();
        if (type.isTemporal() || type.kind() == TypeKind.DECIMAL) {
            return Math.min(6, type.scale());
        }
        if (type.isFloating()) {
            return type.scale() == SqlType.NOT_FIXED ? 6 : Math.min(6, type.scale());
        }
        if (!type.isString()) {
            return 0;
        }
        if (expr instanceof Literal literal && literal.value() instanceof byte[] text) {
            String s = Values.string(text);
            int point = s.lastIndexOf('.');
            return point < 0 ? 0 : Math.min(6, s.length() - point - 1);
        }
        return 6;
    }

    private static long added(Expr[] x, Unit unit, boolean subtract, EvalContext ctx) {
        long date = x[0].evalDatetime(ctx);
        if (ctx.wasNull) {
            return 0;
        }
        Interval interval = Interval.of(x[1], unit, ctx);
        if (interval == null) {
            ctx.wasNull = true;
            return 0;
        }
        ctx.wasNull = false;
        boolean zero = Temporal.month(date) == 0 || (Temporal.day(date) == 0 && unit.last > 1);
        long result =
                zero ? Temporal.INVALID : (subtract ? interval.negated() : interval).addTo(date);
        if (result == Temporal.INVALID) {
            if (!zero) {
                ctx.warn(MySqlError.ER_DATETIME_FUNCTION_OVERFLOW, "datetime");
            }
            ctx.wasNull = true;
            return 0;
        }
        return result;
    }

    private static long addedToTime(Expr[] x, Unit unit, boolean subtract, EvalContext ctx) {
        long time = x[0].evalTime(ctx);
        if (ctx.wasNull) {
            return 0;
        }
        Interval interval = Interval.of(x[1], unit, ctx);
        if (interval == null) {
            ctx.wasNull = true;
            return 0;
        }
        ctx.wasNull = false;
        long micros =
                Temporal.timeMicros(time) + (subtract ? -interval.micros() : interval.micros());
        if (Math.abs(micros) > 838 * 3_600_000_000L + 3_599_000_000L + 999_999L) {
            ctx.warn(MySqlError.ER_DATETIME_FUNCTION_OVERFLOW, "time");
            ctx.wasNull = true;
            return 0;
        }
        return Temporal.timeOfMicros(micros);
    }

    private static Expr difference(List<Expr> args, BindContext bind) {
        Unit unit = unit(args.getFirst());
        return Results.nullableLong(
                "TIMESTAMPDIFF",
                args,
                bind,
                21,
                (x, ctx) -> {
                    long from = realDate(x[1], ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    long to = realDate(x[2], ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    return switch (unit) {
                        case YEAR -> monthsBetween(from, to) / 12;
                        case QUARTER -> monthsBetween(from, to) / 3;
                        case MONTH -> monthsBetween(from, to);
                        default -> microsBetween(from, to) / microsOf(unit);
                    };
                });
    }

    private static long microsOf(Unit unit) {
        return switch (unit) {
            case WEEK -> 604_800_000_000L;
            case DAY -> 86_400_000_000L;
            case HOUR -> 3_600_000_000L;
            case MINUTE -> 60_000_000L;
            case SECOND -> 1_000_000L;
            default -> 1;
        };
    }

    private static long microsBetween(long from, long to) {
        return (Temporal.dayNumberOf(to) - Temporal.dayNumberOf(from)) * 86_400_000_000L
                + Temporal.microsOfDay(to)
                - Temporal.microsOfDay(from);
    }

    private static long monthsBetween(long from, long to) {
        if (from > to) {
            return -monthsBetween(to, from);
        }
        long months =
                (Temporal.year(to) - Temporal.year(from)) * 12L
                        + Temporal.month(to)
                        - Temporal.month(from);
        long rest = (1L << 46) - 1;
        return (to & rest) < (from & rest) ? months - 1 : months;
    }

    private static Expr timeDifference(List<Expr> args, BindContext bind) {
        int digits = Math.max(fraction(args.get(0)), fraction(args.get(1)));
        return new Call.OfLong(
                "TIMEDIFF",
                args,
                bind,
                SqlType.time(digits),
                true,
                (x, ctx) -> {
                    boolean dates = isDatetime(x[0], ctx);
                    if (dates != isDatetime(x[1], ctx)) {
                        ctx.wasNull = true;
                        return 0;
                    }
                    long micros;
                    if (dates) {
                        long a = x[0].evalDatetime(ctx);
                        if (ctx.wasNull) {
                            return 0;
                        }
                        long b = x[1].evalDatetime(ctx);
                        micros = ctx.wasNull ? 0 : microsBetween(b, a);
                    } else {
                        long a = x[0].evalTime(ctx);
                        if (ctx.wasNull) {
                            return 0;
                        }
                        long b = x[1].evalTime(ctx);
                        micros = ctx.wasNull ? 0 : Temporal.timeMicros(a) - Temporal.timeMicros(b);
                    }
                    return ctx.wasNull ? 0 : limitedTime(micros, ctx);
                });
    }

    private static long limitedTime(long micros, EvalContext ctx) {
        long most = Temporal.timeMicros(Temporal.MAX_TIME);
        if (Math.abs(micros) > most) {
            byte[] shown = Values.utf8(micros / 3_600_000_000L + ":00:00");
            ctx.warn(MySqlError.ER_TRUNCATED_WRONG_VALUE, "time", Values.shown(shown));
            ctx.wasNull = false;
            return micros < 0 ? -Temporal.MAX_TIME : Temporal.MAX_TIME;
        }
        return Temporal.timeOfMicros(micros);
    }

    /** Whether a value has a date and a time; text is looked at. */
    private static boolean isDatetime(Expr expr, EvalContext ctx) {
        if (expr.type().kind() == TypeKind.DATETIME || expr.type().kind() == TypeKind.TIMESTAMP) {
            return true;
        }
        if (!expr.type().isString()) {
            return expr.type().kind() == TypeKind.DATE;
        }
        byte[] text = expr.evalBytes(ctx);
        if (text == null || text.length < 11) {
            return false;
        }
        TemporalParser parser = new TemporalParser();
        return parser.datetime(text, 0, text.length, ctx.sqlMode()) != Temporal.INVALID
                && !parser.isDateOnly();
    }

    private static Expr addTime(String name, List<Expr> args, BindContext bind, int sign) {
        SqlType from = args.getFirst().type();
        int digits = Math.max(fraction(args.get(0)), fraction(args.get(1)));
        if (from.kind() == TypeKind.DATETIME || from.kind() == TypeKind.TIMESTAMP) {
            return new Call.OfLong(
                    name,
                    args,
                    bind,
                    SqlType.datetime(digits),
                    true,
                    (x, ctx) -> {
                        long d = x[0].evalDatetime(ctx);
                        if (ctx.wasNull) {
                            return 0;
                        }
                        long t = x[1].evalTime(ctx);
                        if (ctx.wasNull) {
                            return 0;
                        }
                        long result = Temporal.addMicros(d, sign * Temporal.timeMicros(t));
                        ctx.wasNull = result == Temporal.INVALID;
                        return result;
                    });
        }
        if (from.kind() == TypeKind.TIME) {
            return new Call.OfLong(
                    name,
                    args,
                    bind,
                    SqlType.time(digits),
                    true,
                    (x, ctx) -> {
                        long a = x[0].evalTime(ctx);
                        if (ctx.wasNull) {
                            return 0;
                        }
                        long b = x[1].evalTime(ctx);
                        return ctx.wasNull
                                ? 0
                                : limitedTime(
                                        Temporal.timeMicros(a) + sign * Temporal.timeMicros(b),
                                        ctx);
                    });
        }
        return Results.ascii(name, args, bind, 26, (x, ctx) -> addTimeText(x, sign, ctx));
    }

    private static byte @Nullable [] addTimeText(Expr[] x, int sign, EvalContext ctx) {
        if (x[1].type().kind().hasDate()) {
            return null;
        }
        boolean datetime = isDatetime(x[0], ctx);
        long first = datetime ? x[0].evalDatetime(ctx) : x[0].evalTime(ctx);
        if (ctx.wasNull) {
            return null;
        }
        long second = x[1].evalTime(ctx);
        if (ctx.wasNull) {
            return null;
        }
        long micros = sign * Temporal.timeMicros(second);
        if (datetime) {
            long result = Temporal.addMicros(first, micros);
            return result == Temporal.INVALID
                    ? null
                    : Temporal.text(result, SqlType.datetime(Temporal.micros(result) != 0 ? 6 : 0));
        }
        long result = limitedTime(Temporal.timeMicros(first) + micros, ctx);
        int digits = Temporal.micros(Math.abs(result)) != 0 ? 6 : 0;
        return Temporal.text(result, SqlType.time(digits));
    }

    // ---- conversions ---------------------------------------------------------------------

    private static void registerConversions(FunctionRegistry.Registrar to) {
        to.add(
                "DATE",
                1,
                1,
                (a, b) ->
                        new Call.OfLong(
                                "DATE",
                                a,
                                b,
                                SqlType.DATE,
                                true,
                                (x, ctx) -> {
                                    long d = x[0].evalDatetime(ctx);
                                    return ctx.wasNull ? 0 : Temporal.datetimeToDate(d);
                                }));
        to.add(
                "TIME",
                1,
                1,
                (a, b) ->
                        new Call.OfLong(
                                "TIME",
                                a,
                                b,
                                SqlType.time(fraction(a.getFirst())),
                                true,
                                (x, ctx) -> x[0].evalTime(ctx)));
        to.add("TIMESTAMP", 1, 2, DateFunctions::timestamp);
        to.add(
                "MAKEDATE",
                2,
                2,
                (a, b) ->
                        new Call.OfLong(
                                "MAKEDATE", a, b, SqlType.DATE, true, DateFunctions::makeDate));
        to.add("MAKETIME", 3, 3, DateFunctions::makeTime);
        to.add(
                "FROM_DAYS",
                1,
                1,
                (a, b) ->
                        new Call.OfLong(
                                "FROM_DAYS",
                                a,
                                b,
                                SqlType.DATE,
                                true,
                                (x, ctx) -> {
                                    long n = x[0].evalLong(ctx);
                                    if (ctx.wasNull) {
                                        return 0;
                                    }
                                    long date = Temporal.dateOfDayNumber(n);
                                    return date == Temporal.INVALID ? 0 : date;
                                }));
        to.add(
                "SEC_TO_TIME",
                1,
                1,
                (a, b) -> {
                    int digits = fraction(a.getFirst());
                    return new Call.OfLong(
                            "SEC_TO_TIME",
                            a,
                            b,
                            SqlType.time(digits),
                            true,
                            (x, ctx) -> {
                                BigDecimal seconds = x[0].evalDecimal(ctx);
                                ctx.wasNull = seconds == null;
                                if (seconds == null) {
                                    return 0;
                                }
                                long micros = Numbers.toLong(seconds.movePointRight(6), false);
                                return Temporal.roundTime(limitedTime(micros, ctx), digits);
                            });
                });
        to.add("UNIX_TIMESTAMP", 0, 1, DateFunctions::unixTimestamp);
        to.add("FROM_UNIXTIME", 1, 2, DateFunctions::fromUnixTime);
        to.add(
                "CONVERT_TZ",
                3,
                3,
                (a, b) -> {
                    int digits =
                            a.getFirst().type().isTemporal()
                                    ? a.getFirst().type().scale()
                                    : fraction(a.getFirst());
                    return new Call.OfLong(
                            "CONVERT_TZ",
                            a,
                            b,
                            SqlType.datetime(digits),
                            true,
                            DateFunctions::convertZone);
                });
    }

    private static Expr timestamp(List<Expr> args, BindContext bind) {
        int digits = fraction(args.getFirst());
        if (args.size() > 1) {
            digits = Math.max(digits, fraction(args.get(1)));
        }
        return new Call.OfLong(
                "TIMESTAMP",
                args,
                bind,
                SqlType.datetime(digits),
                true,
                (x, ctx) -> {
                    long d = x[0].evalDatetime(ctx);
                    if (ctx.wasNull || x.length == 1) {
                        return d;
                    }
                    long t = x[1].evalTime(ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    long result = Temporal.addMicros(d, Temporal.timeMicros(t));
                    ctx.wasNull = result == Temporal.INVALID;
                    return result;
                });
    }

    private static long makeDate(Expr[] x, EvalContext ctx) {
        long year = x[0].evalLong(ctx);
        if (ctx.wasNull) {
            return 0;
        }
        long day = x[1].evalLong(ctx);
        if (ctx.wasNull) {
            return 0;
        }
        ctx.wasNull = true;
        if (day <= 0 || year < 0 || year > 9999) {
            return 0;
        }
        int y = (int) (year < 70 ? year + 2000 : year < 100 ? year + 1900 : year);
        long date = Temporal.dateOfDayNumber(Temporal.dayNumber(y, 1, 1) + day - 1);
        ctx.wasNull = date == Temporal.INVALID;
        return date;
    }

    private static Expr makeTime(List<Expr> args, BindContext bind) {
        int digits = fraction(args.get(2));
        return new Call.OfLong(
                "MAKETIME",
                args,
                bind,
                SqlType.time(digits),
                true,
                (x, ctx) -> {
                    long hour = x[0].evalLong(ctx);
                    boolean missing = ctx.wasNull;
                    long minute = x[1].evalLong(ctx);
                    missing |= ctx.wasNull;
                    BigDecimal second = x[2].evalDecimal(ctx);
                    ctx.wasNull = true;
                    if (missing
                            || second == null
                            || minute < 0
                            || minute > 59
                            || second.signum() < 0
                            || second.compareTo(BigDecimal.valueOf(60)) >= 0) {
                        return 0;
                    }
                    ctx.wasNull = false;
                    if (Math.abs(hour) > 838) {
                        ctx.warn(
                                MySqlError.ER_TRUNCATED_WRONG_VALUE,
                                "time",
                                hour + ":" + minute + ":" + second.toPlainString());
                        ctx.wasNull = false;
                        return hour < 0 ? -Temporal.MAX_TIME : Temporal.MAX_TIME;
                    }
                    long micros =
                            (Math.abs(hour) * 60 + minute) * 60_000_000L
                                    + second.movePointRight(6)
                                            .setScale(0, RoundingMode.HALF_UP)
                                            .longValue();
                    return Temporal.timeOfMicros(hour < 0 ? -micros : micros);
                });
    }

    private static Expr unixTimestamp(List<Expr> args, BindContext bind) {
        if (args.isEmpty()) {
            return new Call.OfLong(
                    "UNIX_TIMESTAMP",
                    args,
                    bind,
                    SqlType.integerOfWidth(11, false),
                    false,
                    (x, ctx) -> {
                        ctx.wasNull = false;
                        return Math.floorDiv(ctx.nowMicros(), 1_000_000L);
                    });
        }
        int digits = fraction(args.getFirst());
        if (digits == 0) {
            return Results.nullableLong(
                    "UNIX_TIMESTAMP",
                    args,
                    bind,
                    11,
                    (x, ctx) -> {
                        long micros = epoch(x[0], ctx);
                        return ctx.wasNull ? 0 : Math.floorDiv(micros, 1_000_000L);
                    });
        }
        return new Call.OfDecimal(
                "UNIX_TIMESTAMP",
                args,
                bind,
                SqlType.decimal(11 + digits, digits),
                true,
                (x, ctx) -> {
                    long micros = epoch(x[0], ctx);
                    return ctx.wasNull
                            ? null
                            : BigDecimal.valueOf(micros, 6).setScale(digits, RoundingMode.DOWN);
                });
    }

    /** 0 for times that a TIMESTAMP cannot be. */
    private static long epoch(Expr expr, EvalContext ctx) {
        long d = expr.evalDatetime(ctx);
        if (ctx.wasNull || Temporal.month(d) == 0 || Temporal.day(d) == 0) {
            return 0;
        }
        long micros = Temporal.epochMicrosOfLocal(d, ctx.timeZone());
        return micros < 0 || micros > 32_536_771_199_999_999L ? 0 : micros;
    }

    private static Expr fromUnixTime(List<Expr> args, BindContext bind) {
        int digits = args.getFirst().type().isString() ? 6 : fraction(args.getFirst());
        Expr datetime =
                new Call.OfLong(
                        "FROM_UNIXTIME",
                        args.subList(0, 1),
                        bind,
                        SqlType.datetime(digits),
                        true,
                        (x, ctx) -> {
                            BigDecimal seconds = x[0].evalDecimal(ctx);
                            ctx.wasNull = seconds == null;
                            if (seconds == null) {
                                return 0;
                            }
                            long micros =
                                    Numbers.toLong(
                                            seconds.movePointRight(6)
                                                    .setScale(0, RoundingMode.HALF_UP),
                                            false);
                            if (micros < 0 || micros > 32_536_771_199_999_999L) {
                                ctx.wasNull = true;
                                return 0;
                            }
                            return Temporal.roundDatetime(
                                    Temporal.localOfEpochMicros(micros, ctx.timeZone()), digits);
                        });
        return args.size() == 1
                ? datetime
                : FunctionRegistry.resolve("DATE_FORMAT", List.of(datetime, args.get(1)), bind);
    }

    private static long convertZone(Expr[] x, EvalContext ctx) {
        long d = realDate(x[0], ctx);
        if (ctx.wasNull) {
            return 0;
        }
        ZoneId from = zone(x[1], ctx);
        ZoneId to = zone(x[2], ctx);
        if (from == null || to == null) {
            ctx.wasNull = true;
            return 0;
        }
        ctx.wasNull = false;
        long micros = Temporal.epochMicrosOfLocal(d, from);
        return micros < 0 || micros > 32_536_771_199_999_999L
                ? d
                : Temporal.localOfEpochMicros(micros, to);
    }

    private static @Nullable ZoneId zone(Expr expr, EvalContext ctx) {
        byte[] name = expr.evalBytes(ctx);
        return name == null ? null : zone(Values.string(name));
    }

    /** A zone as MySQL names it: SYSTEM, an offset such as +05:30, or a name; null if unknown. */
    static @Nullable ZoneId zone(String name) {
        if (name.equalsIgnoreCase("SYSTEM")) {
            return ZoneId.systemDefault();
        }
        try {
            if (name.startsWith("+") || name.startsWith("-")) {
                String padded =
                        name.length() == 5 ? name.charAt(0) + "0" + name.substring(1) : name;
                return ZoneOffset.of(padded);
            }
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            // Unknown: null by definition of the functions that ask.
            return null;
        }
    }
}
