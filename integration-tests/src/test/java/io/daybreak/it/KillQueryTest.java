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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that would take hours end when they are killed, or when their time is over. */
@Timeout(120)
class KillQueryTest {
    private static DaybreakServer server;

    @BeforeAll
    static void fill() throws Exception {
        server = SharedServer.withSchema("killing");
        try (Connection c = server.connect("killing");
                Statement s = c.createStatement()) {
            s.execute("CREATE TABLE many (id INT PRIMARY KEY, one INT, text VARCHAR(100))");
            s.execute("SET cte_max_recursion_depth = 1000000");
            s.execute(
                    "INSERT INTO many WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r"
                            + " WHERE n < 20000) SELECT n, 1, REPEAT('x', 90) FROM r");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO BENCHMARK(1000000000, LENGTH(REPEAT('x', 10000000)))",
                "SELECT SLEEP(100) FROM many",
                "SELECT LOCATE(CONCAT(REPEAT('a', 1000000), 'b'), REPEAT('a', 20000000))",
                "SELECT LENGTH(REPLACE(REPEAT('a', 60000000), CONCAT(REPEAT('a', 10000000), 'b'), ''))",
                "SELECT LENGTH(SUBSTRING_INDEX(REPEAT('a', 60000000), CONCAT(REPEAT('a', 9999999), 'b'), -1))",
                "SELECT JSON_OVERLAPS(JSON_ARRAYAGG(a.id + b.id / 40), JSON_ARRAYAGG(-a.id)) FROM many a, many b"
                        + " WHERE b.id <= 40",
                "SELECT JSON_CONTAINS(JSON_ARRAYAGG(a.id + b.id / 40), JSON_ARRAYAGG(-a.id + a.id)) FROM many a,"
                        + " many b WHERE b.id <= 40",
                "SELECT JSON_LENGTH(JSON_EXTRACT(JSON_ARRAYAGG(a.id), '$**[0]', '$**[0]', '$**[0]', '$**[0]', '$**[0]',"
                        + " '$**[0]', '$**[0]', '$**[0]')) FROM many a, many b WHERE b.id <= 100",
                "SELECT COUNT(*) FROM many a JOIN many b ON a.one = b.one AND a.text <> b.text JOIN many c ON"
                        + " c.one = b.one AND c.text <> b.text JOIN many d ON a.one = d.one AND a.text = d.text",
                "SELECT COUNT(*) FROM many a, many b, many c WHERE a.id + b.id + c.id < 0",
                "WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + SLEEP(1) FROM r) SELECT COUNT(*) FROM r",
                "UPDATE many SET text = SLEEP(1)",
                "DELETE FROM many WHERE SLEEP(1) = 1",
                "CREATE TABLE copy AS SELECT SLEEP(1) FROM many",
            })
    void aKilledStatementEnds(String sql) throws Exception {
        try (Connection c = server.connect("killing");
                Connection killer = server.connect("killing");
                Statement s = c.createStatement();
                Statement kill = killer.createStatement()) {
            long id = connectionId(s);
            CompletableFuture<SQLException> end = failureOf(s, sql);
            while (!end.isDone()) {
                kill.execute("KILL QUERY " + id);
                Thread.sleep(100);
            }
            assertThat(end.get().getErrorCode()).isEqualTo(1317);
        }
    }

    @Test
    void aStatementEndsWhenItsTimeIsOver() throws Exception {
        try (Connection c = server.connect("killing");
                Statement s = c.createStatement()) {
            s.execute("SET max_execution_time = 50");
            assertThatThrownBy(() ->
                            s.execute(
                                    "SELECT LOCATE(CONCAT(REPEAT('a', 1000000), 'b'),"
                                            + " REPEAT('a', 20000000))"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(3024));
        }
    }

    /** Virtual threads have few carriers, which no statement may keep for itself. */
    @Test
    void manyLongComputationsLetOthersIn() throws Exception {
        List<Connection> busy = new ArrayList<>();
        try {
            List<CompletableFuture<SQLException>> ends = new ArrayList<>();
            List<Long> ids = new ArrayList<>();
            int carriers = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
            for (int i = 0; i <= carriers; i++) {
                Connection c = server.connect("killing");
                busy.add(c);
                Statement s = c.createStatement();
                ids.add(connectionId(s));
                ends.add(failureOf(s, "DO BENCHMARK(1000000000000, SHA2('x', 512))"));
            }
            try (Connection killer = server.connect("killing");
                    Statement kill = killer.createStatement()) {
                for (int i = 0; i < ends.size(); i++) {
                    while (!ends.get(i).isDone()) {
                        kill.execute("KILL QUERY " + ids.get(i));
                        Thread.sleep(10);
                    }
                    assertThat(ends.get(i).get().getErrorCode()).isEqualTo(1317);
                }
            }
        } finally {
            for (Connection c : busy) {
                c.close();
            }
        }
    }

    private static long connectionId(Statement statement) throws SQLException {
        try (ResultSet r = statement.executeQuery("SELECT CONNECTION_ID()")) {
            assertThat(r.next()).isTrue();
            return r.getLong(1);
        }
    }

    private static CompletableFuture<SQLException> failureOf(Statement statement, String sql) {
        CompletableFuture<SQLException> failure = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        statement.execute(sql);
                        failure.completeExceptionally(new AssertionError("it ended: " + sql));
                    } catch (SQLException e) {
                        failure.complete(e);
                    }
                });
        return failure;
    }
}
