package io.daybreak.sql.session;

import io.daybreak.engine.api.EngineStatus;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.sql.account.AccountEntry;
import io.daybreak.sql.account.Accounts;
import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.catalog.TemporaryTables;
import io.daybreak.sql.ddl.SchemaDefinition;
import io.daybreak.sql.plan.Planner;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.show.InformationSchema;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions share: catalog, planner, plan cache, global variables, accounts, named locks.
 * Thread-safe.
 */
public final class Database implements SqlDatabase {
    private final StorageEngine engine;
    private final SqlConfig config;
    private final Catalog catalog;
    private final Planner planner = new Planner();
    private final PlanCache plans;
    private final PreparedCache prepared;
    private final GlobalVariables globals = new GlobalVariables();
    private final NamedLocks namedLocks = new NamedLocks();
    private final GlobalReadLock globalReadLock = new GlobalReadLock();
    private final Accounts accounts;

    private Database(StorageEngine engine, SqlConfig config) {
        this.engine = engine;
        this.config = config;
        this.catalog = new Catalog(engine);
        this.plans = new PlanCache(engine);
        this.prepared = new PreparedCache(engine);
        this.accounts = Accounts.open(catalog);
        io.daybreak.sql.exec.SpillFile.deleteLeftovers(temporaryDirectory());
        globals.initialize("version", config.version());
        globals.initialize("innodb_version", config.version());
        globals.initialize("port", Integer.toString(config.port()));
        globals.initialize("hostname", config.hostname());
        globals.initialize("server_uuid", ServerUuid.in(config.dataDirectory()).toString());
        globals.initialize("datadir", config.dataDirectory() + "/");
        globals.initialize("system_time_zone", java.util.TimeZone.getDefault().getID());
    }

    public static Database open(StorageEngine engine, SqlConfig config) {
        Database database = new Database(engine, config);
        TemporaryTables.clear(engine);
        return database;
    }

    @Override
    public @Nullable Account account(String user, String host) {
        AccountEntry entry = accounts.match(user, host);
        return entry == null ? null : entry.account();
    }

    @Override
    public SqlSession openSession(
            Account account, ConnectionInfo connection, @Nullable String schema) {
        AccountEntry entry = accounts.find(account.user(), account.host());
        if (entry == null) {
            throw new SqlException(
                    MySqlError.ER_ACCESS_DENIED_ERROR,
                    account.user(),
                    connection.clientHost(),
                    "YES");
        }
        Session session = new Session(this, entry, connection);
        if (schema != null && !schema.isEmpty()) {
            session.useSchema(schema);
        }
        return session;
    }

    @Override
    public @Nullable String globalVariable(String name) {
        SystemVariable variable = SystemVariables.find(name);
        return variable == null ? null : globals.value(variable);
    }

    @Override
    public long globalVariablesVersion() {
        return globals.version();
    }

    StorageEngine engine() {
        return engine;
    }

    SqlConfig config() {
        return config;
    }

    Catalog catalog() {
        return catalog;
    }

    Planner planner() {
        return planner;
    }

    PlanCache plans() {
        return plans;
    }

    PlanCacheStatus planCacheStatus() {
        return plans.status(prepared);
    }

    PreparedCache prepared() {
        return prepared;
    }

    GlobalVariables globals() {
        return globals;
    }

    GlobalReadLock globalReadLock() {
        return globalReadLock;
    }

    NamedLocks namedLocks() {
        return namedLocks;
    }

    Accounts accounts() {
        return accounts;
    }

    /** Sorts that do not fit in memory go here. */
    Path temporaryDirectory() {
        return config.dataDirectory().resolve("tmp");
    }

    @Nullable VirtualTable virtualTable(String schema, String name) {
        return InformationSchema.table(schema, name);
    }

    static boolean isInformationSchema(String name) {
        return InformationSchema.schemas().stream().anyMatch(name::equalsIgnoreCase);
    }

    boolean hasSchema(String name) {
        return schemaName(name) != null;
    }

    /** The name as the dictionary has it; null if there is no such schema. */
    @Nullable String schemaName(String name) {
        if (engine.schemaDefinition(name) != null && !name.equals(TemporaryTables.SCHEMA)) {
            return name;
        }
        return isInformationSchema(name) ? name.toLowerCase(Locale.ROOT) : null;
    }

    String schemaCharset(@Nullable String schema) {
        return definition(schema).charset();
    }

    String schemaCollation(@Nullable String schema) {
        return definition(schema).collation();
    }

    private SchemaDefinition definition(@Nullable String schema) {
        byte[] bytes = schema == null ? null : engine.schemaDefinition(schema);
        return bytes == null
                ? new SchemaDefinition(
                        globalValue("character_set_server"), globalValue("collation_server"))
                : SchemaDefinition.of(bytes);
    }

    private String globalValue(String name) {
        String value = globalVariable(name);
        if (value == null) {
            throw new IllegalStateException("no variable " + name);
        }
        return value;
    }

    String statistics(ConnectionRegistry registry) {
        Map<String, Long> status = registry.statusVariables();
        EngineStatus counts = engine.status();
        return String.format(
                Locale.ROOT,
                "Uptime: %d  Threads: %d  Questions: %d  Slow queries: 0  Opens: 0  Flush tables: 0  Open tables: 0  Rows read: %d",
                status.getOrDefault("Uptime", 0L),
                status.getOrDefault("Threads_connected", 0L),
                status.getOrDefault("Questions", 0L),
                counts.rowsRead());
    }

    @Override
    public void close() {
        // Sessions are closed by the server, the engine by who opened it.
    }
}
