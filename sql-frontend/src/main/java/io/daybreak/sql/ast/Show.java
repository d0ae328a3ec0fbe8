package io.daybreak.sql.ast;

import org.jspecify.annotations.Nullable;

/**
 * SHOW. One record for all forms; a part that a form does not have is null or false.
 *
 * @param full SHOW FULL, and EXTENDED is {@code extended}
 * @param scope of VARIABLES and STATUS
 * @param schema FROM schema
 * @param name the table, view, database (as name), engine, routine … it is about
 * @param account SHOW GRANTS FOR, SHOW CREATE USER
 * @param like the pattern
 * @param limit of WARNINGS, ERRORS
 * @param count SHOW COUNT(*) WARNINGS, ERRORS
 * @param detail upper case: what of an engine (STATUS, MUTEX, LOGS), the kinds of a profile
 */
public record Show(
        Kind kind,
        boolean full,
        boolean extended,
        VariableScope scope,
        @Nullable String schema,
        @Nullable TableName name,
        AccountStatement.@Nullable AccountName account,
        Expression.@Nullable Literal like,
        @Nullable Expression where,
        @Nullable Limit limit,
        boolean count,
        boolean ifNotExists,
        @Nullable String detail,
        int start,
        int end)
        implements Statement {

    public enum Kind {
        BINARY_LOG_STATUS,
        BINARY_LOGS,
        BINLOG_EVENTS,
        CHARACTER_SET,
        COLLATION,
        COLUMNS,
        CREATE_DATABASE,
        CREATE_EVENT,
        CREATE_FUNCTION,
        CREATE_PROCEDURE,
        CREATE_TABLE,
        CREATE_TRIGGER,
        CREATE_USER,
        CREATE_VIEW,
        DATABASES,
        ENGINE,
        ENGINES,
        ERRORS,
        EVENTS,
        FUNCTION_CODE,
        FUNCTION_STATUS,
        GRANTS,
        INDEX,
        OPEN_TABLES,
        PLUGINS,
        PRIVILEGES,
        PROCEDURE_CODE,
        PROCEDURE_STATUS,
        PROCESSLIST,
        PROFILE,
        PROFILES,
        RELAYLOG_EVENTS,
        REPLICA_STATUS,
        REPLICAS,
        STATUS,
        TABLE_STATUS,
        TABLES,
        TRIGGERS,
        VARIABLES,
        /** Daybreak's own, as Aurora's: the segments of the volume. */
        VOLUME_STATUS,
        WARNINGS
    }
}
