package io.daybreak.it.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A writer's connection with its statements, facts and randomness. Every change of the database
 * goes through here, so that what is in doubt is decided in one place. Owned by its writer.
 */
final class Session {
    /** The server died while it worked for this session. */
    static final class ServerGone extends Exception {
        private static final long serialVersionUID = 1;

        ServerGone(SQLException cause) {
            super(cause);
        }
    }

    /** The server ended the transaction: a deadlock, a lock wait that took too long. */
    static final class RolledBack extends Exception {
        private static final long serialVersionUID = 1;

        RolledBack(SQLException cause) {
            super(cause);
        }
    }

    /** Reads the rows of a query. */
    interface Rows {
        void row(ResultSet row) throws SQLException;
    }

    final int writer;
    final Facts facts;
    final SplittableRandom random;
    private final Connection connection;
    private final Kill kill;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private boolean open;

    Session(int writer, Facts facts, SplittableRandom random, Connection connection, Kill kill)
            throws SQLException {
        this.writer = writer;
        this.facts = facts;
        this.random = random;
        this.connection = connection;
        this.kill = kill;
        connection.setAutoCommit(false);
        try (Statement s = connection.createStatement()) {
            s.execute("SET innodb_lock_wait_timeout = 2, lock_wait_timeout = 20");
        }
    }

    /** Changes rows within the transaction. */
    int update(String sql, Object... values) throws SQLException, ServerGone, RolledBack {
        open = true;
        try {
            return prepared(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw failed(e, false);
        }
    }

    /** Inserts a row and returns the id made for it. */
    long insert(String sql, Object... values) throws SQLException, ServerGone, RolledBack {
        open = true;
        try {
            PreparedStatement s = prepared(sql, values);
            s.executeUpdate();
            try (ResultSet keys = s.getGeneratedKeys()) {
                if (!keys.next()) {
                    throw new SQLException("no generated key");
                }
                return keys.getLong(1);
            }
        } catch (SQLException e) {
            throw failed(e, false);
        }
    }

    void query(Rows rows, String sql, Object... values)
            throws SQLException, ServerGone, RolledBack {
        try (ResultSet result = prepared(sql, values).executeQuery()) {
            while (result.next()) {
                rows.row(result);
            }
        } catch (SQLException e) {
            throw failed(e, false);
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement s = statements.get(sql);
        if (s == null) {
            s = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
            statements.put(sql, s);
        }
        for (int i = 0; i < values.length; i++) {
            s.setObject(i + 1, values[i]);
        }
        return s;
    }

    /** A statement without result and without facts, such as SAVEPOINT. */
    void control(String sql) throws SQLException, ServerGone, RolledBack {
        try (Statement s = connection.createStatement()) {
            s.execute(sql);
        } catch (SQLException e) {
            throw failed(e, false);
        }
    }

    /** A statement that commits by itself: the facts hold once it is answered. */
    void define(String sql) throws SQLException, ServerGone, RolledBack {
        kill.reached(Moment.IN_DDL);
        try (Statement s = connection.createStatement()) {
            s.execute(sql);
        } catch (SQLException e) {
            throw failed(e, true);
        }
        facts.commit();
        open = false;
    }

    void commit() throws SQLException, ServerGone, RolledBack {
        kill.reached(Moment.IN_COMMIT);
        try {
            connection.commit();
        } catch (SQLException e) {
            throw failed(e, true);
        }
        facts.commit();
        open = false;
    }

    void rollback() throws SQLException, ServerGone, RolledBack {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw failed(e, false);
        }
        facts.rollback();
        open = false;
    }

    boolean isOpen() {
        return open;
    }

    /** Sorts a failure; an SQLException that comes back is one that should not happen. */
    private SQLException failed(SQLException e, boolean committing)
            throws SQLException, ServerGone, RolledBack {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("08")) {
            if (committing) {
                facts.doubt();
            } else {
                facts.rollback();
            }
            throw new ServerGone(e);
        }
        if (e.getErrorCode() == 1213 || e.getErrorCode() == 1205) {
            rollback();
            throw new RolledBack(e);
        }
        return e;
    }
}
