package io.daybreak.sql.api;

/**
 * The catalogue of errors: name, number, SQLSTATE and text as MySQL 8.4 has them, each in this one
 * place.
 *
 * <p>Source: MySQL 8.4 Error Reference, "Server Error Message Reference".
 */
public enum MySqlError {
    ER_BAD_DB_ERROR(1049, "42000", "Unknown database '%s'"),
    ER_PARSE_ERROR(1064, "42000", "%s near '%s' at line %d"),
    ER_UNKNOWN_ERROR(1105, "HY000", "%s"),
    ER_NOT_SUPPORTED_YET(1235, "42000", "This version of MySQL doesn't yet support '%s'"),

    // What the server itself says: connections and packets.
    ER_CON_COUNT_ERROR(1040, "08004", "Too many connections"),
    ER_HANDSHAKE_ERROR(1043, "08S01", "Bad handshake"),
    ER_ACCESS_DENIED_ERROR(1045, "28000", "Access denied for user '%s'@'%s' (using password: %s)"),
    ER_UNKNOWN_COM_ERROR(1047, "08S01", "Unknown command"),
    ER_SERVER_SHUTDOWN(1053, "08S01", "Server shutdown in progress"),
    ER_NO_SUCH_THREAD(1094, "HY000", "Unknown thread id: %d"),
    ER_HOST_IS_BLOCKED(
            1129,
            "HY000",
            "Host '%s' is blocked because of many connection errors; unblock with 'mysqladmin flush-hosts'"),
    ER_NET_PACKET_TOO_LARGE(1153, "08S01", "Got a packet bigger than 'max_allowed_packet' bytes"),
    ER_NET_PACKETS_OUT_OF_ORDER(1156, "08S01", "Got packets out of order"),
    ER_NET_READ_INTERRUPTED(1159, "08S01", "Got timeout reading communication packets"),
    ER_NET_WRITE_INTERRUPTED(1161, "08S01", "Got timeout writing communication packets"),
    ER_WRONG_ARGUMENTS(1210, "HY000", "Incorrect arguments to %s"),
    ER_UNKNOWN_STMT_HANDLER(1243, "HY000", "Unknown prepared statement handler (%s) given to %s"),
    ER_QUERY_INTERRUPTED(1317, "70100", "Query execution was interrupted"),
    ER_STMT_HAS_NO_OPEN_CURSOR(1421, "HY000", "The statement (%d) has no open cursor."),
    ER_MAX_PREPARED_STMT_COUNT_REACHED(
            1461,
            "42000",
            "Can't create more than max_prepared_stmt_count statements (current value: %d)"),
    ER_MALFORMED_PACKET(1835, "HY000", "Malformed communication packet."),
    ER_ACCOUNT_HAS_BEEN_LOCKED(
            3118, "HY000", "Access denied for user '%s'@'%s'. Account is locked."),
    ER_SECURE_TRANSPORT_REQUIRED(
            3159,
            "HY000",
            "Connections using insecure transport are prohibited while --require_secure_transport=ON."),
    ER_CLIENT_LOCAL_FILES_DISABLED(
            3948,
            "42000",
            "Loading local data is disabled; this must be enabled on both the client and server sides"),
    ER_CLIENT_INTERACTION_TIMEOUT(
            4031,
            "HY000",
            "The client was disconnected by the server because of inactivity. See wait_timeout and interactive_timeout for configuring this behavior.");

    private final int code;
    private final String sqlState;
    private final String pattern;

    MySqlError(int code, String sqlState, String pattern) {
        this.code = code;
        this.sqlState = sqlState;
        this.pattern = pattern;
    }

    public int code() {
        return code;
    }

    public String sqlState() {
        return sqlState;
    }

    String format(Object... arguments) {
        return String.format(java.util.Locale.ROOT, pattern, arguments);
    }
}
