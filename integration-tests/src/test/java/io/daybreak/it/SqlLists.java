package io.daybreak.it;

import io.daybreak.testsupport.history.ListClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Lists as rows of a table {@code lists (id, last, list)}, through SQL. Used by one thread. */
final class SqlLists implements ListClient {
    private static final int DEADLOCK = 1213;
    private static final int TIMEOUT = 1205;

    private final Connection connection;

    SqlLists(Connection connection, String level) throws SQLException {
        this.connection = connection;
        try (Statement s = connection.createStatement()) {
            s.execute("SET SESSION TRANSACTION ISOLATION LEVEL " + level);
            s.execute("SET innodb_lock_wait_timeout = 20");
        }
        connection.setAutoCommit(false);
    }

    static void createTable(Statement s) throws SQLException {
        s.execute("CREATE TABLE lists (id INT PRIMARY KEY, last BIGINT, list TEXT, KEY (last))");
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    private <T> T statement(Work<T> work) throws AbortedException {
        try {
            return work.run();
        } catch (SQLException e) {
            if (e.getErrorCode() != DEADLOCK && e.getErrorCode() != TIMEOUT) {
                throw new IllegalStateException(e);
            }
            rollback();
            throw new AbortedException(e);
        }
    }

    @Override
    public void begin() {
        // The first statement begins it.
    }

    @Override
    public List<Long> read(int key, boolean locking) throws AbortedException {
        String sql = "SELECT list FROM lists WHERE id = ?" + (locking ? " FOR UPDATE" : "");
        return statement(() -> {
            try (PreparedStatement s = connection.prepareStatement(sql)) {
                s.setInt(1, key);
                try (ResultSet r = s.executeQuery()) {
                    return r.next() ? list(r.getString(1)) : List.of();
                }
            }
        });
    }

    private static List<Long> list(String text) {
        return Arrays.stream(text.split(",", -1)).map(Long::valueOf).toList();
    }

    @Override
    public List<List<Long>> readAll(int firstKey, int lastKey) throws AbortedException {
        return statement(() -> {
            List<List<Long>> lists =
                    new ArrayList<>(Collections.nCopies(lastKey - firstKey + 1, List.of()));
            String sql = "SELECT id, list FROM lists WHERE id BETWEEN ? AND ?";
            try (PreparedStatement s = connection.prepareStatement(sql)) {
                s.setInt(1, firstKey);
                s.setInt(2, lastKey);
                try (ResultSet r = s.executeQuery()) {
                    while (r.next()) {
                        lists.set(r.getInt(1) - firstKey, list(r.getString(2)));
                    }
                }
            }
            return lists;
        });
    }

    @Override
    public void append(int key, long value) throws AbortedException {
        String sql =
                "INSERT INTO lists VALUES (?, ?, ?)"
                        + " ON DUPLICATE KEY UPDATE last = VALUES(last),"
                        + " list = CONCAT(list, ',', VALUES(list))";
        statement(() -> {
            try (PreparedStatement s = connection.prepareStatement(sql)) {
                s.setInt(1, key);
                s.setLong(2, value);
                s.setString(3, Long.toString(value));
                return s.executeUpdate();
            }
        });
    }

    @Override
    public void commit() throws AbortedException {
        statement(() -> {
            connection.commit();
            return true;
        });
    }

    @Override
    public void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
