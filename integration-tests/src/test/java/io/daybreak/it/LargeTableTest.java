package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table ten times the buffer pool: right answers, bounded memory. */
class LargeTableTest {
    private static final int ROWS_A_STATEMENT = 500;

    @TempDir Path directory;

    @Test
    void answersRightWhenTheTableIsLargerThanTheBufferPool() throws Exception {
        run("16M", 768, 60_000, 1_000_000);
    }

    @Test
    @Tag("slow")
    void answersRightWithAGigabyteUnderAHundredMegabytes() throws Exception {
        // The heap that the launcher gives to such a pool.
        run("100M", 1149, 1_000_000, 1_700_000);
    }

    /** Rows of about a kilobyte; each row says its own number again, so a wrong one is seen. */
    private void run(String pool, int heapMegabytes, int rows, long residentMax) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (DaybreakServer server =
                DaybreakServer.withHeap(
                        heapMegabytes, directory, "--buffer-pool", pool, "--durability", "os")) {
            try (Connection c = server.connect("");
                    Statement s = c.createStatement()) {
                s.execute("CREATE DATABASE large");
                s.execute(
                        "CREATE TABLE large.t (id INT PRIMARY KEY, k INT NOT NULL, pad VARCHAR(1000)"
                                + " NOT NULL, KEY (k))");
            }
            try (Connection c = server.connect("large");
                    Statement s = c.createStatement()) {
                fill(s, rows);
                check(c, s, rows, random, "seed " + seed);
                assertThat(server.residentKilobytes()).as("resident KB").isLessThan(residentMax);
            }
            server.kill();
            server.start();
            try (Connection c = server.connect("large");
                    Statement s = c.createStatement()) {
                check(c, s, rows, random, "after kill, seed " + seed);
            }
        }
    }

    private static void fill(Statement s, int rows) throws SQLException {
        String pad = "p".repeat(980);
        for (int first = 0; first < rows; first += ROWS_A_STATEMENT) {
            StringBuilder insert = new StringBuilder("INSERT INTO t VALUES ");
            for (int id = first; id < Math.min(rows, first + ROWS_A_STATEMENT); id++) {
                insert.append(id == first ? "(" : ",(").append(id).append(',');
                insert.append((long) id * 7919 % rows).append(",'").append(id).append(pad);
                insert.append("')");
            }
            s.executeUpdate(insert.toString());
        }
    }

    private static void check(Connection c, Statement s, int rows, Random random, String when)
            throws SQLException {
        try (ResultSet r = s.executeQuery("SELECT COUNT(*), SUM(id), SUM(LENGTH(pad)) FROM t")) {
            assertThat(r.next()).isTrue();
            assertThat(r.getLong(1)).as(when).isEqualTo(rows);
            assertThat(r.getLong(2)).as(when).isEqualTo((long) rows * (rows - 1) / 2);
        }
        try (PreparedStatement p = c.prepareStatement("SELECT id, pad FROM t WHERE k = ?")) {
            for (int i = 0; i < 300; i++) {
                int id = random.nextInt(rows);
                p.setLong(1, (long) id * 7919 % rows);
                try (ResultSet r = p.executeQuery()) {
                    boolean found = false;
                    while (r.next()) {
                        found |= r.getInt(1) == id;
                        assertThat(r.getString(2)).as(when).startsWith(r.getInt(1) + "p");
                    }
                    assertThat(found).as("%s: row %d by its index", when, id).isTrue();
                }
            }
        }
    }
}
