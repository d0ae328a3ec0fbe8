package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: kill -9 between any two statements loses nothing acknowledged and keeps nothing else. */
class BookstoreTest {
    @TempDir Path directory;

    private static final String[] SESSION = {
        "CREATE DATABASE bookstore",
        "CREATE TABLE bookstore.inventory (book_id INT PRIMARY KEY, quantity INT NOT NULL)",
        "CREATE TABLE bookstore.orders (order_id INT AUTO_INCREMENT PRIMARY KEY, customer_id INT NOT"
                + " NULL, book_id INT NOT NULL, price DECIMAL(10,2), FOREIGN KEY (book_id)"
                + " REFERENCES bookstore.inventory (book_id))",
        "INSERT INTO bookstore.inventory VALUES (12345, 10), (2, 5)",
        "BEGIN",
        "UPDATE bookstore.inventory SET quantity = quantity - 1 WHERE book_id = 12345",
        "INSERT INTO bookstore.orders (customer_id, book_id, price) VALUES (789, 12345, 29.99)",
        "COMMIT",
        "DELETE FROM bookstore.inventory WHERE book_id = 2",
    };

    @Test
    void losesNothingWhenKilledBetweenAnyTwoStatements() throws Exception {
        try (DaybreakServer server = DaybreakServer.in(directory)) {
            for (int killAfter = 1; killAfter <= SESSION.length; killAfter++) {
                try (Connection c = server.connect("");
                        Statement s = c.createStatement()) {
                    s.execute("DROP DATABASE IF EXISTS bookstore");
                    for (int i = 0; i < killAfter; i++) {
                        s.execute(SESSION[i]);
                    }
                    server.kill();
                } catch (SQLException _) {
                    // Closing a connection to a dead server may fail.
                }
                server.start();
                check(server, killAfter);
            }
        }
    }

    private static void check(DaybreakServer server, int done) throws SQLException {
        try (Connection c = server.connect("");
                Statement s = c.createStatement()) {
            String tables = "SHOW TABLES IN bookstore";
            List<String> expected = new ArrayList<>();
            if (done >= 2) {
                expected.add("inventory");
            }
            if (done >= 3) {
                expected.add("orders");
            }
            assertThat(strings(s, tables)).as("after %d", done).isEqualTo(expected);
            if (done >= 4) {
                boolean committed = done >= 8;
                assertThat(
                                strings(
                                        s,
                                        "SELECT quantity FROM bookstore.inventory WHERE book_id ="
                                                + " 12345"))
                        .as("after %d", done)
                        .containsExactly(committed ? "9" : "10");
                assertThat(
                                strings(
                                        s,
                                        "SELECT CONCAT(customer_id, ' ', price) FROM"
                                                + " bookstore.orders"))
                        .as("after %d", done)
                        .isEqualTo(committed ? List.of("789 29.99") : List.of());
                assertThat(strings(s, "SELECT COUNT(*) FROM bookstore.inventory"))
                        .containsExactly(done >= 9 ? "1" : "2");
                for (String line : check(s)) {
                    assertThat(line).isEqualTo("OK");
                }
            }
        }
    }

    private static List<String> check(Statement s) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet r = s.executeQuery("CHECK TABLE bookstore.inventory, bookstore.orders")) {
            while (r.next()) {
                values.add(r.getString("Msg_text"));
            }
        }
        return values;
    }

    private static List<String> strings(Statement s, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet r = s.executeQuery(sql)) {
            while (r.next()) {
                values.add(r.getString(1));
            }
        }
        return values;
    }

    @Test
    void keepsEveryAcknowledgedOrderWhenKilledUnderLoad() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int clients = 6;
        try (DaybreakServer server = DaybreakServer.in(directory)) {
            try (Connection c = server.connect("");
                    Statement s = c.createStatement()) {
                s.execute("CREATE DATABASE bookstore");
                s.execute("CREATE TABLE bookstore.stock (book INT PRIMARY KEY, sold INT NOT NULL)");
                s.execute(
                        "CREATE TABLE bookstore.sale (id BIGINT AUTO_INCREMENT PRIMARY KEY, client"
                                + " INT, book INT, KEY (client))");
                s.execute("INSERT INTO bookstore.stock VALUES (0,0),(1,0),(2,0),(3,0),(4,0),(5,0)");
            }
            AtomicInteger[] acknowledged = new AtomicInteger[clients];
            for (int i = 0; i < clients; i++) {
                acknowledged[i] = new AtomicInteger();
            }
            for (int round = 0; round < 3; round++) {
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < clients; i++) {
                    int client = i;
                    threads.add(
                            Thread.ofVirtual()
                                    .start(() -> sell(server, client, acknowledged[client])));
                }
                Thread.sleep(500 + random.nextInt(1500));
                server.kill();
                for (Thread thread : threads) {
                    thread.join();
                }
                server.start();
                try (Connection c = server.connect("bookstore");
                        Statement s = c.createStatement()) {
                    for (int i = 0; i < clients; i++) {
                        int stored =
                                Integer.parseInt(
                                        strings(s, "SELECT COUNT(*) FROM sale WHERE client = " + i)
                                                .getFirst());
                        // One commit a round may have been in flight.
                        assertThat(stored)
                                .as("seed %d, round %d, client %d", seed, round, i)
                                .isBetween(
                                        acknowledged[i].get(), acknowledged[i].get() + round + 1);
                    }
                    assertThat(strings(s, "SELECT SUM(sold) FROM stock"))
                            .isEqualTo(strings(s, "SELECT COUNT(*) FROM sale"));
                }
            }
        }
    }

    private static void sell(DaybreakServer server, int client, AtomicInteger acknowledged) {
        try (Connection c = server.connect("bookstore");
                Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            for (int i = 0; ; i++) {
                s.executeUpdate(
                        "UPDATE stock SET sold = sold + 1 WHERE book = " + (client + i) % 6);
                s.executeUpdate(
                        "INSERT INTO sale (client, book) VALUES ("
                                + client
                                + ", "
                                + (client + i) % 6
                                + ")");
                c.commit();
                acknowledged.incrementAndGet();
            }
        } catch (SQLException _) {
            // The server was killed.
        }
    }
}
