package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The protocol's prepared statements and those of PREPARE count together, and at once. */
@Timeout(60)
class PreparedStatementLimitTest {
    @Test
    void maxPreparedStmtCountHoldsForBothKinds() throws Exception {
        DaybreakServer server = SharedServer.withSchema("prepared_limit");
        try (Connection other = server.connect("prepared_limit");
                Statement status = other.createStatement()) {
            // Statements of connections that other tests closed go a moment later.
            while (count(status) > 0) {
                Thread.sleep(20);
            }
            status.execute("SET GLOBAL max_prepared_stmt_count = 2");
            try (Connection c =
                            server.connect(
                                    "prepared_limit",
                                    "useServerPrepStmts=true&emulateUnsupportedPstmts=false");
                    Statement s = c.createStatement()) {
                s.execute("PREPARE a FROM 'SELECT 1'");
                PreparedStatement b = c.prepareStatement("SELECT ?");
                assertThat(count(status)).isEqualTo(2);
                assertThatThrownBy(() -> s.execute("PREPARE d FROM 'SELECT 1'"))
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("errorCode", 1461);
                assertThatThrownBy(() -> c.prepareStatement("SELECT 1, ?"))
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("errorCode", 1461);
                b.close();
                s.execute("PREPARE d FROM 'SELECT 1'");
                s.execute("DEALLOCATE PREPARE d");
                assertThat(count(status)).isEqualTo(1);
            } finally {
                status.execute("SET GLOBAL max_prepared_stmt_count = DEFAULT");
            }
            while (count(status) > 0) {
                Thread.sleep(20);
            }
        }
    }

    private static int count(Statement s) throws SQLException {
        try (ResultSet r = s.executeQuery("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'")) {
            r.next();
            return r.getInt(2);
        }
    }
}
