package io.daybreak.sql.expr;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A MySQL to compare with: {@code -Ddaybreak.mysql=host:port}, user root without a password. */
final class RealMySql implements AutoCloseable {
    private final Connection connection;

    RealMySql(String address) throws SQLException {
        connection =
                DriverManager.getConnection(
                        "jdbc:mysql://"
                                + address
                                + "/?useSSL=false&allowPublicKeyRetrieval=true&characterEncoding=UTF-8"
                                + "&connectionCollation=utf8mb4_0900_ai_ci&jdbcCompliantTruncation=false",
                        "root",
                        "");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET time_zone = '+00:00', timestamp = 1700000000.123456");
        }
    }

    /** As {@link Eval#show}. */
    String show(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + sql)) {
            rows.next();
            byte[] value = rows.getBytes(1);
            return value == null ? "NULL" : Eval.shown(value);
        } catch (SQLException e) {
            return "ERROR " + e.getErrorCode();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
