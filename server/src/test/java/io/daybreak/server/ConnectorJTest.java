package io.daybreak.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.server.api.RunningServer;
import io.daybreak.server.api.ServerConfig;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MySQL Connector/J against a database of canned answers: the protocol without SQL. */
class ConnectorJTest {
    @TempDir static Path directory;

    private static final FakeDatabase DATABASE = new FakeDatabase();
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server =
                Servers.start(
                        new ServerConfig("127.0.0.1", 0, 0, directory, "8.4.0-daybreak", "auto"),
                        DATABASE,
                        null);
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(DATABASE.openSessions).hasValue(0);
    }

    private static Connection connect(String user, String password, String options)
            throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + server.port() + "/test?" + options, user, password);
    }

    private static Connection root(String options) throws SQLException {
        return connect("root", "", "sslMode=DISABLED&" + options);
    }

    @Test
    void runsInlineThreadedAndCommittingStatements() throws Exception {
        try (Connection c = root("");
                Statement s = c.createStatement()) {
            assertThat(s.executeUpdate("block")).isEqualTo(1);
            assertThat(s.executeUpdate("commit")).isEqualTo(7);
            assertThat(s.executeUpdate("whatever")).isZero();
            assertThatThrownBy(() -> s.execute("commit fail")).hasMessage("lost");
            assertThatThrownBy(() -> s.execute("fail"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1105));
            assertThatThrownBy(() -> s.execute("crash")).hasMessageContaining("Internal error");
            assertThat(c.isValid(1)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "useServerPrepStmts=false",
                "useServerPrepStmts=true",
                "useCompression=true",
                "useServerPrepStmts=true&useCursorFetch=true&defaultFetchSize=100"
            })
    void readsRows(String options) throws Exception {
        try (Connection c = root(options);
                PreparedStatement s = c.prepareStatement("select rows 5000")) {
            for (int run = 0; run < 2; run++) {
                try (ResultSet r = s.executeQuery()) {
                    for (int i = 0; i < 5000; i++) {
                        assertThat(r.next()).isTrue();
                        assertThat(r.getLong(1)).isEqualTo(i);
                        assertThat(r.getString(2)).isEqualTo("row " + i);
                        assertThat(r.getString(3)).isNull();
                    }
                    assertThat(r.next()).isFalse();
                }
            }
        }
    }

    @Test
    void spillsALargeCursorToAFile() throws Exception {
        String options = "useServerPrepStmts=true&useCursorFetch=true&defaultFetchSize=10000";
        try (Connection c = root(options);
                PreparedStatement s = c.prepareStatement("select rows 400000");
                ResultSet r = s.executeQuery()) {
            long count = 0;
            while (r.next()) {
                assertThat(r.getLong(1)).isEqualTo(count++);
            }
            assertThat(count).isEqualTo(400_000);
        }
    }

    @Test
    void streamsAResultThatTheClientReadsSlowly() throws Exception {
        try (Connection c = root("");
                Statement s = c.createStatement()) {
            s.setFetchSize(Integer.MIN_VALUE);
            try (ResultSet r = s.executeQuery("select rows 300000")) {
                for (int i = 0; i < 10; i++) {
                    assertThat(r.next()).isTrue();
                }
                TimeUnit.MILLISECONDS.sleep(300);
                long count = 10;
                while (r.next()) {
                    count++;
                }
                assertThat(count).isEqualTo(300_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 250, 251, 65535, 65536, 16777210, 16777211, 16777212, 16777215, 40000000})
    void sendsAndTakesLongValues(int length) throws Exception {
        try (Connection c = root("useServerPrepStmts=true");
                Statement s = c.createStatement();
                PreparedStatement p = c.prepareStatement("select ?")) {
            try (ResultSet r = s.executeQuery("select big " + length)) {
                assertThat(r.next()).isTrue();
                assertThat(r.getBytes(1)).hasSize(length);
            }
            byte[] value = new byte[length];
            p.setBytes(1, value);
            try (ResultSet r = p.executeQuery()) {
                assertThat(r.next()).isTrue();
                assertThat(r.getBytes(1)).isEqualTo(value);
            }
            p.setBinaryStream(1, new ByteArrayInputStream(value), length);
            try (ResultSet r = p.executeQuery()) {
                assertThat(r.next()).isTrue();
                assertThat(r.getBytes(1)).isEqualTo(value);
            }
        }
    }

    @Test
    void refusesAPacketOverTheMaximumAndSurvives() throws Exception {
        try (Connection c = root("maxAllowedPacket=200000000");
                Statement s = c.createStatement()) {
            String sql = "-- " + "x".repeat(70_000_000);
            assertThatThrownBy(() -> s.execute(sql)).isInstanceOf(SQLException.class);
        }
        try (Connection c = root("")) {
            assertThat(c.isValid(1)).isTrue();
        }
    }

    @Test
    void decodesParametersOfEveryType() throws Exception {
        try (Connection c = root("useServerPrepStmts=true");
                PreparedStatement s = c.prepareStatement("select ?, ?, ?, ?, ?, ?, ?")) {
            for (int run = 0; run < 2; run++) {
                s.setInt(1, -5);
                s.setLong(2, 1L << 40);
                s.setString(3, "grüße");
                s.setBigDecimal(4, new BigDecimal("12.340"));
                s.setNull(5, java.sql.Types.INTEGER);
                s.setDouble(6, 0.5);
                s.setBoolean(7, true);
                try (ResultSet r = s.executeQuery()) {
                    assertThat(r.next()).isTrue();
                    assertThat(r.getString(1)).isEqualTo("-5");
                    assertThat(r.getString(2)).isEqualTo(Long.toString(1L << 40));
                    assertThat(r.getString(3)).isEqualTo("grüße");
                    assertThat(r.getString(4)).isEqualTo("12.340");
                    assertThat(r.getString(5)).isNull();
                    assertThat(r.getString(6)).isEqualTo("0.5");
                    assertThat(r.getString(7)).isEqualTo("1");
                }
            }
        }
    }

    @Test
    void answersSeveralStatementsAtOnce() throws Exception {
        try (Connection c = root("allowMultiQueries=true");
                Statement s = c.createStatement()) {
            assertThat(s.execute("select rows 3; block; select rows 2")).isTrue();
            assertThat(s.getMoreResults()).isFalse();
            assertThat(s.getUpdateCount()).isEqualTo(1);
            assertThat(s.getMoreResults()).isTrue();
            assertThat(s.getResultSet().next()).isTrue();
        }
    }

    @Test
    void authenticatesOverTlsAndByPublicKeyAndFromTheCache() throws Exception {
        for (String user : new String[] {FakeDatabase.SHA2_USER, FakeDatabase.NATIVE_USER}) {
            for (String options :
                    new String[] {
                        "sslMode=DISABLED&allowPublicKeyRetrieval=true",
                        "sslMode=REQUIRED",
                        "sslMode=DISABLED&allowPublicKeyRetrieval=false"
                    }) {
                try (Connection c = connect(user, FakeDatabase.PASSWORD, options);
                        Statement s = c.createStatement();
                        ResultSet r = s.executeQuery("SELECT USER(), CIPHER()")) {
                    assertThat(r.next()).isTrue();
                    assertThat(r.getString(1)).isEqualTo(user + "@localhost");
                    assertThat(r.getString(2).isEmpty()).isEqualTo(!options.contains("REQUIRED"));
                }
            }
        }
    }

    @Test
    void makesAClientThatWantsTlsWaitForTheCertificate(@TempDir Path fresh) throws Exception {
        ServerConfig config = new ServerConfig("127.0.0.1", 0, -1, fresh, "8.4.0", "auto");
        try (RunningServer other = Servers.start(config, DATABASE, null);
                Connection c =
                        DriverManager.getConnection(
                                "jdbc:mysql://127.0.0.1:" + other.port() + "/x?sslMode=REQUIRED",
                                "root",
                                "")) {
            assertThat(c.isValid(1)).isTrue();
        }
    }

    @Test
    void refusesWrongPasswordsUnknownUsersLockedAccountsAndMissingSchemas() {
        String options = "sslMode=REQUIRED";
        assertThatThrownBy(() -> connect(FakeDatabase.SHA2_USER, "wrong", options))
                .hasMessageContaining("Access denied for user 'sha2'@'localhost'");
        assertThatThrownBy(() -> connect(FakeDatabase.NATIVE_USER, "wrong", options))
                .hasMessageContaining("(using password: YES)");
        assertThatThrownBy(() -> connect("nobody", "", options))
                .hasMessageContaining("(using password: NO)");
        assertThatThrownBy(() -> connect("locked", "", options)).hasMessageContaining("locked");
        assertThatThrownBy(() ->
                        DriverManager.getConnection(
                                "jdbc:mysql://127.0.0.1:" + server.port() + "/missing", "root", ""))
                .hasMessageContaining("Unknown database 'missing'");
    }

    @Test
    void changesUserAndResets() throws Exception {
        try (Connection c = root("")) {
            c.unwrap(com.mysql.cj.jdbc.JdbcConnection.class)
                    .changeUser(FakeDatabase.NATIVE_USER, FakeDatabase.PASSWORD);
            assertThat(c.isValid(1)).isTrue();
            c.unwrap(com.mysql.cj.jdbc.JdbcConnection.class).resetServerState();
            assertThat(c.isValid(1)).isTrue();
            c.setCatalog("other");
            assertThat(c.getCatalog()).isEqualTo("other");
        }
    }

    @Test
    void killsARunningStatement() throws Exception {
        try (Connection c = root("");
                Connection other = root("");
                Statement s = c.createStatement();
                Statement killer = other.createStatement()) {
            long id;
            try (ResultSet r = s.executeQuery("SELECT CONNECTION_ID()")) {
                r.next();
                id = r.getLong(1);
            }
            CompletableFuture<Throwable> failure =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            s.execute("sleep");
                            return new AssertionError("not killed");
                        } catch (SQLException e) {
                            return e;
                        }
                    });
            awaitSleeping(1);
            try (ResultSet r = killer.executeQuery("select processlist")) {
                String info = "";
                while (r.next()) {
                    info += r.getString(3);
                }
                assertThat(info).contains("sleep");
            }
            killer.execute("killquery " + id);
            assertThat(failure.get(5, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
            assertThat(c.isValid(1)).isTrue();
            killer.execute("kill " + id);
            assertThatThrownBy(() -> s.execute("block")).isInstanceOf(SQLException.class);
        }
    }

    private static void awaitSleeping(int count) throws InterruptedException {
        while (DATABASE.sleeping.get() < count) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Test
    void readsALocalFile() throws Exception {
        try (Connection c = root("allowLoadLocalInfile=true");
                Statement s = c.createStatement()) {
            byte[] content = "1\t2\n".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
            s.unwrap(com.mysql.cj.jdbc.JdbcStatement.class)
                    .setLocalInfileInputStream(new ByteArrayInputStream(content));
            assertThat(s.executeLargeUpdate("local stream")).isEqualTo(content.length);
            assertThat(c.isValid(1)).isTrue();
        }
    }

    @Test
    void answersHealthAndMetrics() throws Exception {
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            for (String path : new String[] {"/health", "/metrics"}) {
                var answer =
                        client.send(
                                java.net.http.HttpRequest.newBuilder(
                                                java.net.URI.create(
                                                        "http://127.0.0.1:"
                                                                + server.adminPort()
                                                                + path))
                                        .build(),
                                java.net.http.HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body())
                        .contains(path.equals("/health") ? "ready" : "daybreak_connections_open");
            }
        }
    }
}
