package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that make dates and times of other values, and other values of them. */
final class DateConversions {
    private DateConversions() {}

    static void register(FunctionRegistry.Registrar to) {
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
                                    long d = allowedDatetime(x[0], ctx);
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
                                SqlType.time(DateArithmetic.fraction(a.getFirst())),
                                true,
                                (x, ctx) -> x[0].evalTime(ctx)));
        to.add("TIMESTAMP", 1, 2, DateConversions::timestamp);
        to.add(
                "MAKEDATE",
                2,
                2,
                (a, b) ->
                        new Call.OfLong(
                                "MAKEDATE", a, b, SqlType.DATE, true, DateConversions::makeDate));
        to.add("MAKETIME", 3, 3, DateConversions::makeTime);
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
                    int digits = DateArithmetic.fraction(a.getFirst());
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
                                return Temporal.roundTime(
                                        DateArithmetic.limitedTime(micros, ctx), digits);
                            });
                });
        to.add("UNIX_TIMESTAMP", 0, 1, DateConversions::unixTimestamp);
        to.add("FROM_UNIXTIME", 1, 2, DateConversions::fromUnixTime);
        to.add(
                "CONVERT_TZ",
                3,
                3,
                (a, b) -> {
                    int digits =
                            a.getFirst().type().isTemporal()
                                    ? a.getFirst().type().scale()
                                    : DateArithmetic.fraction(a.getFirst());
                    return new Call.OfLong(
                            "CONVERT_TZ",
                            a,
                            b,
                            SqlType.datetime(digits),
                            true,
                            DateConversions::convertZone);
                });
    }

    /** A date that the SQL mode forbids, which a column may hold all the same, is null. */
    static long allowedDatetime(Expr expr, EvalContext ctx) {
        long datetime = expr.evalDatetime(ctx);
        if (!ctx.wasNull && expr.type().kind().hasDate()) {
            ctx.wasNull =
                    !Temporal.isValidDate(
                            Temporal.year(datetime),
                            Temporal.month(datetime),
                            Temporal.day(datetime),
                            ctx.sqlMode());
        }
        return ctx.wasNull ? 0 : datetime;
    }

    private static Expr timestamp(List<Expr> args, BindContext bind) {
        int digits = DateArithmetic.fraction(args.getFirst());
        if (args.size() > 1) {
            digits = Math.max(digits, DateArithmetic.fraction(args.get(1)));
        }
        return new Call.OfLong(
                "TIMESTAMP",
                args,
                bind,
                SqlType.datetime(digits),
                true,
                (x, ctx) -> {
                    long d = allowedDatetime(x[0], ctx);
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
        int digits = DateArithmetic.fraction(args.get(2));
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
        int digits = DateArithmetic.fraction(args.getFirst());
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
        int digits =
                args.getFirst().type().isString() ? 6 : DateArithmetic.fraction(args.getFirst());
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
        long d = DateParts.realDate(x[0], ctx);
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
