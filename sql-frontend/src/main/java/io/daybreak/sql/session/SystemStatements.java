package io.daybreak.sql.session;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.quorum.api.Fault;
import io.daybreak.quorum.api.FaultInjection;
import io.daybreak.quorum.api.FaultTarget;
import io.daybreak.quorum.api.Volume;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.IntervalUnit;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.Statement.FaultPlace;
import java.time.Duration;
import java.util.Locale;

/** ALTER SYSTEM: Aurora's fault injection. Stateless. */
final class SystemStatements {
    private static final String PRIVILEGE = "SYSTEM_VARIABLES_ADMIN";
    private static final long AMOUNT_MAX = 1_000_000_000;
    private static final long DELAY_MILLIS_MAX = 3_600_000;

    private SystemStatements() {}

    static void run(Statement.SystemStatement statement, SessionContext context) {
        if (!context.grants().global(Privilege.SUPER)
                && !context.grants().dynamic().contains(PRIVILEGE)) {
            throw new SqlException(
                    MySqlError.ER_SPECIFIC_ACCESS_DENIED_ERROR, "SUPER or " + PRIVILEGE);
        }
        switch (statement) {
            case Statement.SystemCrash _ -> crash(context);
            case Statement.EndFaults _ -> faults(context).endAll();
            case Statement.SystemFault fault -> simulate(fault, context);
        }
    }

    /**
     * Instance, dispatcher and storage nodes share a process here: whichever is named, all of them
     * die.
     */
    private static void crash(SessionContext context) {
        Runnable crash = context.crash();
        if (crash == null) {
            throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, "ALTER SYSTEM CRASH");
        }
        crash.run();
    }

    private static FaultInjection faults(SessionContext context) {
        try {
            return volume(context).faults();
        } catch (UnsupportedOperationException _) {
            throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, "ALTER SYSTEM SIMULATE");
        }
    }

    private static Volume volume(SessionContext context) {
        return context.catalog().engine().volume();
    }

    private static void simulate(Statement.SystemFault statement, SessionContext context) {
        if (statement.percent() < 0 || statement.percent() > 100) {
            throw wrong("a percentage is between 0 and 100, not " + statement.percent());
        }
        if (statement.kind() == Statement.FaultKind.READ_REPLICA_FAILURE) {
            throw wrong("there is no read replica that could fail");
        }
        Fault fault = fault(statement);
        FaultTarget target = target(statement.place(), volume(context));
        try {
            faults(context).inject(fault, target, duration(statement));
        } catch (IllegalStateException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static Fault fault(Statement.SystemFault statement) {
        return switch (statement.kind()) {
            case CRASH -> new Fault.Dead();
            case HANG -> new Fault.Hung();
            case DISK_FULL -> new Fault.Full();
            case DISK_FAILURE -> new Fault.Failing(statement.percent());
            case DISK_CONGESTION -> {
                long min = statement.minMillis();
                long max = statement.maxMillis();
                if (max < min || max > DELAY_MILLIS_MAX) {
                    throw wrong(
                            "a delay between "
                                    + min
                                    + " and "
                                    + max
                                    + " milliseconds: the second is not below the first, and at"
                                    + " most "
                                    + DELAY_MILLIS_MAX);
                }
                yield new Fault.Slow(statement.percent(), min, max);
            }
            case READ_REPLICA_FAILURE -> throw new IllegalArgumentException("not storage's");
        };
    }

    private static FaultTarget target(FaultPlace place, Volume volume) {
        return switch (place) {
            case FaultPlace.Everywhere _ -> new FaultTarget.Everything();
            case FaultPlace.Node(long index) -> {
                check("NODE", index, SegmentId.REPLICAS);
                yield new FaultTarget.Node((int) index);
            }
            case FaultPlace.Segment(long index) -> {
                check("DISK", index, volume.status().segments().size());
                yield new FaultTarget.Segment(
                        (int) (index / SegmentId.REPLICAS), (int) (index % SegmentId.REPLICAS));
            }
            case FaultPlace.Zone(String name) -> {
                if (!name.toLowerCase(Locale.ROOT).matches("az[1-3]")) {
                    throw wrong("there is no zone '" + name + "'; the zones are az1, az2 and az3");
                }
                yield new FaultTarget.Zone(name.charAt(2) - '0');
            }
        };
    }

    private static void check(String what, long index, long count) {
        if (index < 0 || index >= count) {
            throw wrong(
                    what + " index " + index + " is out of range; the maximum is " + (count - 1));
        }
    }

    private static Duration duration(Statement.SystemFault statement) {
        if (statement.amount() > AMOUNT_MAX) {
            throw wrong("an interval of " + statement.amount() + " is too long");
        }
        return Duration.ofSeconds(statement.amount() * seconds(statement.unit()));
    }

    private static long seconds(IntervalUnit unit) {
        return switch (unit) {
            case SECOND -> 1;
            case MINUTE -> 60;
            case HOUR -> 3_600;
            case DAY -> 86_400;
            case WEEK -> 7 * 86_400;
            case MONTH -> 30 * 86_400;
            case QUARTER -> 91 * 86_400;
            case YEAR -> 365 * 86_400;
            default -> throw new IllegalArgumentException(unit + " is not for faults");
        };
    }

    private static SqlException wrong(String why) {
        return new SqlException(MySqlError.ER_UNKNOWN_ERROR, "ALTER SYSTEM: " + why);
    }
}
