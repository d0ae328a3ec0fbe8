package io.daybreak.sql.expr;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.types.ConversionContext;
import io.daybreak.sql.types.SqlType;
import java.time.ZoneId;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an expression sees while it is evaluated: the rows it stands on, parameters, and the
 * session. Owned by the thread that runs the statement.
 *
 * <p>{@code rows[0]} is the operator's current row; a plan numbers the others as it likes (outer
 * rows of correlated subqueries).
 */
public abstract class EvalContext implements ConversionContext {
    /** About a millisecond's. */
    private static final long WORK_BETWEEN_LOOKS = 1 << 20;

    /** What {@link #spend} may take before it looks again. */
    private long workLeft;

    /** Whether the last primitive evaluation was null. Set by each of them. */
    public boolean wasNull;

    /** For {@link Expr#evalSlice}: holds a value until the next evaluation. */
    final ByteSlice slice = new ByteSlice();

    /** For {@link Expr#evalLongs}: holds values until the next evaluation. */
    final LongVector longs = new LongVector();

    /** The current rows by input number. */
    public RowReader[] rows = new RowReader[8];

    /** Differs for each execution of a statement in this process: a key for per-run caches. */
    public long executionId;

    /** A parameter's or lifted literal's value, in the class of its type. */
    public abstract @Nullable Object parameter(int ordinal);

    /** The statement's start in microseconds since 1970 UTC; the same for all of a statement. */
    @Override
    public abstract long nowMicros();

    @Override
    public abstract ZoneId timeZone();

    @Override
    public abstract long sqlMode();

    /** Adds a warning to the session's list; in strict DML it may be thrown as an error. */
    @Override
    public abstract void warn(MySqlError error, Object... arguments);

    /** Adds a note. */
    @Override
    public void note(MySqlError error, Object... arguments) {
        warn(error, arguments);
    }

    /** {@code @name}; null for one that was never set. */
    public @Nullable UserVariable userVariable(String name) {
        return null;
    }

    public void setUserVariable(String name, UserVariable value) {
        throw new UnsupportedOperationException("user variables need a session");
    }

    /** LAST_INSERT_ID(). */
    public long lastInsertId() {
        return 0;
    }

    /** LAST_INSERT_ID(n). */
    public void setLastInsertId(long id) {}

    /** ROW_COUNT() of the previous statement. */
    public long rowCount() {
        return -1;
    }

    /** FOUND_ROWS() of the previous statement. */
    public long foundRows() {
        return 0;
    }

    public long connectionId() {
        return 0;
    }

    /** USER(): user and the host it came from. */
    public String user() {
        return "root@localhost";
    }

    /** CURRENT_USER(): the account. */
    public String currentUser() {
        return "root@localhost";
    }

    /** DATABASE(). */
    public @Nullable String schema() {
        return null;
    }

    public String version() {
        return "8.4.0";
    }

    public String auroraVersion() {
        return "3.0.0";
    }

    public int groupConcatMaxLength() {
        return 1024;
    }

    public long maxAllowedPacket() {
        return 67_108_864;
    }

    public int defaultWeekFormat() {
        return 0;
    }

    public RandomGenerator random() {
        return java.util.concurrent.ThreadLocalRandom.current();
    }

    /** Before what takes long; where a statement may not take long, throws WouldBlockException. */
    public void requireBlocking() {}

    /** SLEEP(): 0 after the time, 1 if interrupted; throws 1317 if the query was killed. */
    public long sleep(double seconds) {
        throw new UnsupportedOperationException("SLEEP needs a session");
    }

    /**
     * Throws 1317 if the statement was killed, 3024 if its time is over; long loops call it now and
     * then.
     */
    public void checkInterrupted() {}

    /**
     * Virtual threads share few carriers and are not preempted: who computes for long calls this
     * now and then.
     */
    public void letOthersRun() {}

    /**
     * A step inside one expression's evaluation took this much work (bytes, elements). Now and then
     * looks whether the statement should go on, and lets others run.
     */
    final void spend(long work) {
        workLeft -= work;
        if (workLeft < 0) {
            workLeft = WORK_BETWEEN_LOOKS;
            checkInterrupted();
            letOthersRun();
        }
    }

    /** GET_LOCK(): 1, 0 after the timeout. */
    public @Nullable Long getLock(String name, double timeoutSeconds) {
        throw new UnsupportedOperationException("GET_LOCK needs a session");
    }

    /** RELEASE_LOCK(): 1, 0 if another's, null if there is none. */
    public @Nullable Long releaseLock(String name) {
        throw new UnsupportedOperationException("RELEASE_LOCK needs a session");
    }

    /** RELEASE_ALL_LOCKS(). */
    public long releaseAllLocks() {
        return 0;
    }

    /** IS_USED_LOCK(): the connection that holds it, or null. */
    public @Nullable Long lockHolder(String name) {
        return null;
    }

    private final java.util.IdentityHashMap<Object, Object> windowStates =
            new java.util.IdentityHashMap<>();

    /** The running state of a window function in this evaluation. */
    final <T> @Nullable T windowState(Object owner, Class<T> kind) {
        return kind.cast(windowStates.get(owner));
    }

    final void setWindowState(Object owner, Object state) {
        windowStates.put(owner, state);
    }

    /** Forgets what window functions kept; when a statement ends. */
    public final void clearWindowStates() {
        windowStates.clear();
    }

    /** A value with its type, of a variable. */
    public record UserVariable(@Nullable Object value, SqlType type) {}
}
