package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session knows of itself, locks, waiting, and functions that only pass a value on. */
final class SessionFunctions {
    /** What one evaluation of BENCHMARK's expression counts as, at least. */
    private static final int BENCHMARKED_WORK = 1024;

    private SessionFunctions() {}

    private interface Fact {
        @Nullable String of(EvalContext ctx);
    }

    static void register(FunctionRegistry.Registrar to) {
        info(to, "VERSION", 60, EvalContext::version);
        info(to, "AURORA_VERSION", 60, EvalContext::auroraVersion);
        info(to, "DATABASE", 64, EvalContext::schema);
        info(to, "SCHEMA", 64, EvalContext::schema);
        info(to, "USER", 288, EvalContext::user);
        info(to, "SESSION_USER", 288, EvalContext::user);
        info(to, "SYSTEM_USER", 288, EvalContext::user);
        info(to, "CURRENT_USER", 288, EvalContext::currentUser);
        info(to, "CURRENT_ROLE", 288, ctx -> "NONE");
        number(to, "CONNECTION_ID", true, EvalContext::connectionId);
        number(to, "ROW_COUNT", false, EvalContext::rowCount);
        number(to, "FOUND_ROWS", false, EvalContext::foundRows);
        number(to, "RELEASE_ALL_LOCKS", true, EvalContext::releaseAllLocks);
        to.add("LAST_INSERT_ID", 0, 1, SessionFunctions::lastInsertId);
        to.add(
                "SLEEP",
                1,
                1,
                (a, b) -> Results.nullableLong("SLEEP", a, b, 21, SessionFunctions::sleep));
        to.add(
                "BENCHMARK",
                2,
                2,
                (a, b) -> Results.nullableLong("BENCHMARK", a, b, 1, SessionFunctions::benchmark));
        to.add(
                "GET_LOCK",
                2,
                2,
                (a, b) ->
                        Results.nullableLong(
                                "GET_LOCK",
                                a,
                                b,
                                21,
                                (x, ctx) -> {
                                    String name = lockName(x[0], ctx);
                                    double seconds = x[1].evalDouble(ctx);
                                    return unboxed(
                                            ctx.getLock(name, ctx.wasNull ? 0 : seconds), ctx);
                                }));
        to.add(
                "RELEASE_LOCK",
                1,
                1,
                (a, b) ->
                        Results.nullableLong(
                                "RELEASE_LOCK",
                                a,
                                b,
                                21,
                                (x, ctx) -> unboxed(ctx.releaseLock(lockName(x[0], ctx)), ctx)));
        to.add(
                "IS_FREE_LOCK",
                1,
                1,
                (a, b) ->
                        Results.nullableLong(
                                "IS_FREE_LOCK",
                                a,
                                b,
                                21,
                                (x, ctx) -> {
                                    Long holder = ctx.lockHolder(lockName(x[0], ctx));
                                    ctx.wasNull = false;
                                    return holder == null ? 1 : 0;
                                }));
        to.add(
                "IS_USED_LOCK",
                1,
                1,
                (a, b) ->
                        Results.nullableLong(
                                "IS_USED_LOCK",
                                a,
                                b,
                                21,
                                (x, ctx) -> unboxed(ctx.lockHolder(lockName(x[0], ctx)), ctx)));
        to.add("NAME_CONST", 2, 2, (a, b) -> a.get(1));
        to.add("ANY_VALUE", 1, 1, (a, b) -> a.getFirst());
        to.add("CONVERT_USING", 2, 2, SessionFunctions::convertUsing);
        to.add(
                "FORMAT_BYTES",
                1,
                1,
                (a, b) -> Results.ascii("FORMAT_BYTES", a, b, 11, SessionFunctions::formatBytes));
    }

    private static long unboxed(@Nullable Long value, EvalContext ctx) {
        ctx.wasNull = value == null;
        return value == null ? 0 : value;
    }

    static Collation systemCollation() {
        Collation collation = Collations.byName("utf8mb3_general_ci");
        return collation == null ? Collations.UTF8MB4_BIN : collation;
    }

    private static void info(FunctionRegistry.Registrar to, String name, int length, Fact info) {
        to.add(
                name,
                0,
                0,
                (a, b) ->
                        new Call.OfBytes(
                                name,
                                a,
                                b,
                                SqlType.varchar(length, systemCollation()),
                                true,
                                3,
                                (x, ctx) -> {
                                    String text = info.of(ctx);
                                    return text == null ? null : Values.utf8(text);
                                }));
    }

    private interface Count {
        long of(EvalContext ctx);
    }

    private static void number(
            FunctionRegistry.Registrar to, String name, boolean unsigned, Count number) {
        to.add(
                name,
                0,
                0,
                (a, b) ->
                        new Call.OfLong(
                                name,
                                a,
                                b,
                                SqlType.integerOfWidth(21, unsigned),
                                false,
                                (x, ctx) -> {
                                    long value = number.of(ctx);
                                    ctx.wasNull = false;
                                    return value;
                                }));
    }

    private static Expr lastInsertId(List<Expr> args, BindContext bind) {
        return new Call.OfLong(
                "LAST_INSERT_ID",
                args,
                bind,
                SqlType.integerOfWidth(21, true),
                !args.isEmpty(),
                (x, ctx) -> {
                    if (x.length == 0) {
                        ctx.wasNull = false;
                        return ctx.lastInsertId();
                    }
                    long id = x[0].evalLong(ctx);
                    boolean wasNull = ctx.wasNull;
                    ctx.setLastInsertId(wasNull ? 0 : id);
                    ctx.wasNull = wasNull;
                    return id;
                });
    }

    private static long sleep(Expr[] x, EvalContext ctx) {
        double seconds = x[0].evalDouble(ctx);
        if (ctx.wasNull || seconds < 0) {
            throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, "sleep.");
        }
        long result = ctx.sleep(seconds);
        ctx.wasNull = false;
        return result;
    }

    private static long benchmark(Expr[] x, EvalContext ctx) {
        long times = x[0].evalLong(ctx);
        if (ctx.wasNull || times < 0) {
            ctx.wasNull = true;
            return 0;
        }
        ctx.requireBlocking();
        for (long i = 0; i < times; i++) {
            Object ignored = x[1].eval(ctx);
            ctx.spend(ignored == ctx ? 0 : BENCHMARKED_WORK);
        }
        ctx.wasNull = false;
        return 0;
    }

    private static String lockName(Expr expr, EvalContext ctx) {
        byte[] name = expr.evalBytes(ctx);
        if (name == null || name.length == 0) {
            throw new SqlException(MySqlError.ER_USER_LOCK_WRONG_NAME, name == null ? "NULL" : "");
        }
        String text = Values.string(name);
        if (text.length() > 64) {
            throw new SqlException(MySqlError.ER_USER_LOCK_WRONG_NAME, text);
        }
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    private static Expr convertUsing(List<Expr> args, BindContext bind) {
        if (args.get(1) instanceof Literal literal && literal.value() instanceof byte[] name) {
            var set = io.daybreak.sql.types.CharacterSet.byName(Values.string(name));
            if (set != null) {
                return Exprs.convertUsing(args.getFirst(), set);
            }
            throw new SqlException(MySqlError.ER_UNKNOWN_CHARACTER_SET, Values.string(name));
        }
        throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, "convert");
    }

    private static byte @Nullable [] formatBytes(Expr[] x, EvalContext ctx) {
        double v = x[0].evalDouble(ctx);
        if (ctx.wasNull) {
            return null;
        }
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        int unit = 0;
        while (Math.abs(v) >= 1024 && unit < units.length - 1) {
            v /= 1024;
            unit++;
        }
        String text =
                unit == 0
                        ? String.format(java.util.Locale.ROOT, "%4d %s", (long) v, units[0])
                        : String.format(java.util.Locale.ROOT, "%.2f %s", v, units[unit]);
        return Values.utf8(text);
    }
}
