package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.account.SqlClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An aggregate over a table's scan takes whole leaves of rows. Goal: it answers what it answers row
 * by row. Method: random aggregates over a table of random rows, some of them changed by others
 * whom the reader sees or does not, against the same over a derived table, whose rows come one by
 * one.
 */
class BatchedAggregatesTest {
    private static final int ROWS = 1500;
    private static final String[] COLUMNS = {
        "id", "t1", "u1", "s2", "m3", "i4", "u4", "b8", "u8", "dc", "db", "vc", "tx", "dt", "ts",
        "en", "late", "missing"
    };
    private static final String[] NUMBERS = {
        "id", "t1", "u1", "s2", "m3", "i4", "u4", "b8", "u8", "dc", "late", "missing"
    };
    private static final String[] CONDITIONS = {
        "1",
        "i4 > 0",
        "t1 IS NULL",
        "vc LIKE '%a%'",
        "LENGTH(tx) > 100",
        "id BETWEEN 300 AND 800",
        "i4 BETWEEN -1000000 AND 500000000",
        "late = 7 AND i4 < 0",
        "id IN (3, 5, 700)",
        "0"
    };

    @TempDir Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private TestDatabase test;
    private SqlClient db;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
        db.one(
                "CREATE TABLE t (id INT PRIMARY KEY, t1 TINYINT, u1 TINYINT UNSIGNED NOT NULL,"
                        + " s2 SMALLINT, m3 MEDIUMINT, i4 INT, u4 INT UNSIGNED, b8 BIGINT,"
                        + " u8 BIGINT UNSIGNED, dc DECIMAL(12,3), db DOUBLE, vc VARCHAR(40),"
                        + " tx TEXT,"
                        + " dt DATETIME(3), ts TIMESTAMP NULL, en ENUM('b','a','c'),"
                        + " KEY (i4), KEY (vc, t1), KEY (u8))"
                        // Of texts that are equal but not the same, any may be the least.
                        + " COLLATE utf8mb4_0900_bin");
        fill(0, ROWS / 2);
        db.one(
                "ALTER TABLE t ADD COLUMN late INT DEFAULT 7, ADD COLUMN missing BIGINT,"
                        + " ALGORITHM=INSTANT");
        fill(ROWS / 2, ROWS);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void fill(int from, int to) {
        List<String> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            rows.add("(" + id + "," + values() + ")");
        }
        db.one(
                "INSERT INTO t (id, t1, u1, s2, m3, i4, u4, b8, u8, dc, db, vc, tx, dt, ts, en)"
                        + " VALUES "
                        + String.join(",", rows));
    }

    private String values() {
        return String.join(
                ",",
                integer(8, true),
                Integer.toString(random.nextInt(256)),
                integer(16, true),
                integer(24, true),
                integer(32, true),
                integer(32, false),
                integer(64, true),
                integer(64, false),
                maybe("%d.%03d".formatted(random.nextInt(2000) - 1000, random.nextInt(1000))),
                maybe(Integer.toString(random.nextInt(1000) - 500) + ".5"),
                maybe("'" + text(random.nextInt(20)) + "'"),
                // The longest stand in overflow pages.
                maybe("'" + text(random.nextInt(10) == 0 ? 9000 : random.nextInt(200)) + "'"),
                maybe(
                        "'2026-0%d-1%d 10:00:00.%03d'"
                                .formatted(
                                        1 + random.nextInt(9),
                                        random.nextInt(10),
                                        random.nextInt(1000))),
                maybe(
                        "'2026-0%d-1%d 10:00:00'"
                                .formatted(1 + random.nextInt(9), random.nextInt(10))),
                maybe("'" + (char) ('a' + random.nextInt(3)) + "'"));
    }

    private String maybe(String value) {
        return random.nextInt(8) == 0 ? "NULL" : value;
    }

    /** The ends of a type's range are as likely as all between. */
    private String integer(int bits, boolean signed) {
        long any = random.nextLong() >>> 64 - bits;
        long value =
                switch (random.nextInt(6)) {
                    case 0 -> 0;
                    case 1 -> -1L >>> 64 - bits;
                    case 2 -> 1L << bits - 1;
                    default -> any;
                };
        return maybe(
                signed
                        ? Long.toString(value << 64 - bits >> 64 - bits)
                        : Long.toUnsignedString(value));
    }

    private String text(int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append("aAbä ß".charAt(random.nextInt(6)));
        }
        return out.toString();
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String aggregate() {
        return switch (random.nextInt(10)) {
            case 0 -> "COUNT(*)";
            case 1 -> "COUNT(" + pick(COLUMNS) + ")";
            case 2 -> "SUM(" + pick(NUMBERS) + ")";
            case 3 -> "AVG(" + pick(NUMBERS) + ")";
            case 4 -> pick("MIN(", "MAX(") + pick(COLUMNS) + ")";
            case 5 -> pick("SUM", "AVG", "MAX") + "(LENGTH(" + pick("vc", "tx", "i4", "en") + "))";
            case 6 -> "SUM(i4 + " + pick(NUMBERS[1], NUMBERS[3]) + ")";
            case 7 -> "COUNT(DISTINCT " + pick("t1", "vc", "s2") + ")";
            case 8 -> pick("BIT_XOR(u4)", "SUM(7)", "SUM(NULL)", "SUM(db)");
            default -> pick("MIN(UPPER(vc))", "SUM(vc IS NULL)", "AVG(t1 * 2)");
        };
    }

    /** The same from a scan that hands rows out one by one. */
    private void checkAnswers(SqlClient reader, int queries) {
        for (int i = 0; i < queries; i++) {
            List<String> items = new ArrayList<>();
            for (int n = random.nextInt(5); n >= 0; n--) {
                items.add(aggregate());
            }
            String group = random.nextInt(3) == 0 ? pick("t1", "vc", "en", "late", "id % 7") : null;
            String list = (group == null ? "" : group + " g, ") + String.join(", ", items);
            String tail = group == null ? "" : " GROUP BY g ORDER BY g IS NULL, g";
            String where = " WHERE " + pick(CONDITIONS);
            String hint = pick("", " IGNORE INDEX (PRIMARY)", " FORCE INDEX (i4)");
            String batched = "SELECT " + list + " FROM t" + hint + where + tail;
            String single =
                    "SELECT " + list + " FROM (SELECT * FROM t" + where + " LIMIT 100000) x" + tail;
            List<String> rows = reader.run(batched);
            assertThat(rows).noneMatch(row -> row.startsWith("ERROR 1064"));
            assertThat(rows).as("seed %d: %s", seed, batched).isEqualTo(reader.run(single));
        }
    }

    private void change(SqlClient writer) {
        int id = random.nextInt(ROWS);
        switch (random.nextInt(3)) {
            case 0 -> writer.one("DELETE FROM t WHERE id = " + id);
            case 1 ->
                    writer.one(
                            "UPDATE t SET i4 = -i4 DIV 2, vc = 'changed', late = 9 WHERE id = "
                                    + id);
            default ->
                    writer.one(
                            "REPLACE INTO t (id, u1, i4, u8) VALUES ("
                                    + (id + ROWS / 2)
                                    + ", 1, 1, 1)");
        }
    }

    @Test
    void aggregatesAnswerAsRowByRow() {
        checkAnswers(db, 150);
    }

    @Test
    void theyShowTheRowsOfTheReadViewAmongChangesOfOthersAndOwn() {
        SqlClient writer = test.client();
        db.one("SET TRANSACTION_ISOLATION = 'REPEATABLE-READ'");
        db.one("START TRANSACTION WITH CONSISTENT SNAPSHOT");
        String sums = "SELECT COUNT(*), SUM(i4), MIN(u8), SUM(LENGTH(tx)), MAX(vc) FROM t";
        List<String> before = db.run(sums);
        writer.one("BEGIN");
        for (int i = 0; i < 60; i++) {
            change(writer);
        }
        assertThat(db.run(sums)).as("seed %d", seed).isEqualTo(before);
        writer.one("COMMIT");
        assertThat(db.run(sums)).as("seed %d", seed).isEqualTo(before);
        checkAnswers(db, 40);
        db.one("UPDATE t SET i4 = 5 WHERE id % 40 = 3");
        db.one("DELETE FROM t WHERE id % 50 = 4");
        checkAnswers(db, 40);
        db.one("COMMIT");
        checkAnswers(db, 40);
    }

    @Test
    void lockingReadsAnswerTheSame() {
        db.one("SET TRANSACTION_ISOLATION = 'SERIALIZABLE'");
        db.one("BEGIN");
        checkAnswers(db, 30);
        db.one("COMMIT");
    }
}
