package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What applications do through JDBC, with both stock drivers, each with text and server-side
 * prepared statements.
 */
class JdbcDriversTest {
    private static final String SCHEMA = "jdbc_test";
    private static DaybreakServer server;

    @BeforeAll
    static void start() throws Exception {
        server = SharedServer.withSchema(SCHEMA);
    }

    static List<String> urls() {
        return List.of(
                server.url(SCHEMA, ""),
                server.url(SCHEMA, "useServerPrepStmts=true&cachePrepStmts=true"),
                server.url(SCHEMA, "rewriteBatchedStatements=true&useCompression=true"),
                server.mariaDbUrl(SCHEMA, ""),
                server.mariaDbUrl(SCHEMA, "useServerPrepStmts=true&useBulkStmts=false"));
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "root", "");
    }

    @ParameterizedTest
    @MethodSource("urls")
    void storesAndReadsEveryKindOfValue(String url) throws Exception {
        try (Connection c = connect(url);
                Statement s = c.createStatement()) {
            s.execute("DROP TABLE IF EXISTS kinds");
            s.execute(
                    "CREATE TABLE kinds (id INT PRIMARY KEY, b TINYINT(1), l BIGINT, u INT UNSIGNED,"
                            + " d DECIMAL(20,5), f DOUBLE, t VARCHAR(100), x LONGTEXT, y BLOB, da"
                            + " DATE, dt DATETIME(6), ti TIME, e ENUM('a','b'))");
            String insert = "INSERT INTO kinds VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)";
            LocalDateTime when = LocalDateTime.of(2026, 11, 21, 6, 30, 15, 123_456_000);
            byte[] blob = {0, 1, 39, 92, (byte) 200, (byte) 255, 10};
            String text = "Grüße, \"世界\" 🎉 \\ ' \n";
            try (PreparedStatement p = c.prepareStatement(insert)) {
                p.setInt(1, 1);
                p.setBoolean(2, true);
                p.setLong(3, Long.MIN_VALUE);
                p.setLong(4, 4_294_967_295L);
                p.setBigDecimal(5, new BigDecimal("-123456789012345.12345"));
                p.setDouble(6, 0.1);
                p.setString(7, text);
                p.setString(8, text.repeat(3000));
                p.setBytes(9, blob);
                p.setObject(10, LocalDate.of(2024, 2, 29));
                p.setObject(11, when);
                p.setObject(12, LocalTime.of(23, 59, 58));
                p.setString(13, "b");
                assertThat(p.executeUpdate()).isEqualTo(1);
                p.setInt(1, 2);
                for (int i = 2; i <= 13; i++) {
                    p.setNull(i, java.sql.Types.NULL);
                }
                assertThat(p.executeUpdate()).isEqualTo(1);
            }
            try (PreparedStatement p =
                    c.prepareStatement("SELECT * FROM kinds WHERE id >= ? ORDER BY id")) {
                p.setInt(1, 0);
                try (ResultSet r = p.executeQuery()) {
                    assertThat(r.next()).isTrue();
                    assertThat(r.getBoolean("b")).isTrue();
                    assertThat(r.getLong("l")).isEqualTo(Long.MIN_VALUE);
                    assertThat(r.getLong("u")).isEqualTo(4_294_967_295L);
                    assertThat(r.getBigDecimal("d")).isEqualTo("-123456789012345.12345");
                    assertThat(r.getDouble("f")).isEqualTo(0.1);
                    assertThat(r.getString("t")).isEqualTo(text);
                    assertThat(r.getString("x")).isEqualTo(text.repeat(3000));
                    assertThat(r.getBytes("y")).isEqualTo(blob);
                    assertThat(r.getDate("da")).isEqualTo(Date.valueOf("2024-02-29"));
                    assertThat(r.getTimestamp("dt")).isEqualTo(Timestamp.valueOf(when));
                    assertThat(r.getObject("ti", LocalTime.class))
                            .isEqualTo(LocalTime.of(23, 59, 58));
                    assertThat(r.getString("e")).isEqualTo("b");
                    assertThat(r.next()).isTrue();
                    for (int i = 2; i <= 13; i++) {
                        assertThat(r.getObject(i)).isNull();
                    }
                    assertThat(r.next()).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void insertsBatchesAndReturnsGeneratedKeys(String url) throws Exception {
        try (Connection c = connect(url);
                Statement s = c.createStatement()) {
            s.execute("DROP TABLE IF EXISTS batch");
            s.execute(
                    "CREATE TABLE batch (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20) UNIQUE)");
            c.setAutoCommit(false);
            List<Long> keys = new ArrayList<>();
            try (PreparedStatement p =
                    c.prepareStatement(
                            "INSERT INTO batch (v) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                for (int i = 1; i <= 500; i++) {
                    p.setString(1, "value " + i);
                    p.addBatch();
                }
                p.executeBatch();
                try (ResultSet r = p.getGeneratedKeys()) {
                    while (r.next()) {
                        keys.add(r.getLong(1));
                    }
                }
            }
            c.commit();
            assertThat(keys).isNotEmpty().isSorted().startsWith(1L);
            assertThat(number(s, "SELECT COUNT(*) FROM batch")).isEqualTo(500);
            assertThat(number(s, "SELECT MAX(id) FROM batch")).isEqualTo(500);
            try (PreparedStatement p = c.prepareStatement("INSERT INTO batch (v) VALUES (?)")) {
                p.setString(1, "new");
                p.addBatch();
                p.setString(1, "value 7");
                p.addBatch();
                assertThatThrownBy(p::executeBatch)
                        .isInstanceOf(BatchUpdateException.class)
                        .hasMessageContaining("Duplicate entry 'value 7' for key 'batch.v'");
            }
            c.rollback();
            assertThat(number(s, "SELECT COUNT(*) FROM batch")).isEqualTo(500);
        }
    }

    private static long number(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            assertThat(r.next()).isTrue();
            return r.getLong(1);
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void keepsTransactionsAndSavepointsApart(String url) throws Exception {
        try (Connection one = connect(url);
                Connection two = connect(url);
                Statement s = one.createStatement();
                Statement t = two.createStatement()) {
            s.execute("DROP TABLE IF EXISTS account");
            s.execute("CREATE TABLE account (id INT PRIMARY KEY, amount INT NOT NULL)");
            s.execute("INSERT INTO account VALUES (1, 100), (2, 200)");
            one.setAutoCommit(false);
            one.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(s.executeUpdate("UPDATE account SET amount = amount - 10 WHERE id = 1"))
                    .isEqualTo(1);
            Savepoint savepoint = one.setSavepoint("half");
            s.executeUpdate("UPDATE account SET amount = 0");
            one.rollback(savepoint);
            assertThat(number(t, "SELECT amount FROM account WHERE id = 1")).isEqualTo(100);
            one.commit();
            assertThat(number(t, "SELECT SUM(amount) FROM account")).isEqualTo(290);
            s.executeUpdate("DELETE FROM account");
            one.rollback();
            assertThat(number(t, "SELECT COUNT(*) FROM account")).isEqualTo(2);
            two.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(two.getTransactionIsolation())
                    .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            two.setReadOnly(true);
            assertThatThrownBy(() -> t.executeUpdate("DELETE FROM account"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void streamsManyRowsAndLongValues(String url) throws Exception {
        try (Connection c = connect(url);
                Statement s = c.createStatement()) {
            s.execute("DROP TABLE IF EXISTS many");
            s.execute("CREATE TABLE many (id INT PRIMARY KEY, v VARCHAR(200))");
            StringBuilder insert = new StringBuilder("INSERT INTO many VALUES (0,'x')");
            for (int i = 1; i < 5000; i++) {
                insert.append(",(").append(i).append(",'").append("v".repeat(i % 200)).append("')");
            }
            assertThat(s.executeUpdate(insert.toString())).isEqualTo(5000);
            s.setFetchSize(url.contains("mariadb") ? 100 : Integer.MIN_VALUE);
            try (ResultSet r = s.executeQuery("SELECT id, v FROM many ORDER BY id")) {
                for (int i = 0; i < 5000; i++) {
                    assertThat(r.next()).isTrue();
                    assertThat(r.getInt(1)).isEqualTo(i);
                    assertThat(r.getString(2)).hasSize(i == 0 ? 1 : i % 200);
                }
                assertThat(r.next()).isFalse();
            }
            s.setFetchSize(0);
            s.execute("DROP TABLE IF EXISTS longs");
            s.execute("CREATE TABLE longs (id INT PRIMARY KEY, v LONGBLOB)");
            byte[] value = "0123456789abcdef".repeat(1 << 17).getBytes(StandardCharsets.US_ASCII);
            try (PreparedStatement p = c.prepareStatement("INSERT INTO longs VALUES (1, ?)")) {
                p.setBytes(1, value);
                assertThat(p.executeUpdate()).isEqualTo(1);
            }
            try (ResultSet r = s.executeQuery("SELECT v, LENGTH(v) FROM longs")) {
                assertThat(r.next()).isTrue();
                assertThat(r.getBytes(1)).isEqualTo(value);
                assertThat(r.getInt(2)).isEqualTo(value.length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void answersMetadataCalls(String url) throws Exception {
        try (Connection c = connect(url);
                Statement s = c.createStatement()) {
            s.execute("DROP TABLE IF EXISTS child");
            s.execute("DROP TABLE IF EXISTS parent");
            s.execute(
                    "CREATE TABLE parent (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50) NOT"
                            + " NULL, price DECIMAL(10,2) DEFAULT 1.50, UNIQUE KEY by_name (name))");
            s.execute(
                    "CREATE TABLE child (id INT PRIMARY KEY, parent_id INT, KEY (parent_id),"
                            + " CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent"
                            + " (id) ON DELETE CASCADE)");
            DatabaseMetaData m = c.getMetaData();
            assertThat(m.getDatabaseProductVersion()).startsWith("8.");
            assertThat(column(m.getCatalogs(), "TABLE_CAT")).contains(SCHEMA, "information_schema");
            assertThat(column(m.getTables(SCHEMA, null, "%", new String[] {"TABLE"}), "TABLE_NAME"))
                    .contains("parent", "child");
            assertThat(column(m.getColumns(SCHEMA, null, "parent", "%"), "COLUMN_NAME"))
                    .containsExactly("id", "name", "price");
            assertThat(column(m.getColumns(SCHEMA, null, "parent", "%"), "IS_NULLABLE"))
                    .containsExactly("NO", "NO", "YES");
            assertThat(column(m.getPrimaryKeys(SCHEMA, null, "parent"), "COLUMN_NAME"))
                    .containsExactly("id");
            assertThat(column(m.getIndexInfo(SCHEMA, null, "parent", true, false), "INDEX_NAME"))
                    .containsExactlyInAnyOrder("PRIMARY", "by_name");
            assertThat(column(m.getImportedKeys(SCHEMA, null, "child"), "FK_NAME"))
                    .containsExactly("child_parent");
            try (ResultSet r = s.executeQuery("SELECT id AS i, name, price FROM parent AS p")) {
                ResultSetMetaData d = r.getMetaData();
                assertThat(d.getColumnCount()).isEqualTo(3);
                assertThat(d.getColumnLabel(1)).isEqualTo("i");
                assertThat(d.isAutoIncrement(1)).isTrue();
                assertThat(d.getTableName(2)).isIn("parent", "p");
                assertThat(d.isNullable(2)).isEqualTo(ResultSetMetaData.columnNoNulls);
                assertThat(d.getPrecision(3)).isEqualTo(10);
                assertThat(d.getScale(3)).isEqualTo(2);
            }
        }
    }

    private static List<String> column(ResultSet result, String name) throws SQLException {
        try (result) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(name));
            }
            return values;
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void reportsErrorsAsMySqlDoes(String url) throws Exception {
        try (Connection c = connect(url);
                Statement s = c.createStatement()) {
            s.execute("DROP TABLE IF EXISTS strict");
            s.execute("CREATE TABLE strict (id INT PRIMARY KEY, t VARCHAR(3) NOT NULL)");
            s.execute("INSERT INTO strict VALUES (1, 'a')");
            error(s, "SELEC 1", 1064, "42000");
            error(s, "SELECT * FROM nowhere", 1146, "42S02");
            error(s, "SELECT nothing FROM strict", 1054, "42S22");
            error(s, "INSERT INTO strict VALUES (1, 'b')", 1062, "23000");
            error(s, "INSERT INTO strict VALUES (2, NULL)", 1048, "23000");
            error(s, "INSERT INTO strict VALUES (2, 'long')", 1406, "22001");
            error(s, "USE nowhere", 1049, "42000");
            assertThat(number(s, "SELECT COUNT(*) FROM strict")).isEqualTo(1);
        }
    }

    private static void error(Statement s, String sql, int code, String state) {
        assertThatThrownBy(() -> s.execute(sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> {
                            assertThat(e.getErrorCode()).as(e.getMessage()).isEqualTo(code);
                            assertThat(e.getSQLState()).isEqualTo(state);
                        });
    }
}
