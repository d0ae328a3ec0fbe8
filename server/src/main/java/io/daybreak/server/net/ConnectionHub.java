package io.daybreak.server.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.server.api.ServerConfig;
import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of a server share: limits, counters, the list of connections, the password
 * cache, the certificate. Thread-safe.
 */
final class ConnectionHub implements ConnectionRegistry {
    /** Connections that failed and whose clients have not hung up. */
    private static final int LINGERING_MAX = 128;

    /** A password that is not in the cache takes milliseconds of one. */
    private static final int LOGIN_THREADS = 4;

    private static final long LOGIN_THREAD_IDLE_SECONDS = 10;

    private final ServerConfig config;
    private final SqlDatabase database;
    private final Object identityLock = new Object();

    @GuardedBy("identityLock")
    private @Nullable CompletableFuture<ServerIdentity> identity;

    private final ServerCounters counters = new ServerCounters();
    private final ClientLog log = new ClientLog(System::nanoTime);
    private final Map<String, Integer> users = new ConcurrentHashMap<>();
    private final HostRecord hosts = new HostRecord();
    private final PasswordCache passwords = new PasswordCache();
    private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
    private final Map<EventLoop, CommitArrivals> arrivals = new ConcurrentHashMap<>();
    private final ExecutorService logins = loginThreads();
    private final AtomicLong lastId = new AtomicLong(7);
    private final AtomicInteger lingering = new AtomicInteger();
    private final long startedNanos = System.nanoTime();
    private volatile Settings settings;
    private volatile boolean stopping;

    /** Global variables as numbers, read again when one was set. */
    private record Settings(
            long version,
            long maxAllowedPacket,
            long maxConnections,
            long maxConnectErrors,
            long maxUserConnections,
            long maxPreparedStatements,
            long connectTimeoutMillis,
            long netReadTimeoutMillis,
            long netWriteTimeoutMillis,
            boolean requiresSecureTransport) {}

    ConnectionHub(ServerConfig config, SqlDatabase database) {
        this.config = config;
        this.database = database;
        this.settings = readSettings(database);
    }

    private static Settings readSettings(SqlDatabase database) {
        return new Settings(
                database.globalVariablesVersion(),
                number(database.globalVariable("max_allowed_packet"), 64L << 20),
                number(database.globalVariable("max_connections"), 151),
                number(database.globalVariable("max_connect_errors"), 100),
                number(database.globalVariable("max_user_connections"), 0),
                number(database.globalVariable("max_prepared_stmt_count"), 16_382),
                1000 * number(database.globalVariable("connect_timeout"), 10),
                1000 * number(database.globalVariable("net_read_timeout"), 30),
                1000 * number(database.globalVariable("net_write_timeout"), 60),
                isOn(database.globalVariable("require_secure_transport")));
    }

    static long number(@Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException _) {
            return otherwise; // Not a number: as if unknown.
        }
    }

    private static boolean isOn(@Nullable String text) {
        return text != null && (text.equalsIgnoreCase("ON") || text.equals("1"));
    }

    private Settings settings() {
        Settings current = settings;
        if (database.globalVariablesVersion() != current.version) {
            current = readSettings(database);
            settings = current;
        }
        return current;
    }

    // ---- connections come and go

    Connection create(io.netty.channel.Channel channel) {
        return new Connection(this, lastId.incrementAndGet(), channel);
    }

    /** Of the loop's connections. */
    CommitArrivals arrivals(EventLoop loop) {
        return arrivals.computeIfAbsent(loop, CommitArrivals::new);
    }

    /**
     * Counts a new connection, unless it must be refused.
     *
     * @return the error of the refusal, or null
     */
    @Nullable SqlException admit(Connection connection) {
        counters.connections.increment();
        connections.put(connection.id(), connection);
        int open = counters.open.incrementAndGet();
        SqlException refusal = refusal(connection, open);
        if (refusal == null) {
            counters.openMax.accumulateAndGet(open, Math::max);
        } else {
            counters.open.decrementAndGet();
        }
        return refusal;
    }

    private @Nullable SqlException refusal(Connection connection, int open) {
        if (stopping) {
            return new SqlException(MySqlError.ER_SERVER_SHUTDOWN);
        }
        Settings limits = settings();
        String host = connection.client().clientHost();
        if (hosts.isBlocked(host, limits.maxConnectErrors)) {
            return new SqlException(MySqlError.ER_HOST_IS_BLOCKED, host);
        }
        // One more than the limit may try: it is for an administrator.
        if (open > limits.maxConnections + 1) {
            counters.refusedByLimit.increment();
            return new SqlException(MySqlError.ER_CON_COUNT_ERROR);
        }
        return null;
    }

    void forget(Connection connection) {
        connections.remove(connection.id());
    }

    /** A connection that was counted leaves its place to another. */
    void giveUp(boolean counted) {
        if (counted) {
            counters.open.decrementAndGet();
        }
    }

    /**
     * Whether a connection that failed may stay until its client has read why; {@link #lingered}
     * follows if so. It takes nobody's place, so there is a bound of its own.
     */
    boolean mayLinger() {
        if (lingering.incrementAndGet() <= LINGERING_MAX) {
            return true;
        }
        lingering.decrementAndGet();
        return false;
    }

    void lingered(boolean did) {
        if (did) {
            lingering.decrementAndGet();
        }
    }

    boolean isOverLimit() {
        return counters.open.get() > settings().maxConnections;
    }

    List<Connection> all() {
        return new ArrayList<>(connections.values());
    }

    void stop() {
        stopping = true;
        all().forEach(Connection::shutDown);
    }

    int open() {
        return connections.size();
    }

    /**
     * Runs a step of a login. Not on a virtual thread: statements that compute for long would let
     * it wait for its turn, and the one who wants to log in may be about to kill them.
     */
    void startLogin(Runnable step) {
        logins.execute(step);
    }

    private static ExecutorService loginThreads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        LOGIN_THREADS,
                        LOGIN_THREADS,
                        LOGIN_THREAD_IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        // No longer than there may be connections: each waits for one step.
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("login-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    void startVirtual(long connectionId, Runnable work) {
        Thread.ofVirtual().name("connection-" + connectionId).start(work);
    }

    // ---- prepared statements

    @Override
    public void reservePreparedStatement() {
        long max = settings().maxPreparedStatements;
        if (counters.preparedStatements.incrementAndGet() > max) {
            counters.preparedStatements.decrementAndGet();
            throw new SqlException(MySqlError.ER_MAX_PREPARED_STMT_COUNT_REACHED, max);
        }
    }

    @Override
    public void releasePreparedStatements(int count) {
        counters.preparedStatements.addAndGet(-count);
    }

    // ---- settings and parts

    String version() {
        return config.version();
    }

    long maxAllowedPacket() {
        return settings().maxAllowedPacket;
    }

    long connectTimeoutMillis() {
        return settings().connectTimeoutMillis;
    }

    long netReadTimeoutMillis() {
        return settings().netReadTimeoutMillis;
    }

    long netWriteTimeoutMillis() {
        return settings().netWriteTimeoutMillis;
    }

    boolean requiresSecureTransport() {
        return settings().requiresSecureTransport;
    }

    Path temporaryDirectory() {
        return config.dataDirectory().resolve("tmp");
    }

    SqlDatabase database() {
        return database;
    }

    /** Key and certificate; they are loaded when they are asked for first. */
    CompletableFuture<ServerIdentity> identity() {
        synchronized (identityLock) {
            CompletableFuture<ServerIdentity> loaded = identity;
            if (loaded == null) {
                loaded = ServerIdentity.load(config.dataDirectory());
                identity = loaded;
            }
            return loaded;
        }
    }

    ServerCounters counters() {
        return counters;
    }

    ClientLog log() {
        return log;
    }

    // ---- connections of a user

    /**
     * Counts a login.
     *
     * @throws SqlException 1203 if the user has {@code max_user_connections} already
     */
    void enter(String account) {
        long max = settings().maxUserConnections;
        int now = users.merge(account, 1, Integer::sum);
        if (max > 0 && now > max) {
            leave(account);
            throw new SqlException(
                    MySqlError.ER_TOO_MANY_USER_CONNECTIONS,
                    account.substring(0, account.lastIndexOf('@')));
        }
    }

    void leave(String account) {
        users.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
    }

    HostRecord hosts() {
        return hosts;
    }

    PasswordCache passwords() {
        return passwords;
    }

    // ---- what sessions ask

    @Override
    public List<ClientProcess> processes() {
        long now = System.nanoTime();
        List<ClientProcess> processes = new ArrayList<>();
        for (Connection connection : connections.values()) {
            ClientProcess process = connection.process(now);
            if (process != null) {
                processes.add(process);
            }
        }
        processes.sort(Comparator.comparingLong(ClientProcess::id));
        return processes;
    }

    @Override
    public @Nullable ClientProcess process(long id) {
        Connection connection = connections.get(id);
        return connection == null ? null : connection.process(System.nanoTime());
    }

    @Override
    public boolean killQuery(long id) {
        Connection connection = connections.get(id);
        if (connection == null) {
            return false;
        }
        connection.interrupt();
        return true;
    }

    @Override
    public boolean killConnection(long id) {
        Connection connection = connections.get(id);
        if (connection == null) {
            return false;
        }
        connection.disconnect();
        return true;
    }

    @Override
    public void flushHosts() {
        hosts.forgetAll();
    }

    @Override
    public Map<String, Long> statusVariables() {
        Map<String, Long> status = new LinkedHashMap<>();
        status.put("Aborted_clients", counters.abortedClients.sum());
        status.put("Aborted_connects", counters.abortedConnects.sum());
        status.put("Bytes_received", counters.bytesReceived.sum());
        status.put("Bytes_sent", counters.bytesSent.sum());
        status.put("Com_stmt_execute", counters.executes.sum());
        status.put("Com_stmt_prepare", counters.prepares.sum());
        status.put("Connection_errors_max_connections", counters.refusedByLimit.sum());
        status.put("Connections", counters.connections.sum());
        status.put("Daybreak_commits_awaited", counters.commitsAwaited.sum());
        status.put("Daybreak_errors_sent", counters.errors.sum());
        status.put("Daybreak_statements_inline", counters.ranInline.sum());
        status.put("Daybreak_statements_threaded", counters.ranOnThread.sum());
        status.put("Max_used_connections", (long) counters.openMax.get());
        status.put("Prepared_stmt_count", (long) counters.preparedStatements.get());
        status.put("Queries", counters.commands.sum());
        status.put("Questions", counters.queries.sum() + counters.executes.sum());
        status.put("Ssl_accepts", counters.tlsAccepts.sum());
        status.put("Threads_connected", (long) counters.open.get());
        status.put(
                "Threads_running",
                processes().stream().filter(p -> !p.command().equals("Sleep")).count());
        status.put("Uptime", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos));
        return status;
    }
}
