package io.daybreak.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement. DDL is in {@link DdlStatement}, accounts in {@link AccountStatement}. */
public sealed interface Statement extends Node
        permits Statement.Data, Statement.Session, DdlStatement, AccountStatement, Show {

    /** Statements that read and write rows. */
    sealed interface Data extends Statement {}

    /** Everything that is about the session, transactions and administration. */
    sealed interface Session extends Statement {}

    /** SELECT, VALUES, TABLE and their combinations. */
    record Select(Query query, int start, int end) implements Data {}

    /** What stands between INSERT and INTO. */
    enum Priority {
        NORMAL,
        LOW,
        HIGH,
        DELAYED
    }

    /**
     * INSERT and REPLACE. Exactly one of {@code rows} and {@code query} is there; INSERT … SET
     * arrives as columns and one row.
     *
     * @param columns null when not written (all columns); may have a table's name before the dot
     * @param rows elements may be {@link Expression.DefaultValue}; an empty row has all defaults
     * @param rowAlias the alias after VALUES or SET: {@code AS new(a, b)}
     * @param onDuplicate ON DUPLICATE KEY UPDATE; empty when not written
     * @param set whether it was written as SET
     */
    record Insert(
            boolean replace,
            Priority priority,
            boolean ignore,
            TableName table,
            List<String> partitions,
            @Nullable List<Expression.Column> columns,
            @Nullable List<List<Expression>> rows,
            @Nullable Query query,
            @Nullable RowAlias rowAlias,
            List<Assignment> onDuplicate,
            boolean set,
            int start,
            int end)
            implements Data {}

    record RowAlias(String name, List<String> columns) {}

    /** {@code column = value}; the value may be {@link Expression.DefaultValue}. */
    record Assignment(Expression.Column column, Expression value) {}

    /**
     * UPDATE. One table iff {@code tables} is one {@link TableReference.Named}; ORDER BY and LIMIT
     * only then.
     */
    record Update(
            Query.@Nullable With with,
            boolean lowPriority,
            boolean ignore,
            List<TableReference> tables,
            List<Assignment> assignments,
            @Nullable Expression where,
            List<OrderItem> orderBy,
            @Nullable Limit limit,
            int start,
            int end)
            implements Data {}

    /**
     * DELETE.
     *
     * @param targets of the multi-table form (names or aliases of {@code from}); empty for the
     *     single-table form, whose table is the one element of {@code from}
     */
    record Delete(
            Query.@Nullable With with,
            boolean lowPriority,
            boolean quick,
            boolean ignore,
            List<TableName> targets,
            List<TableReference> from,
            @Nullable Expression where,
            List<OrderItem> orderBy,
            @Nullable Limit limit,
            int start,
            int end)
            implements Data {}

    enum LoadDuplicates {
        ERROR,
        IGNORE,
        REPLACE
    }

    /** An element of LOAD DATA's column list: a column or a user variable. */
    record LoadData(
            boolean local,
            String file,
            LoadDuplicates duplicates,
            TableName table,
            List<String> partitions,
            @Nullable String charset,
            Query.FileFormat format,
            @Nullable Expression ignoreLines,
            List<Expression> columns,
            List<Assignment> assignments,
            int start,
            int end)
            implements Data {}

    /** DO. */
    record Do(List<Expression> expressions, int start, int end) implements Data {}

    /** CALL. */
    record Call(TableName routine, List<Expression> arguments, int start, int end)
            implements Data {}

    /** EXPLAIN's FORMAT. */
    enum ExplainFormat {
        DEFAULT,
        TRADITIONAL,
        JSON,
        TREE
    }

    /**
     * EXPLAIN, DESCRIBE of a statement.
     *
     * @param statement null for FOR CONNECTION
     * @param into EXPLAIN … INTO @variable
     */
    record Explain(
            boolean analyze,
            ExplainFormat format,
            @Nullable Statement statement,
            @Nullable Long connectionId,
            @Nullable String into,
            int start,
            int end)
            implements Data {}

    /**
     * DESCRIBE of a table.
     *
     * @param column a column's name or pattern; null for all
     */
    record Describe(TableName table, @Nullable String column, int start, int end) implements Data {}

    /** BEGIN and START TRANSACTION. */
    record Begin(boolean consistentSnapshot, @Nullable Boolean readOnly, int start, int end)
            implements Session {}

    /**
     * COMMIT. Null where the text is silent: {@code completion_type} decides.
     *
     * @param chain AND [NO] CHAIN
     * @param release [NO] RELEASE
     */
    record Commit(@Nullable Boolean chain, @Nullable Boolean release, int start, int end)
            implements Session {}

    /** ROLLBACK of the transaction. */
    record Rollback(@Nullable Boolean chain, @Nullable Boolean release, int start, int end)
            implements Session {}

    record Savepoint(String name, int start, int end) implements Session {}

    record RollbackTo(String savepoint, int start, int end) implements Session {}

    record ReleaseSavepoint(String name, int start, int end) implements Session {}

    /** SET of variables, names and character set, which one statement may mix. */
    record Set(List<SetItem> items, int start, int end) implements Session {}

    /** An element of SET. */
    sealed interface SetItem {
        /**
         * @param prefix the first part of a two-part name
         * @param value ON, OFF and other bare words arrive as {@link Expression.Column} of one
         *     part; DEFAULT as {@link Expression.DefaultValue}
         */
        record Variable(VariableScope scope, @Nullable String prefix, String name, Expression value)
                implements SetItem {}

        record User(String name, Expression value) implements SetItem {}

        /**
         * SET NAMES.
         *
         * @param charset null for DEFAULT
         */
        record Names(@Nullable String charset, @Nullable String collation) implements SetItem {}

        /**
         * SET CHARACTER SET.
         *
         * @param charset null for DEFAULT
         */
        record CharacterSet(@Nullable String charset) implements SetItem {}
    }

    enum IsolationLevel {
        READ_UNCOMMITTED,
        READ_COMMITTED,
        REPEATABLE_READ,
        SERIALIZABLE
    }

    /**
     * SET TRANSACTION.
     *
     * @param scope DEFAULT: only the next transaction
     */
    record SetTransaction(
            VariableScope scope,
            @Nullable IsolationLevel isolation,
            @Nullable Boolean readOnly,
            int start,
            int end)
            implements Session {}

    record Use(String schema, int start, int end) implements Session {}

    /** PREPARE … FROM a string or a user variable. */
    record Prepare(String name, Expression text, int start, int end) implements Session {}

    record Execute(String name, List<Expression.UserVariable> using, int start, int end)
            implements Session {}

    record Deallocate(String name, int start, int end) implements Session {}

    /** KILL. */
    record Kill(boolean queryOnly, Expression id, int start, int end) implements Session {}

    enum MaintenanceKind {
        ANALYZE,
        CHECK,
        CHECKSUM,
        OPTIMIZE,
        REPAIR
    }

    /**
     * ANALYZE, CHECK, CHECKSUM, OPTIMIZE, REPAIR TABLE.
     *
     * @param options upper case words such as QUICK, EXTENDED, FOR UPGRADE, NO_WRITE_TO_BINLOG
     */
    record Maintenance(
            MaintenanceKind kind, List<TableName> tables, List<String> options, int start, int end)
            implements Session {}

    enum TableLockKind {
        READ,
        READ_LOCAL,
        WRITE
    }

    record TableLock(TableName table, @Nullable String alias, TableLockKind kind) {}

    record LockTables(List<TableLock> locks, int start, int end) implements Session {}

    record UnlockTables(int start, int end) implements Session {}

    /** LOCK INSTANCE FOR BACKUP, UNLOCK INSTANCE. */
    record LockInstance(boolean lock, int start, int end) implements Session {}

    /**
     * FLUSH.
     *
     * @param what upper case, such as TABLES, PRIVILEGES, STATUS, BINARY LOGS
     * @param readLock WITH READ LOCK
     */
    record Flush(
            List<String> what,
            List<TableName> tables,
            boolean readLock,
            boolean forExport,
            int start,
            int end)
            implements Session {}

    /** ALTER SYSTEM: faults on request. */
    sealed interface SystemStatement extends Session {}

    enum CrashKind {
        INSTANCE,
        DISPATCHER,
        NODE
    }

    record SystemCrash(CrashKind what, int start, int end) implements SystemStatement {}

    enum FaultKind {
        CRASH,
        HANG,
        DISK_FULL,
        DISK_FAILURE,
        DISK_CONGESTION,
        READ_REPLICA_FAILURE
    }

    /** Where a fault is to be; indexes count from 0. */
    sealed interface FaultPlace {
        record Everywhere() implements FaultPlace {}

        record Segment(long index) implements FaultPlace {}

        record Node(long index) implements FaultPlace {}

        record Zone(String name) implements FaultPlace {}
    }

    /**
     * ALTER SYSTEM SIMULATE.
     *
     * @param percent how many of a hundred requests it hits
     * @param minMillis of DISK_CONGESTION, as is {@code maxMillis}
     */
    record SystemFault(
            FaultKind kind,
            double percent,
            long minMillis,
            long maxMillis,
            FaultPlace place,
            long amount,
            IntervalUnit unit,
            int start,
            int end)
            implements SystemStatement {}

    /** ALTER SYSTEM END SIMULATION. */
    record EndFaults(int start, int end) implements SystemStatement {}

    /** Known to MySQL's grammar, recognised by its first words, answered as not supported. */
    record Unsupported(String what, int start, int end) implements Session {}
}
