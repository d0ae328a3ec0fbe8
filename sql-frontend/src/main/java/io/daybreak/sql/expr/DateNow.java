package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TypeKind;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Functions that give the current date and time. */
final class DateNow {
    private DateNow() {}

    static void register(FunctionRegistry.Registrar to) {
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
}
