package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.testsupport.history.Anomaly;
import io.daybreak.testsupport.history.HistoryCheck;
import io.daybreak.testsupport.history.ListClient;
import io.daybreak.testsupport.history.ListWorkload;
import io.daybreak.testsupport.history.TransactionRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Isolation as clients see it: histories of lists, and a bank whose sum never changes. */
class SqlIsolationTest {
    private static final int THREADS = 6;
    private static final int PER_THREAD = 25;
    private static final int ACCOUNTS = 20;

    private static Set<Anomaly> forbidden(String level) {
        return switch (level) {
            case "REPEATABLE READ" -> Anomaly.forbiddenUnderRepeatableRead();
            case "SERIALIZABLE" -> Anomaly.forbiddenUnderSerializable();
            default -> Anomaly.alwaysForbidden();
        };
    }

    private static void histories(String level, int transactions) throws Exception {
        DaybreakServer server = SharedServer.withSchema("isolation");
        long seed = Long.getLong("daybreak.seed", System.nanoTime());
        try (Connection c = server.connect("isolation");
                Statement s = c.createStatement()) {
            SqlLists.createTable(s);
            ListWorkload workload =
                    new ListWorkload(() -> client(server, level), THREADS, PER_THREAD);
            for (int done = 0; done < transactions; done += THREADS * PER_THREAD) {
                List<TransactionRecord> history = workload.round(seed + done);
                assertThat(HistoryCheck.of(history, forbidden(level)))
                        .as("%s, seed %d", level, seed + done)
                        .isEmpty();
            }
            try (ResultSet r = s.executeQuery("CHECK TABLE lists")) {
                assertThat(r.next()).isTrue();
                assertThat(r.getString("Msg_text")).isEqualTo("OK");
            }
        }
    }

    private static ListClient client(DaybreakServer server, String level) {
        try {
            return new SqlLists(server.connect("isolation"), level);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @Timeout(120)
    @ValueSource(
            strings = {"READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
    void noAnomalyThatTheLevelForbids(String level) throws Exception {
        histories(level, 600);
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(
            strings = {"READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
    void noAnomalyInManyTransactions(String level) throws Exception {
        histories(level, 100_000);
    }

    @Test
    @Timeout(120)
    void moneyIsNeitherMadeNorLost() throws Exception {
        DaybreakServer server = SharedServer.withSchema("bank");
        try (Connection c = server.connect("bank");
                Statement s = c.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            s.execute("CREATE TABLE account (id INT PRIMARY KEY, amount INT, KEY (amount))");
            for (int i = 0; i < ACCOUNTS; i++) {
                s.execute("INSERT INTO account VALUES (" + i + ", 100)");
            }
            AtomicBoolean stop = new AtomicBoolean();
            Future<Integer> reader = threads.submit(() -> sums(server, stop));
            List<Future<?>> writers = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(t);
                writers.add(threads.submit(() -> transfers(server, random)));
            }
            try {
                for (Future<?> writer : writers) {
                    writer.get();
                }
            } finally {
                stop.set(true);
            }
            assertThat(reader.get()).isPositive();
            assertThat(sum(s)).isEqualTo(ACCOUNTS * 100);
        }
    }

    private static int sum(Statement s) throws SQLException {
        try (ResultSet r = s.executeQuery("SELECT SUM(amount) FROM account FORCE INDEX (amount)")) {
            r.next();
            return r.getInt(1);
        }
    }

    private static int sums(DaybreakServer server, AtomicBoolean stop) throws SQLException {
        int reads = 0;
        try (Connection c = server.connect("bank");
                Statement s = c.createStatement()) {
            while (!stop.get() || reads == 0) {
                assertThat(sum(s)).isEqualTo(ACCOUNTS * 100);
                reads++;
            }
        }
        return reads;
    }

    private static Void transfers(DaybreakServer server, Random random) throws SQLException {
        try (Connection c = server.connect("bank");
                Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            for (int i = 0; i < 60; i++) {
                int from = random.nextInt(ACCOUNTS);
                int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
                try {
                    s.execute("UPDATE account SET amount = amount - 7 WHERE id = " + from);
                    s.execute("UPDATE account SET amount = amount + 7 WHERE id = " + to);
                    if (random.nextInt(8) == 0) {
                        c.rollback();
                    } else {
                        c.commit();
                    }
                } catch (SQLException e) {
                    assertThat(e.getErrorCode()).isIn(1213, 1205);
                    c.rollback();
                }
            }
        }
        return null;
    }
}
