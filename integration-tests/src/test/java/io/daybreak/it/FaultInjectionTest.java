package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user sees who loses storage nodes from a mysql prompt. */
class FaultInjectionTest {
    private static final int WRITERS = 4;
    private static final int COMMITS = 15;

    private DaybreakServer server;
    private Connection connection;
    private Statement sql;

    @BeforeEach
    void open() throws Exception {
        server = SharedServer.withSchema("faults");
        connection = server.connect("faults");
        sql = connection.createStatement();
        sql.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT NOT NULL)");
        for (int id = 0; id <= WRITERS; id++) {
            sql.execute("INSERT INTO t VALUES (" + id + ", 0)");
        }
    }

    @AfterEach
    void close() throws Exception {
        sql.execute("ALTER SYSTEM END SIMULATION");
        connection.close();
    }

    @Test
    void commitsAndReadsGoOnWithoutAZone() throws Exception {
        List<String> faults =
                List.of(
                        "SIMULATE CRASH IN NODE 0",
                        "SIMULATE HANG IN SEGMENT 3",
                        "SIMULATE CRASH IN AZ 'az1'",
                        "SIMULATE HANG IN AZ az2",
                        "SIMULATE 100 PERCENT DISK FAILURE IN NODE 5",
                        "SIMULATE DISK FULL IN AZ 'az2'",
                        "SIMULATE 100 PERCENT DISK CONGESTION BETWEEN 100 AND 100 MILLISECONDS IN"
                                + " AZ 'az3'");
        int expected = 0;
        for (String fault : faults) {
            sql.execute("ALTER SYSTEM " + fault + " FOR INTERVAL 10 MINUTE");
            write();
            expected += WRITERS * COMMITS;
            assertThat(number("SELECT SUM(v) FROM t")).as(fault).isEqualTo(expected);
            assertThat(number("SELECT COUNT(*) FROM information_schema.daybreak_faults"))
                    .isEqualTo(1);
            sql.execute("ALTER SYSTEM END SIMULATION");
            awaitHealthy();
        }
    }

    @Test
    void commitsWaitForTheFourthSegmentAndReadsDoNot() throws Exception {
        sql.execute("SELECT * FROM t");
        sql.execute("ALTER SYSTEM SIMULATE CRASH IN AZ 'az1' FOR INTERVAL 10 MINUTE");
        sql.execute("ALTER SYSTEM SIMULATE CRASH IN NODE 2 FOR INTERVAL 10 MINUTE");
        CompletableFuture<Integer> commit = CompletableFuture.supplyAsync(this::update);
        assertThat(number("SELECT v FROM t WHERE id = 1")).isZero();
        sql.execute("ALTER SYSTEM SIMULATE CRASH IN NODE 3 FOR INTERVAL 10 MINUTE");
        for (int i = 0; i < 20; i++) {
            assertThat(number("SELECT v FROM t WHERE id = 1")).isZero();
        }
        assertThat(commit).isNotDone();
        assertThat(
                        number(
                                "SELECT COUNT(*) FROM information_schema.daybreak_segments"
                                        + " WHERE PROTECTION_GROUP = 0 AND FAULTS = 'crash'"))
                .isEqualTo(4);
        sql.execute("ALTER SYSTEM END SIMULATION");
        assertThat(commit.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        awaitHealthy();
        assertThat(number("SELECT v FROM t WHERE id = 0")).isEqualTo(1);
    }

    @Test
    void faultsEndByThemselves() throws Exception {
        sql.execute("ALTER SYSTEM SIMULATE CRASH IN AZ 'az1' FOR INTERVAL 1 SECOND");
        sql.execute("ALTER SYSTEM SIMULATE HANG IN AZ 'az2' FOR INTERVAL 1 SECOND");
        assertThat(update()).isEqualTo(1);
        awaitHealthy();
        assertThat(number("SELECT COUNT(*) FROM information_schema.daybreak_faults")).isZero();
    }

    @Test
    void refusesNonsense() {
        refused("SIMULATE CRASH IN NODE 6 FOR INTERVAL 1 SECOND", 1105, "the maximum is 5");
        refused("SIMULATE 1 PERCENT DISK FAILURE IN DISK 6000 FOR INTERVAL 1 DAY", 1105, "maximum");
        refused("SIMULATE HANG IN AZ 'az4' FOR INTERVAL 1 SECOND", 1105, "az1, az2 and az3");
        refused("SIMULATE 101 PERCENT DISK FAILURE FOR INTERVAL 1 SECOND", 1105, "0 and 100");
        refused(
                "SIMULATE 5.5 PERCENT DISK CONGESTION BETWEEN 9 AND 3 MILLISECONDS FOR INTERVAL 1"
                        + " SECOND",
                1105,
                "a delay");
        refused(
                "SIMULATE 50 PERCENT READ REPLICA FAILURE TO ALL FOR INTERVAL 1 MINUTE",
                1105,
                "no read replica");
        refused("SIMULATE HANG IN AZ 'az1' FOR INTERVAL 1 DAY_HOUR", 1064, "DAY_HOUR");
        refused("SIMULATE HANG IN AZ 'az1'", 1064, "near ''");
        refused("FAIL", 1064, "FAIL");
    }

    private void refused(String statement, int code, String text) {
        assertThatThrownBy(() -> sql.execute("ALTER SYSTEM " + statement))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(text)
                .extracting(e -> ((SQLException) e).getErrorCode())
                .isEqualTo(code);
    }

    @Test
    void needsAPrivilege() throws Exception {
        sql.execute("DROP USER IF EXISTS simple@'%'");
        sql.execute("CREATE USER simple@'%' IDENTIFIED BY 'x'");
        try (Connection c =
                        java.sql.DriverManager.getConnection(
                                server.url("", "allowPublicKeyRetrieval=true"), "simple", "x");
                Statement s = c.createStatement()) {
            assertThatThrownBy(() -> s.execute("ALTER SYSTEM CRASH"))
                    .hasMessageContaining("SUPER or SYSTEM_VARIABLES_ADMIN");
            sql.execute("GRANT SYSTEM_VARIABLES_ADMIN ON *.* TO simple@'%'");
            s.execute("ALTER SYSTEM END SIMULATION");
        }
    }

    @Test
    void showsTheVolume() throws Exception {
        long segments = number("SELECT COUNT(*) FROM information_schema.daybreak_segments");
        try (ResultSet r = sql.executeQuery("SHOW VOLUME STATUS")) {
            assertThat(r.next()).isTrue();
            assertThat(r.getString("Variable_name")).isEqualTo("Disks");
            assertThat(r.getLong("Value")).isEqualTo(segments);
            assertThat(r.next()).isTrue();
            assertThat(r.getString("Variable_name")).isEqualTo("Nodes");
            assertThat(r.getInt("Value")).isEqualTo(6);
        }
    }

    // ---- load

    private void write() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 1; writer <= WRITERS; writer++) {
                int id = writer;
                running.add(
                        pool.submit(() -> {
                            try (Connection c = server.connect("faults");
                                    Statement s = c.createStatement()) {
                                for (int i = 0; i < COMMITS; i++) {
                                    s.execute("UPDATE t SET v = v + 1 WHERE id = " + id);
                                }
                            }
                            return null;
                        }));
            }
            for (Future<?> writer : running) {
                writer.get(120, TimeUnit.SECONDS);
            }
        }
    }

    private int update() {
        try (Connection c = server.connect("faults");
                Statement s = c.createStatement()) {
            return s.executeUpdate("UPDATE t SET v = v + 1 WHERE id = 0");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long number(String query) throws SQLException {
        try (ResultSet r = sql.executeQuery(query)) {
            assertThat(r.next()).isTrue();
            return r.getLong(1);
        }
    }

    private void awaitHealthy() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String sick =
                "SELECT COUNT(*) FROM information_schema.daybreak_segments WHERE STATE <> 'healthy'";
        while (number(sick) > 0) {
            assertThat(System.nanoTime()).as("segments do not catch up").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
