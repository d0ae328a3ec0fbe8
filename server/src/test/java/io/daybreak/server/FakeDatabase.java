package io.daybreak.server;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.api.Credentials;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A database of canned statements, for tests of the protocol: {@code rows N}, {@code big N}, {@code
 * block}, {@code commit}, {@code sleep}, {@code local NAME}, {@code fail}, {@code crash}, {@code
 * SELECT @@v AS a, …}, {@code SET …}. A prepared statement answers its parameters.
 */
public final class FakeDatabase implements SqlDatabase {
    public static final String NATIVE_USER = "native";
    public static final String SHA2_USER = "sha2";
    public static final String PASSWORD = "gehe1m";

    private final Map<String, String> globals = new ConcurrentHashMap<>();
    private final AtomicLong globalsVersion = new AtomicLong();
    public final AtomicInteger openSessions = new AtomicInteger();
    public final AtomicInteger sleeping = new AtomicInteger();

    private final byte[] sha2 =
            Credentials.create(Credentials.CACHING_SHA2, PASSWORD.getBytes(StandardCharsets.UTF_8));
    private final byte[] sha1 =
            Credentials.create(Credentials.NATIVE, PASSWORD.getBytes(StandardCharsets.UTF_8));

    @Override
    public @Nullable Account account(String user, String host) {
        return switch (user) {
            case "root" -> account(user, Credentials.CACHING_SHA2, new byte[0], false);
            case SHA2_USER -> account(user, Credentials.CACHING_SHA2, sha2, false);
            case NATIVE_USER -> account(user, Credentials.NATIVE, sha1, false);
            case "locked" -> account(user, Credentials.CACHING_SHA2, new byte[0], true);
            default -> null;
        };
    }

    private static Account account(String user, String plugin, byte[] credential, boolean locked) {
        return new Account(user, "localhost", plugin, credential, false, locked, false);
    }

    @Override
    public SqlSession openSession(
            Account account, ConnectionInfo connection, @Nullable String schema) {
        if ("missing".equals(schema)) {
            throw new SqlException(MySqlError.ER_BAD_DB_ERROR, schema);
        }
        openSessions.incrementAndGet();
        return new Session(account.user(), connection);
    }

    @Override
    public @Nullable String globalVariable(String name) {
        return globals.get(name);
    }

    @Override
    public long globalVariablesVersion() {
        return globalsVersion.get();
    }

    public void setGlobal(String name, String value) {
        globals.put(name, value);
        globalsVersion.incrementAndGet();
    }

    public void resetGlobals() {
        globals.clear();
        globalsVersion.incrementAndGet();
    }

    @Override
    public void close() {}

    /** What sysbench's point select gets. */
    private static final Row POINT_ROW =
            new Row((Object) "c".repeat(119).getBytes(StandardCharsets.US_ASCII));

    static ResultColumn text(String name) {
        return new ResultColumn("", "", "", name, "", 253, 255, 1024, 0, 31, new TextFormat());
    }

    static ResultColumn number(String name) {
        return new ResultColumn("", "", "", name, "", 8, 63, 20, 128, 0, new LongFormat());
    }

    private static final class TextFormat implements ResultColumn.ValueFormat {
        @Override
        public void text(RowReader row, int column, ResultColumn.ByteOutput out) {
            byte[] bytes = row.getBytes(column);
            out.writeBytes(bytes, 0, bytes.length);
        }

        @Override
        public void binary(RowReader row, int column, ResultColumn.ByteOutput out) {
            byte[] bytes = row.getBytes(column);
            out.writeLength(bytes.length);
            out.writeBytes(bytes, 0, bytes.length);
        }
    }

    private static final class LongFormat implements ResultColumn.ValueFormat {
        @Override
        public void text(RowReader row, int column, ResultColumn.ByteOutput out) {
            byte[] bytes = Long.toString(row.getLong(column)).getBytes(StandardCharsets.US_ASCII);
            out.writeBytes(bytes, 0, bytes.length);
        }

        @Override
        public void binary(RowReader row, int column, ResultColumn.ByteOutput out) {
            out.writeLong(row.getLong(column));
        }
    }

    record Row(@Nullable Object... values) implements RowReader {
        @Override
        public boolean isNull(int column) {
            return values[column] == null;
        }

        @Override
        public long getLong(int column) {
            return (Long) values[column];
        }

        @Override
        public double getDouble(int column) {
            return (Double) values[column];
        }

        @Override
        public @Nullable BigDecimal getDecimal(int column) {
            return (BigDecimal) values[column];
        }

        @Override
        public byte @Nullable [] getBytes(int column) {
            return switch (values[column]) {
                case null -> null;
                case byte[] bytes -> bytes;
                case Object other -> other.toString().getBytes(StandardCharsets.UTF_8);
            };
        }

        @Override
        public @Nullable Object get(int column) {
            return values[column];
        }

        @Override
        public boolean copyBytes(int column, ByteSink sink) {
            byte[] bytes = getBytes(column);
            sink.accept(bytes, 0, bytes.length);
            return true;
        }
    }

    record Statement(
            String sql, int parameterCount, ResultColumn[] parameters, ResultColumn[] columns)
            implements SqlSession.Prepared {
        @Override
        public int warningCount() {
            return 0;
        }
    }

    private final class Session implements SqlSession {
        private static final int STATUS = 2;
        private final String user;
        private final ConnectionInfo connection;
        private final Map<String, String> variables = new ConcurrentHashMap<>();
        private volatile CountDownLatch interrupted = new CountDownLatch(1);
        private volatile @Nullable String schema;
        private boolean schemaChanged;

        Session(String user, ConnectionInfo connection) {
            this.user = user;
            this.connection = connection;
            variables.put("wait_timeout", "28800");
            variables.put("max_allowed_packet", "67108864");
            variables.put("auto_increment_increment", "1");
            variables.put("sql_mode", "STRICT_TRANS_TABLES");
            variables.put("character_set_client", "utf8mb4");
            variables.put("character_set_connection", "utf8mb4");
            variables.put("character_set_results", "utf8mb4");
            variables.put("character_set_server", "utf8mb4");
            variables.put("collation_server", "utf8mb4_0900_ai_ci");
            variables.put("collation_connection", "utf8mb4_0900_ai_ci");
            variables.put("system_time_zone", "UTC");
            variables.put("time_zone", "UTC");
            variables.put("transaction_isolation", "REPEATABLE-READ");
            variables.put("tx_isolation", "REPEATABLE-READ");
            variables.put("lower_case_table_names", "0");
            variables.put("interactive_timeout", "28800");
            variables.put("net_write_timeout", "60");
            variables.put("performance_schema", "0");
            variables.put("license", "Apache-2.0");
            variables.put("init_connect", "");
            variables.put("version", "8.4.0");
            variables.put("autocommit", "1");
        }

        @Override
        public Progress query(
                byte[] sql,
                int offset,
                int length,
                boolean multiStatements,
                ResultSink sink,
                boolean mayBlock) {
            String text = new String(sql, offset, length, StandardCharsets.UTF_8);
            text = text.replaceAll("/\\*.*?\\*/", "").trim();
            List<String> parts = multiStatements ? Arrays.asList(text.split(";")) : List.of(text);
            interrupted = new CountDownLatch(1);
            try {
                for (int i = 0; i < parts.size(); i++) {
                    boolean more = i < parts.size() - 1;
                    Progress progress = run(parts.get(i).trim(), more, sink, mayBlock);
                    if (progress != Progress.COMPLETE) {
                        return progress;
                    }
                }
            } catch (SqlException e) {
                sink.error(e);
            } catch (InterruptedException e) {
                sink.error(new SqlException(MySqlError.ER_QUERY_INTERRUPTED));
            }
            return Progress.COMPLETE;
        }

        private Progress run(String sql, boolean more, ResultSink sink, boolean mayBlock)
                throws InterruptedException {
            String[] words =
                    sql.replaceFirst("(?i)^select (?=rows|big|processlist)", "").split("\\s+", 2);
            String rest = words.length > 1 ? words[1] : "";
            switch (words[0].toLowerCase(java.util.Locale.ROOT)) {
                case "rows" -> {
                    if (!mayBlock && Long.parseLong(rest) > 100) {
                        return Progress.WOULD_BLOCK;
                    }
                    ResultColumn[] columns = {number("n"), text("t"), text("nothing")};
                    sink.columns(columns);
                    for (long i = 0; i < Long.parseLong(rest); i++) {
                        if (!sink.isWritable()) {
                            sink.awaitWritable();
                        }
                        sink.row(new Row(i, "row " + i, null));
                    }
                    sink.end(0, STATUS, more);
                }
                case "big" -> {
                    byte[] value = new byte[Integer.parseInt(rest)];
                    Arrays.fill(value, (byte) 'x');
                    sink.columns(new ResultColumn[] {text("big")});
                    sink.row(new Row((Object) value));
                    sink.end(0, STATUS, more);
                }
                case "block" -> {
                    if (!mayBlock) {
                        return Progress.WOULD_BLOCK;
                    }
                    sink.ok(1, 0, 0, STATUS, "", more);
                }
                case "commit" -> {
                    Thread.ofVirtual()
                            .start(() -> {
                                if (rest.equals("fail")) {
                                    sink.error(
                                            new SqlException(MySqlError.ER_UNKNOWN_ERROR, "lost"));
                                } else {
                                    sink.ok(7, 8, 0, STATUS, "", false);
                                }
                            });
                    return Progress.COMMITTING;
                }
                case "sleep" -> {
                    if (!mayBlock) {
                        return Progress.WOULD_BLOCK;
                    }
                    sleeping.incrementAndGet();
                    try {
                        if (interrupted.await(30, TimeUnit.SECONDS)) {
                            throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
                        }
                    } finally {
                        sleeping.decrementAndGet();
                    }
                    sink.ok(0, 0, 0, STATUS, "", more);
                }
                case "local" -> {
                    if (!mayBlock) {
                        return Progress.WOULD_BLOCK;
                    }
                    long[] count = new long[1];
                    sink.requestLocalFile(rest, (bytes, offset, length) -> count[0] += length);
                    sink.ok(count[0], 0, 0, STATUS, "read", more);
                }
                case "kill" -> {
                    boolean found =
                            connection
                                    .registry()
                                    .killConnection(Long.parseLong(rest.replaceAll("\\D", "")));
                    if (!found) {
                        throw new SqlException(MySqlError.ER_UNKNOWN_ERROR, "no such id");
                    }
                    sink.ok(0, 0, 0, STATUS, "", more);
                }
                case "killquery" -> {
                    connection.registry().killQuery(Long.parseLong(rest));
                    sink.ok(0, 0, 0, STATUS, "", more);
                }
                case "processlist" -> {
                    sink.columns(new ResultColumn[] {number("id"), text("c"), text("info")});
                    for (var p : connection.registry().processes()) {
                        sink.row(new Row(p.id(), p.command(), p.info()));
                    }
                    sink.end(0, STATUS, more);
                }
                case "fail" -> throw new SqlException(MySqlError.ER_UNKNOWN_ERROR, "as asked");
                case "crash" -> throw new IllegalStateException("as asked");
                case "use" -> {
                    useSchema(rest);
                    sink.ok(0, 0, 0, STATUS, "", more);
                }
                case "select" -> select(rest, more, sink);
                case "show" -> {
                    sink.columns(new ResultColumn[] {text("Variable_name"), text("Value")});
                    for (var e : variables.entrySet()) {
                        sink.row(new Row(e.getKey(), e.getValue()));
                    }
                    sink.end(0, STATUS, more);
                }
                default -> sink.ok(0, 0, 0, STATUS, "", more);
            }
            return Progress.COMPLETE;
        }

        private void select(String list, boolean more, ResultSink sink) {
            if (list.equals("$$")) {
                // The mysql program asks so whether there are dollar-quoted strings.
                throw new SqlException(MySqlError.ER_PARSE_ERROR, "You have an error", "$$", 1);
            }
            List<ResultColumn> columns = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            for (String item : list.split(",")) {
                String[] parts = item.trim().split("(?i)\\s+as\\s+");
                String name = parts[0].replaceAll("@@((session|global)\\.)?", "");
                columns.add(text(parts[parts.length - 1]));
                values.add(
                        switch (name) {
                            case "USER()" -> user + "@" + connection.clientHost();
                            case "DATABASE()" -> schema;
                            case "CONNECTION_ID()" -> connection.id();
                            case "CIPHER()" -> connection.tlsCipher();
                            default -> variables.getOrDefault(name, name.replace("'", ""));
                        });
            }
            sink.columns(columns.toArray(ResultColumn[]::new));
            sink.row(new Row(values.toArray()));
            sink.end(0, STATUS, more);
        }

        @Override
        public @Nullable Prepared prepare(byte[] sql, int offset, int length, boolean mayBlock) {
            String text = new String(sql, offset, length, StandardCharsets.UTF_8);
            if (!mayBlock && text.startsWith("select rows")) {
                return null;
            }
            if (text.startsWith("fail")) {
                throw new SqlException(MySqlError.ER_UNKNOWN_ERROR, "as asked");
            }
            int count = (int) text.chars().filter(c -> c == '?').count();
            ResultColumn[] parameters = new ResultColumn[count];
            Arrays.fill(parameters, text("?"));
            ResultColumn[] columns =
                    text.startsWith("SELECT c FROM")
                            ? new ResultColumn[] {text("c")}
                            : text.startsWith("select rows")
                                    ? new ResultColumn[] {number("n"), text("t"), text("nothing")}
                                    : text.startsWith("select") ? parameters : new ResultColumn[0];
            return new Statement(text, count, parameters, columns);
        }

        @Override
        public Progress execute(
                Prepared prepared, Parameter[] parameters, ResultSink sink, boolean mayBlock) {
            Statement statement = (Statement) prepared;
            if (statement.sql.startsWith("SELECT c FROM")) {
                sink.columns(statement.columns);
                sink.row(POINT_ROW);
                sink.end(0, STATUS, false);
                return Progress.COMPLETE;
            }
            if (statement.sql.startsWith("select ?")) {
                sink.columns(statement.columns);
                sink.row(new Row(Arrays.stream(parameters).map(Parameter::value).toArray()));
                sink.end(0, STATUS, false);
                return Progress.COMPLETE;
            }
            byte[] sql = statement.sql.getBytes(StandardCharsets.UTF_8);
            return query(sql, 0, sql.length, false, sink, mayBlock);
        }

        @Override
        public void useSchema(String name) {
            if (name.equals("missing")) {
                throw new SqlException(MySqlError.ER_BAD_DB_ERROR, name);
            }
            schema = name;
            schemaChanged = true;
        }

        @Override
        public ResultColumn[] fieldList(String table, String wildcard) {
            return new ResultColumn[] {text(table)};
        }

        @Override
        public void reset() {
            schema = null;
        }

        @Override
        public void changeUser(Account account, @Nullable String newSchema) {
            schema = newSchema;
        }

        @Override
        public void setCollation(int collationId) {}

        @Override
        public String statistics() {
            return "Uptime: 1";
        }

        @Override
        public int statusFlags() {
            return STATUS;
        }

        @Override
        public int warningCount() {
            return 0;
        }

        @Override
        public @Nullable String schema() {
            return schema;
        }

        @Override
        public int resultCollation() {
            return 255;
        }

        @Override
        public @Nullable String variable(String name) {
            return globals.getOrDefault("session." + name, variables.get(name));
        }

        @Override
        public List<StateChange> takeStateChanges() {
            if (schemaChanged) {
                schemaChanged = false;
                return List.of(new StateChange(1, "", String.valueOf(schema)));
            }
            return List.of();
        }

        @Override
        public void interrupt() {
            interrupted.countDown();
        }

        @Override
        public void close() {
            openSessions.decrementAndGet();
        }
    }
}
