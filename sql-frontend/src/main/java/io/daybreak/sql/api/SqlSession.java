package io.daybreak.sql.api;

import org.jspecify.annotations.Nullable;

/**
 * One client session: schema, variables, transaction, prepared statements. Used by one thread at a
 * time, except {@link #interrupt}.
 *
 * <p><b>Where it runs.</b> The server calls with {@code mayBlock = false} on the event loop. A
 * statement whose cached plan is short runs at once; if it is not, or would have to wait, the
 * answer is {@link Progress#WOULD_BLOCK}, what was written to the sink is void and nothing of the
 * statement remains, and the server calls again with {@code mayBlock = true} on a virtual thread.
 */
public interface SqlSession extends AutoCloseable {
    /** What became of a call. */
    enum Progress {
        /** The sink has the whole answer. */
        COMPLETE,
        /**
         * The sink gets its OK, or the end of its rows, when what the answer shows is durable, from
         * another thread; the server starts no other command of this session before.
         */
        COMMITTING,
        /** Only for {@code mayBlock = false}: run it again on a thread that may wait. */
        WOULD_BLOCK
    }

    /**
     * COM_QUERY. With {@code multiStatements}, the text may hold several statements; each gives its
     * own results, and the sink is told by {@code more} flags. Errors go to the sink; nothing is
     * thrown for bad SQL.
     *
     * @param sql text in {@code character_set_client}; valid only during the call, copied if kept
     */
    Progress query(
            byte[] sql,
            int offset,
            int length,
            boolean multiStatements,
            ResultSink sink,
            boolean mayBlock);

    /**
     * COM_STMT_PREPARE.
     *
     * @return null only if not {@code mayBlock}: the text is not known and must be planned; call
     *     again on a thread that may wait
     */
    @Nullable Prepared prepare(byte[] sql, int offset, int length, boolean mayBlock)
            throws SqlException;

    /** COM_STMT_EXECUTE, after the server decoded the parameters. */
    Progress execute(Prepared statement, Parameter[] parameters, ResultSink sink, boolean mayBlock);

    /** COM_INIT_DB. */
    void useSchema(String schema) throws SqlException;

    /** COM_FIELD_LIST, deprecated but sent by old clients: the columns of a table. */
    ResultColumn[] fieldList(String table, String wildcard) throws SqlException;

    /** COM_RESET_CONNECTION: rolls back, drops prepared statements and session variables. */
    void reset();

    /** COM_CHANGE_USER, after authentication. */
    void changeUser(SqlDatabase.Account account, @Nullable String schema) throws SqlException;

    /**
     * COM_SET_OPTION and the handshake's character set: sets names as {@code SET NAMES} with the
     * collation's id.
     */
    void setCollation(int collationId);

    /** COM_STATISTICS. */
    String statistics();

    /** SERVER_STATUS_* flags of the protocol as of now. */
    int statusFlags();

    int warningCount();

    /** The default schema; null if none. Any thread. */
    @Nullable String schema();

    /** Whether the account may use the connection beyond {@code max_connections}. */
    default boolean mayExceedConnectionLimit() {
        return false;
    }

    /**
     * The id of {@code character_set_results}' default collation, such as 255 for utf8mb4: the
     * server converts text columns (UTF-8) to it and names it in column definitions; 63 if NULL or
     * binary: no conversion. Cheap.
     */
    int resultCollation();

    /**
     * The session's value of a system variable as text, e.g. {@code wait_timeout}; null if unknown.
     */
    @Nullable String variable(String name);

    /** State changes since the last call, for session tracking; empty almost always. */
    java.util.List<StateChange> takeStateChanges();

    /** KILL QUERY: the running statement ends with error 1317. Any thread. */
    void interrupt();

    /** Rolls back and frees everything. */
    @Override
    void close();

    /** A prepared statement: plan or AST, and what the client is told about it. */
    interface Prepared {
        int parameterCount();

        ResultColumn[] parameters();

        /** Empty for a statement without a result set. */
        ResultColumn[] columns();

        int warningCount();
    }

    /**
     * A decoded parameter: null, Long, Double, BigDecimal, byte[] (text in the connection's
     * character set) as in {@code io.daybreak.engine.api}, with the protocol's type.
     *
     * @param typeCode the protocol's type, such as 0x08 for LONGLONG; temporal values arrive packed
     *     in a Long as {@code sql.types.Temporal} packs them
     */
    record Parameter(@Nullable Object value, int typeCode, boolean unsigned) {}

    /**
     * @param type the protocol's: 0 system variable, 1 schema, 2 state change, 5 transaction state
     *     …
     */
    record StateChange(int type, String name, String value) {}
}
