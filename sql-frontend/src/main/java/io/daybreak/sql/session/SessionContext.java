package io.daybreak.sql.session;

import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.sql.account.AccountEntry;
import io.daybreak.sql.account.Accounts;
import io.daybreak.sql.account.Grants;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.catalog.TemporaryTables;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.plan.Planner;
import io.daybreak.sql.plan.PlanningContext;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A session's state as statements see it: what expressions, plans, DDL and SHOW ask for. Owned by
 * the session's thread, but for {@link #interrupt}.
 */
final class SessionContext extends ExecutionContext implements StatementContext {
    private static final long STATEMENT_MEMORY_BYTES = 256L << 20;
    private static final @Nullable Object[] NO_PARAMETERS = {};

    /** What a virtual thread computes before it lets others have its carrier. */
    private static final long RUN_NANOS = 2_000_000;

    private static final long SLEEP_STEP_MILLIS = 3_600_000;

    final Database database;
    final SessionVariables variables;
    final Warnings warnings = new Warnings();
    final TableLocks tableLocks = new TableLocks(this);
    private final TemporaryTables temporary;
    private final Catalog catalog;
    private final SqlDatabase.ConnectionInfo connection;
    private final Map<String, UserVariable> userVariables = new HashMap<>();
    private AccountEntry account;
    private volatile @Nullable String schema;

    private @Nullable Transaction transaction;

    /** Whether {@link #transaction} outlives the statement. */
    private boolean openTransaction;

    private @Nullable Object[] parameters = NO_PARAMETERS;
    private long nowMicros;
    private boolean mayBlock = true;
    private long lastInsertId;
    private long rowCount = -1;
    private long foundRows;
    private boolean isLimited;
    private long deadlineNanos;
    private long pausedAtNanos;
    private volatile boolean interrupted;
    private final Sleep sleep = new Sleep();
    private long executions;
    private int environmentVersion = -1;
    private @Nullable PlanEnvironment environment;

    SessionContext(Database database, AccountEntry account, SqlDatabase.ConnectionInfo connection) {
        this.database = database;
        this.account = account;
        this.connection = connection;
        this.variables = new SessionVariables(database.globals());
        this.temporary = new TemporaryTables(database.engine());
        this.catalog = new Catalog(database.catalog(), temporary);
    }

    // ---- The statement

    /** A statement starts. */
    void begin(@Nullable Object[] values, boolean blocking) {
        parameters = values;
        mayBlock = blocking;
        executionId = ++executions;
        isLimited = false;
        startTicking();
        nowMicros = variables.hasFixedTimestamp() ? variables.fixedTimestampMicros() : now();
        clearWindowStates();
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    void transaction(@Nullable Transaction running, boolean open) {
        transaction = running;
        openTransaction = open;
    }

    @Nullable Transaction running() {
        return transaction;
    }

    void counts(long affectedOrMinusOne, long found) {
        rowCount = affectedOrMinusOne;
        if (found >= 0) {
            foundRows = found;
        }
    }

    void generated(long id) {
        if (id != 0) {
            lastInsertId = id;
        }
    }

    void schema(@Nullable String name) {
        schema = name;
        environment = null;
    }

    void account(AccountEntry entry) {
        account = entry;
    }

    void reset() {
        userVariables.clear();
        variables.reset();
        warnings.clear();
        lastInsertId = 0;
        rowCount = -1;
        foundRows = 0;
    }

    PlanEnvironment environment() {
        PlanEnvironment known = environment;
        long temporaryOwner = temporary.isEmpty() ? 0 : connection.id();
        if (known == null
                || environmentVersion != variables.version()
                || known.temporaryOwner() != temporaryOwner) {
            known =
                    new PlanEnvironment(
                            schema,
                            variables.sqlMode(),
                            variables.connectionCollation(),
                            variables.resultCollation(),
                            variables.divPrecisionIncrement(),
                            temporaryOwner);
            environment = known;
            environmentVersion = variables.version();
        }
        return known;
    }

    String systemVariable(SystemVariable variable, boolean global) {
        return switch (variable.name()) {
            case "warning_count" -> Integer.toString(warnings.previous().size());
            case "error_count" ->
                    Long.toString(
                            warnings.previous().stream()
                                    .filter(w -> w.level().equals("Error"))
                                    .count());
            case "last_insert_id", "identity" -> Long.toUnsignedString(lastInsertId);
            case "timestamp" ->
                    String.format(
                            Locale.ROOT, "%d.%06d", nowMicros / 1_000_000, nowMicros % 1_000_000);
            case "pseudo_thread_id" -> Long.toString(connection.id());
            case "character_set_database" ->
                    global ? database.globals().value(variable) : database.schemaCharset(schema);
            case "collation_database" ->
                    global ? database.globals().value(variable) : database.schemaCollation(schema);
            default -> global ? database.globals().value(variable) : variables.value(variable);
        };
    }

    // ---- Interruption

    void clearInterrupt() {
        interrupted = false;
    }

    /** Any thread. */
    void interrupt() {
        interrupted = true;
        Transaction running = transaction;
        if (running != null) {
            running.interrupt();
        }
        sleep.wake();
    }

    @Override
    public void checkInterrupted() {
        if (interrupted) {
            throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
        }
        if (isLimited && System.nanoTime() - deadlineNanos > 0) {
            throw new SqlException(MySqlError.ER_QUERY_TIMEOUT);
        }
    }

    /** Not with {@link Thread#yield}: a carrier empties its own queue before it looks at others. */
    @Override
    public void letOthersRun() {
        long now = System.nanoTime();
        if (now - pausedAtNanos > RUN_NANOS && Thread.currentThread().isVirtual()) {
            LockSupport.parkNanos(1);
            pausedAtNanos = System.nanoTime();
        }
    }

    /** Between the steps of parsing and planning. */
    void pause() {
        checkInterrupted();
        letOthersRun();
    }

    /** {@code max_execution_time} for the statement that begins; 0 for no limit. */
    void limitTime(long millis) {
        isLimited = millis > 0;
        deadlineNanos = System.nanoTime() + millis * 1_000_000;
    }

    @Override
    public long sleep(double seconds) {
        requireBlocking();
        long wanted = (long) Math.min(seconds * 1000, SLEEP_STEP_MILLIS * 24.0 * 365);
        long left =
                isLimited
                        ? Math.max(0, (deadlineNanos - System.nanoTime()) / 1_000_000)
                        : Long.MAX_VALUE;
        long millis = Math.min(wanted, left);
        sleep.begin();
        try {
            checkInterrupted();
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            // Woken by interrupt(): the check below says so.
            checkInterrupted();
            return 1;
        } finally {
            sleep.end();
        }
        return left < wanted ? 1 : 0;
    }

    @Override
    public void requireBlocking() {
        if (!mayBlock) {
            throw io.daybreak.engine.api.WouldBlockException.INSTANCE;
        }
    }

    /** Before a change, or the commit of changes: waits while another has the global read lock. */
    void enterWrite() {
        if (tableLocks.isGlobal()) {
            throw new SqlException(MySqlError.ER_CANT_UPDATE_WITH_READLOCK);
        }
        if (!database.globalReadLock().enter()) {
            requireBlocking();
            await(() -> database.globalReadLock().enter(metadataLockTimeoutMillis()));
        }
    }

    void exitWrite() {
        database.globalReadLock().exit();
    }

    void awaitGlobalReadLock() {
        requireBlocking();
        await(() -> database.globalReadLock().acquire(metadataLockTimeoutMillis()));
    }

    private interface Wait {
        boolean succeeds() throws InterruptedException;
    }

    private void await(Wait wait) {
        sleep.begin();
        try {
            checkInterrupted();
            if (!wait.succeeds()) {
                throw new SqlException(MySqlError.ER_LOCK_WAIT_TIMEOUT);
            }
        } catch (InterruptedException _) {
            // Woken by interrupt().
            throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
        } finally {
            sleep.end();
        }
    }

    @Override
    public void lockForRead(String lockedSchema, String table) {
        if (!tableLocks.covers(lockedSchema, table)) {
            transaction()
                    .lockMetadata(
                            lockedSchema,
                            table,
                            Transaction.MetadataLock.SHARED,
                            metadataLockTimeoutMillis());
        }
    }

    @Override
    public boolean holdsForChange(String lockedSchema, String table) {
        if (table.isEmpty()) {
            if (tableLocks.isActive()) {
                throw new SqlException(MySqlError.ER_LOCK_OR_ACTIVE_TRANSACTION);
            }
            return false;
        }
        tableLocks.requireWrite(lockedSchema, table);
        return tableLocks.isActive();
    }

    @Override
    public @Nullable Long getLock(String name, double timeoutSeconds) {
        requireBlocking();
        sleep.begin();
        try {
            checkInterrupted();
            return database.namedLocks().acquire(name, connection.id(), timeoutSeconds) ? 1L : 0L;
        } catch (InterruptedException _) {
            // Woken by interrupt(): GET_LOCK() answers NULL, the statement 1317.
            checkInterrupted();
            return null;
        } finally {
            sleep.end();
        }
    }

    @Override
    public @Nullable Long releaseLock(String name) {
        return database.namedLocks().release(name, connection.id());
    }

    @Override
    public long releaseAllLocks() {
        return database.namedLocks().releaseAll(connection.id());
    }

    @Override
    public @Nullable Long lockHolder(String name) {
        return database.namedLocks().holder(name);
    }

    // ---- EvalContext

    /** Not to be changed by the caller. */
    @Nullable Object[] parameters() {
        return parameters;
    }

    @Override
    public @Nullable Object parameter(int ordinal) {
        return parameters[ordinal];
    }

    @Override
    public long nowMicros() {
        return nowMicros;
    }

    @Override
    public ZoneId timeZone() {
        return variables.timeZone();
    }

    @Override
    public long sqlMode() {
        return variables.sqlMode();
    }

    @Override
    protected void addWarning(MySqlError error, Object... arguments) {
        warnings.add("Warning", error, arguments);
    }

    @Override
    public void note(MySqlError error, Object... arguments) {
        if (variables.sqlNotes()) {
            warnings.add("Note", error, arguments);
        }
    }

    @Override
    public @Nullable UserVariable userVariable(String name) {
        return userVariables.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public void setUserVariable(String name, UserVariable value) {
        userVariables.put(name.toLowerCase(Locale.ROOT), value);
    }

    @Override
    public long lastInsertId() {
        return lastInsertId;
    }

    @Override
    public void setLastInsertId(long id) {
        lastInsertId = id;
    }

    @Override
    public long rowCount() {
        return rowCount;
    }

    @Override
    public long foundRows() {
        return foundRows;
    }

    @Override
    public long connectionId() {
        return connection.id();
    }

    @Override
    public String user() {
        return account.user() + "@" + connection.clientHost();
    }

    @Override
    public String currentUser() {
        return account.user() + "@" + account.host();
    }

    @Override
    public @Nullable String schema() {
        return schema;
    }

    @Override
    public String version() {
        return database.config().version();
    }

    @Override
    public String auroraVersion() {
        return variables.value("aurora_version");
    }

    @Override
    public int groupConcatMaxLength() {
        return variables.groupConcatMaxLength();
    }

    @Override
    public long maxAllowedPacket() {
        return Long.parseLong(variables.value("max_allowed_packet"));
    }

    @Override
    public int defaultWeekFormat() {
        return Integer.parseInt(variables.value("default_week_format"));
    }

    @Override
    public RandomGenerator random() {
        return java.util.concurrent.ThreadLocalRandom.current();
    }

    // ---- ExecutionContext

    @Override
    public Transaction transaction() {
        Transaction running = transaction;
        if (running == null) {
            throw new IllegalStateException("no transaction is running");
        }
        return running;
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public TemporaryTables temporaryTables() {
        return temporary;
    }

    @Override
    public @Nullable Table storedTable(String tableSchema, String name) {
        Table own = temporary.stored(tableSchema, name);
        return own != null || tableSchema.equals(TemporaryTables.SCHEMA)
                ? own
                : database.engine().table(tableSchema, name);
    }

    @Override
    public long memoryLimitBytes() {
        return STATEMENT_MEMORY_BYTES;
    }

    @Override
    public Path temporaryDirectory() {
        return database.temporaryDirectory();
    }

    @Override
    public boolean readsLockShared() {
        return openTransaction && transaction().isolation() == Isolation.SERIALIZABLE;
    }

    @Override
    public boolean answersFoundRows() {
        return connection.foundRows();
    }

    @Override
    public boolean foreignKeyChecks() {
        return variables.foreignKeyChecks();
    }

    @Override
    public long autoIncrementIncrement() {
        return variables.autoIncrementIncrement();
    }

    @Override
    public long autoIncrementOffset() {
        return variables.autoIncrementOffset();
    }

    @Override
    public long recursionDepthMax() {
        return variables.recursionDepthMax();
    }

    @Override
    public long metadataLockTimeoutMillis() {
        return variables.metadataLockTimeoutMillis();
    }

    @Override
    public long selectLimit() {
        return variables.selectLimit();
    }

    @Override
    public boolean safeUpdates() {
        return variables.safeUpdates();
    }

    @Override
    public int warningCount() {
        return warnings.count();
    }

    @Override
    public boolean mayBlock() {
        return mayBlock;
    }

    // ---- StatementContext

    @Override
    public Planner planner() {
        return database.planner();
    }

    @Override
    public PlanningContext planning() {
        return new SessionPlanning(this, false, null, false);
    }

    @Override
    public ExecutionContext execution() {
        return this;
    }

    @Override
    public SqlDatabase.ConnectionInfo connection() {
        return connection;
    }

    @Override
    public Accounts accounts() {
        return database.accounts();
    }

    @Override
    public SqlDatabase.Account account() {
        return account.account();
    }

    @Override
    public Grants grants() {
        AccountEntry current = database.accounts().find(account.user(), account.host());
        return current == null ? Grants.NONE : current.grants();
    }

    @Override
    public String schemaOf(TableName name) {
        String own = name.schema();
        String found = own != null ? own : schema;
        if (found == null) {
            throw new SqlException(MySqlError.ER_NO_DB_ERROR);
        }
        return found;
    }

    void require(List<CachedPlan.Need> needs) {
        if (!needs.isEmpty() && !grants().isUnlimited()) {
            for (CachedPlan.Need need : needs) {
                requireTable(need.privilege(), need.schema(), need.table());
            }
        }
    }

    @Override
    public void requireTable(Privilege privilege, String tableSchema, String table) {
        Grants grants = grants();
        if (!grants.isUnlimited()
                && !temporary.covers(tableSchema, table)
                && !grants.table(tableSchema, table, privilege)) {
            throw new SqlException(
                    MySqlError.ER_TABLEACCESS_DENIED_ERROR,
                    privilege.sql(),
                    account.user(),
                    connection.clientHost(),
                    table);
        }
    }

    @Override
    public void requireSchema(Privilege privilege, String name) {
        Grants grants = grants();
        if (!grants.isUnlimited() && !grants.schema(name, privilege)) {
            throw new SqlException(
                    MySqlError.ER_DBACCESS_DENIED_ERROR,
                    account.user(),
                    connection.clientHost(),
                    name);
        }
    }

    /** What ends the process at once; null if that is not to be had. */
    @Nullable Runnable crash() {
        return database.config().crash();
    }

    @Override
    public void requireGlobal(Privilege privilege) {
        if (!grants().global(privilege)) {
            throw new SqlException(MySqlError.ER_SPECIFIC_ACCESS_DENIED_ERROR, privilege.sql());
        }
    }

    @Override
    public @Nullable String variable(String name) {
        SystemVariable variable = SystemVariables.find(name);
        return variable == null ? null : systemVariable(variable, !variable.hasSession());
    }

    @Override
    public List<Variable> variables(boolean global) {
        List<Variable> result = new ArrayList<>();
        for (SystemVariable variable : SystemVariables.all()) {
            if (global ? variable.hasGlobal() : true) {
                result.add(
                        new Variable(
                                variable.name(),
                                systemVariable(variable, global || !variable.hasSession())));
            }
        }
        return result;
    }

    @Override
    public PlanCacheStatus planCache() {
        return database.planCacheStatus();
    }

    @Override
    public List<Warning> previousWarnings() {
        return warnings.previous();
    }
}
