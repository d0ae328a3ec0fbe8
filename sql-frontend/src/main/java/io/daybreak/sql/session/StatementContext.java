package io.daybreak.sql.session;

import io.daybreak.engine.api.Table;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What statements that the planner does not run (DDL, SHOW, accounts, information_schema) see of
 * the session that runs them. Valid while the statement runs, on its thread.
 */
public interface StatementContext {
    Catalog catalog();

    Planner planner();

    /** For planning a query inside of this statement; its literals are constants. */
    PlanningContext planning();

    /** Evaluates expressions; has the running transaction, warnings, time and variables. */
    ExecutionContext execution();

    SqlDatabase.ConnectionInfo connection();

    Accounts accounts();

    /** The account of the session: user and host as they were matched. */
    SqlDatabase.Account account();

    Grants grants();

    /** The default schema; null if none. */
    @Nullable String schema();

    /**
     * The schema of a name: its own or the default one.
     *
     * @throws SqlException 1046 if neither is there
     */
    String schemaOf(TableName name);

    /** Throws 1142 unless the account has the privilege on the table. */
    void requireTable(Privilege privilege, String schema, String table);

    /** Throws 1044 unless the account has the privilege on the schema. */
    void requireSchema(Privilege privilege, String schema);

    /** Throws 1227 unless the account has the global privilege. */
    void requireGlobal(Privilege privilege);

    /** The text of a system variable: the session's value, else the global one; null if unknown. */
    @Nullable String variable(String name);

    /**
     * Name and text of all variables with a session ({@code global} false) or global value, in
     * order of names.
     */
    List<Variable> variables(boolean global);

    PlanCacheStatus planCache();

    TemporaryTables temporaryTables();

    /** The engine's table that a name means to this session. */
    @Nullable Table storedTable(String schema, String name);

    /** Takes the shared metadata lock of a table, unless LOCK TABLES has locked it. */
    void lockForRead(String schema, String table);

    /**
     * Whether LOCK TABLES has locked the table so that it may be changed without another lock;
     * error 1100 or 1099 if LOCK TABLES keeps the session from changing it.
     */
    boolean holdsForChange(String schema, String table);

    /** The warnings of the statement before this one. */
    List<Warning> previousWarnings();

    record Variable(String name, String value) {}

    /**
     * @param level Note, Warning or Error
     */
    record Warning(String level, MySqlError error, String message) {}
}
