package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.expr.Interval.Unit;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TemporalParser;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that add to dates and times, and take their differences. */
final class DateArithmetic {
    private DateArithmetic() {}

    static void register(FunctionRegistry.Registrar to) {
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
        to.add("TIMESTAMPDIFF", 3, 3, DateArithmetic::difference);
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
                                    long d = DateParts.realDate(x[0], ctx);
                                    if (ctx.wasNull) {
                                        return 0;
                                    }
                                    long e = DateParts.realDate(x[1], ctx);
                                    return ctx.wasNull
                                            ? 0
                                            : Temporal.dayNumberOf(d) - Temporal.dayNumberOf(e);
                                }));
        to.add("TIMEDIFF", 2, 2, DateArithmetic::timeDifference);
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
        Unit unit = DateParts.unit(args.get(2));
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
        return new Call.OfTemporalText(
                name,
                args,
                bind,
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
        Unit unit = DateParts.unit(args.getFirst());
        return Results.nullableLong(
                "TIMESTAMPDIFF",
                args,
                bind,
                21,
                (x, ctx) -> {
                    long from = DateParts.realDate(x[1], ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    long to = DateParts.realDate(x[2], ctx);
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

    static long limitedTime(long micros, EvalContext ctx) {
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
                        long d = DateConversions.allowedDatetime(x[0], ctx);
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
        return new Call.OfTemporalText(name, args, bind, (x, ctx) -> addTimeText(x, sign, ctx));
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
}
