package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A connection pool under load: many threads, few connections, transfers that keep their sum. */
class HikariTest {
    @Test
    void transfersMoneyFromManyThreadsWithoutLosingAny() throws Exception {
        DaybreakServer server = SharedServer.withSchema("pool");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url("pool", "useServerPrepStmts=true&cachePrepStmts=true"));
        config.setUsername("root");
        config.setPassword("");
        config.setMaximumPoolSize(8);
        try (HikariDataSource pool = new HikariDataSource(config);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int accounts = 20;
            try (Connection c = pool.getConnection();
                    Statement s = c.createStatement()) {
                s.execute("CREATE TABLE account (id INT PRIMARY KEY, amount INT NOT NULL)");
                for (int i = 0; i < accounts; i++) {
                    s.execute("INSERT INTO account VALUES (" + i + ", 1000)");
                }
            }
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int from = i % accounts;
                int to = (i * 7 + 3) % accounts;
                work.add(() -> transfer(pool, from, to));
            }
            int retries = 0;
            for (Future<Integer> future : threads.invokeAll(work)) {
                retries += future.get();
            }
            assertThat(retries).isLessThan(400 * 50);
            try (Connection c = pool.getConnection();
                    Statement s = c.createStatement();
                    ResultSet r = s.executeQuery("SELECT SUM(amount) FROM account")) {
                assertThat(r.next()).isTrue();
                assertThat(r.getInt(1)).isEqualTo(accounts * 1000);
            }
        }
    }

    /** How often a deadlock made it start again. */
    private static int transfer(HikariDataSource pool, int from, int to) throws SQLException {
        for (int retries = 0; ; retries++) {
            try (Connection c = pool.getConnection()) {
                c.setAutoCommit(false);
                try (PreparedStatement p =
                        c.prepareStatement("UPDATE account SET amount = amount + ? WHERE id = ?")) {
                    p.setInt(1, -1);
                    p.setInt(2, from);
                    assertThat(p.executeUpdate()).isEqualTo(1);
                    p.setInt(1, 1);
                    p.setInt(2, to);
                    assertThat(p.executeUpdate()).isEqualTo(1);
                    c.commit();
                    return retries;
                } catch (SQLException e) {
                    c.rollback();
                    if (e.getErrorCode() != 1213) {
                        throw e;
                    }
                }
            }
        }
    }
}
