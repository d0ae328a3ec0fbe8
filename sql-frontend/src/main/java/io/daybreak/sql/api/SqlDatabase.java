package io.daybreak.sql.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SQL side of one server. Thread-safe. Opened by {@code
 * io.daybreak.sql.SqlDatabases.open(StorageEngine, SqlConfig)}.
 */
public interface SqlDatabase extends AutoCloseable {
    /**
     * Looks an account up for a login; null if no account matches user and host.
     *
     * @param host the client's address in numbers, but {@code localhost} for a loopback address:
     *     accounts for {@code 127.0.0.1} and {@code ::1} match that, too
     */
    @Nullable Account account(String user, String host);

    /**
     * Opens a session for an authenticated client.
     *
     * @param connection what the session asks of its connection
     * @throws SqlException 1049 for an unknown default schema, 1044 if the account may not use it
     */
    SqlSession openSession(Account account, ConnectionInfo connection, @Nullable String schema)
            throws SqlException;

    /**
     * A global system variable's value as text, for the server's own settings ({@code
     * max_allowed_packet}, timeouts); null if unknown.
     */
    @Nullable String globalVariable(String name);

    /** Grows whenever a global system variable is set: what was read before may be old then. */
    long globalVariablesVersion();

    @Override
    void close();

    /**
     * @param plugin {@code caching_sha2_password} or {@code mysql_native_password}
     * @param credential what the plugin stores: empty for no password
     */
    record Account(
            String user,
            String host,
            String plugin,
            byte[] credential,
            boolean requireTls,
            boolean locked,
            boolean passwordExpired) {}

    /** What a session knows of its connection, and can ask of it. Thread-safe. */
    interface ConnectionInfo {
        /** The connection id: unique while the server runs, shown by PROCESSLIST, named by KILL. */
        long id();

        String clientHost();

        int clientPort();

        /** Cipher name, or empty without TLS. */
        String tlsCipher();

        /** Client flag FOUND_ROWS: UPDATE counts matched rows, not changed ones. */
        boolean foundRows();

        /** Client flag INTERACTIVE: {@code wait_timeout} starts as {@code interactive_timeout}. */
        boolean interactive();

        /** Client flag LOCAL_FILES: LOAD DATA LOCAL may ask for a file. */
        boolean localFiles();

        /** What the client says of itself: {@code _client_name}, {@code program_name}, … */
        Map<String, String> attributes();

        /** All connections of the server. */
        ConnectionRegistry registry();

        /** Closes the connection; for KILL CONNECTION. Any thread. */
        void disconnect();
    }
}
