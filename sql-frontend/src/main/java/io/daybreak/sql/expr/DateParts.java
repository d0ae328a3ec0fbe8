package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.expr.Interval.Unit;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.Values;
import java.util.List;
import java.util.Locale;

/** Functions that take dates and times apart. */
final class DateParts {
    private DateParts() {}

    private interface Part {
        long of(long packed);
    }

    static void register(FunctionRegistry.Registrar to) {
        ofDate(to, "MONTH", 2, Temporal::month);
        ofDate(to, "DAY", 2, Temporal::day);
        ofDate(to, "DAYOFMONTH", 2, Temporal::day);
        ofDate(to, "QUARTER", 1, d -> (Temporal.month(d) + 2) / 3);
        ofDate(to, "YEAR", 4, Temporal::year);
        ofRealDate(to, "DAYOFWEEK", 1, d -> weekday(d, true) + 1);
        ofRealDate(to, "WEEKDAY", 1, d -> weekday(d, false));
        ofRealDate(to, "DAYOFYEAR", 3, DateParts::dayOfYear);
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
        to.add("WEEK", 1, 2, DateParts::weekCall);
        to.add("YEARWEEK", 1, 2, DateParts::yearWeek);
        to.add("EXTRACT", 2, 2, DateParts::extract);
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
}
