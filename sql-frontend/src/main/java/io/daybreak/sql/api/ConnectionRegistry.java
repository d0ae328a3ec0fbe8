package io.daybreak.sql.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server's connections as a session may see them, for SHOW PROCESSLIST, KILL and SHOW STATUS,
 * and what they count together. Thread-safe. Who may see or kill what is the session's to decide.
 */
public interface ConnectionRegistry {
    /** Every connection that has logged in, by ascending id. */
    List<ClientProcess> processes();

    /** One connection; null if there is none with this id. */
    @Nullable ClientProcess process(long id);

    /** KILL QUERY: its running statement ends with error 1317. False for an unknown id. */
    boolean killQuery(long id);

    /** KILL CONNECTION: ends its statement and closes it. False for an unknown id. */
    boolean killConnection(long id);

    /** FLUSH HOSTS: hosts blocked after connection errors (error 1129) may connect again. */
    void flushHosts();

    /**
     * The server's part of SHOW GLOBAL STATUS, by MySQL's names: {@code Threads_connected}, {@code
     * Connections}, {@code Bytes_sent}, {@code Questions}, {@code Uptime}, …
     */
    Map<String, Long> statusVariables();

    /**
     * Counts a statement that is to be prepared: those of the protocol and PREPARE's together.
     *
     * @throws SqlException 1461 if there are {@code max_prepared_stmt_count} already
     */
    void reservePreparedStatement();

    void releasePreparedStatements(int count);

    /**
     * A line of SHOW PROCESSLIST.
     *
     * @param host client host and port, such as {@code localhost:53412}
     * @param command {@code Sleep}, {@code Query}, {@code Execute}, …
     * @param seconds since the command began, or since the last one ended
     * @param info the statement's text as it came, undecoded characters replaced; null if idle or
     *     not known
     */
    record ClientProcess(
            long id,
            String user,
            String host,
            @Nullable String schema,
            String command,
            long seconds,
            String state,
            @Nullable String info) {}
}
