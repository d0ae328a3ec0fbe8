package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.account.SqlClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What computed defaults and values see of the row that they are for. The answers are those of a
 * MySQL 9.7, but for CREATE TABLE … SELECT, where it shows a default the row before.
 */
class RowDefaultsTest {
    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void run(String... statements) {
        for (String statement : statements) {
            assertThat(db.one(statement)).as(statement).startsWith("OK");
        }
    }

    @Test
    void aDefaultReadsTheValuesOfItsRow() {
        run(
                "CREATE TABLE q (id INT PRIMARY KEY AUTO_INCREMENT, a INT DEFAULT (b * 10), b INT DEFAULT 7,"
                        + " c INT DEFAULT (a + b), t TIMESTAMP NULL, s VARCHAR(40) DEFAULT (CONCAT(t, 'x')))",
                "INSERT INTO q (b) VALUES (3)",
                "INSERT INTO q (b, a) VALUES (5, DEFAULT)",
                "INSERT INTO q () VALUES ()",
                "INSERT INTO q SET b = 8",
                "INSERT INTO q (b, t) SELECT 10, '2021-02-03 04:05:06'",
                "INSERT INTO q (a) VALUES (1), (2), (NULL)",
                "INSERT INTO q (b) VALUES (11), (12), (13)");
        assertThat(db.run("SELECT a, b, c, s FROM q ORDER BY id"))
                .containsExactly(
                        "30\t3\t33\tnull",
                        "50\t5\t55\tnull",
                        "70\t7\t77\tnull",
                        "80\t8\t88\tnull",
                        "100\t10\t110\t2021-02-03 04:05:06x",
                        "1\t7\t8\tnull",
                        "2\t7\t9\tnull",
                        "null\t7\tnull\tnull",
                        "110\t11\t121\tnull",
                        "120\t12\t132\tnull",
                        "130\t13\t143\tnull");
    }

    /** What has no value yet has its constant default, or what stands for a missing value. */
    @Test
    void valuesAreReadFromLeftToRight() {
        run(
                "CREATE TABLE w (id INT PRIMARY KEY, b INT DEFAULT (id + 1), c INT DEFAULT (b + 1), d INT DEFAULT 7)",
                "INSERT INTO w (c, b, id) VALUES (DEFAULT, DEFAULT, 1)",
                "INSERT INTO w (id, c) VALUES (2, b)",
                "INSERT INTO w (b, d, id) VALUES (d, 3, 3), (d, 4, 4), (id, d, 5)");
        assertThat(db.run("SELECT * FROM w ORDER BY id"))
                .containsExactly(
                        "1\t1\tnull\t7", "2\t3\tnull\t7", "3\t7\t8\t3", "4\t7\t8\t4", "5\t0\t1\t7");
    }

    @Test
    void changesOfARowGiveTheDefaultOfTheRowAsItIsThen() {
        run(
                "CREATE TABLE q (id INT PRIMARY KEY, a INT DEFAULT (b * 10), b INT, c INT)",
                "INSERT INTO q (id, b) VALUES (1, 1), (2, 2), (3, 3), (4, 4)",
                "UPDATE q SET b = 30, a = DEFAULT WHERE id = 1",
                "UPDATE q SET a = DEFAULT, b = 31 WHERE id = 2",
                "INSERT INTO q (id, b) VALUES (3, 5) ON DUPLICATE KEY UPDATE c = VALUES(a), b = 9, a = DEFAULT",
                "REPLACE INTO q (id, b) VALUES (4, 6)");
        assertThat(db.run("SELECT * FROM q ORDER BY id"))
                .containsExactly(
                        "1\t300\t30\tnull", "2\t20\t31\tnull", "3\t90\t9\t50", "4\t60\t6\tnull");
    }

    @Test
    void constraintsAndGeneratedColumnsSeeIt() {
        run(
                "CREATE TABLE c (a INT, b INT DEFAULT (a + 1), g INT AS (b * 2) STORED, CHECK (b < 10))",
                "INSERT INTO c (a) VALUES (3)");
        assertThat(db.one("INSERT INTO c (a) VALUES (30)")).startsWith("ERROR 3819");
        run("INSERT IGNORE INTO c (a) VALUES (30), (4)");
        assertThat(db.run("SELECT * FROM c")).containsExactly("3\t4\t8", "4\t5\t10");
    }

    @Test
    void rowsThatDdlMakesHaveIt() {
        run(
                "CREATE TABLE u (id INT PRIMARY KEY)",
                "INSERT INTO u VALUES (1), (2)",
                "ALTER TABLE u ADD x INT DEFAULT (z + id), ADD y INT AS (x + 1), ADD z INT DEFAULT 5",
                "CREATE TABLE v (a INT DEFAULT (b + 1), n DOUBLE AUTO_INCREMENT PRIMARY KEY) AS SELECT 5 AS b");
        assertThat(db.run("SELECT * FROM u")).containsExactly("1\t6\t7\t5", "2\t7\t8\t5");
        assertThat(db.run("SELECT a, n, b FROM v")).containsExactly("6\t1.0\t5");
    }

    @Test
    void defaultOfAColumnStandsWhereTheColumnMayStand() {
        run(
                "SET time_zone = '+00:00'",
                "CREATE TABLE k (id INT PRIMARY KEY AUTO_INCREMENT, a INT DEFAULT 3, b VARCHAR(9) NOT NULL,"
                        + " c INT DEFAULT (a + 1), d TIMESTAMP DEFAULT CURRENT_TIMESTAMP, e INT NOT NULL DEFAULT 8,"
                        + " f INT AS (DEFAULT(a) + a), g DATETIME, h TIMESTAMP DEFAULT '2020-01-01 12:00:00',"
                        + " i INT DEFAULT (DEFAULT(e) + 1), CHECK (a >= DEFAULT(k.a)))",
                "CREATE TABLE k2 (a INT DEFAULT 5, z INT)",
                "INSERT INTO k2 VALUES (7, 1)",
                "INSERT INTO k (a, b) VALUES (3, 'q'), (DEFAULT(e) * 2, 'r')");
        assertThat(db.run("SELECT a, c, f, i FROM k ORDER BY id"))
                .containsExactly("3\t4\t6\t9", "16\t17\t19\t9");
        assertThat(db.one("INSERT INTO k (a, b) VALUES (2, 'low')")).startsWith("ERROR 3819");
        assertThat(
                        db.one(
                                "SELECT DEFAULT(a), DEFAULT(x.e), DEFAULT(g), DEFAULT(d), DEFAULT(id) FROM k x LIMIT 1"))
                .isEqualTo("3\t8\tnull\tnull\t0");
        assertThat(db.one("SELECT DEFAULT(h) = '2020-01-01 12:00:00' FROM k LIMIT 1"))
                .isEqualTo("1");
        db.one("SET time_zone = '+02:00'");
        assertThat(db.one("SELECT DEFAULT(h) = '2020-01-01 14:00:00' FROM k LIMIT 1"))
                .isEqualTo("1");
        assertThat(db.one("SELECT COUNT(*) FROM k WHERE a > DEFAULT(a)")).isEqualTo("1");
        assertThat(db.one("SELECT (SELECT DEFAULT(k.a) FROM k2) FROM k LIMIT 1")).isEqualTo("3");
        run("UPDATE k, k2 SET k.a = DEFAULT(k2.a)", "DELETE FROM k WHERE a = DEFAULT(k.a) + 2");
        assertThat(db.one("SELECT COUNT(*) FROM k")).isEqualTo("0");
        assertThat(db.one("SELECT DEFAULT(b) FROM k")).startsWith("ERROR 1364");
        assertThat(db.one("SELECT DEFAULT(f) FROM k")).startsWith("ERROR 1364");
        assertThat(db.one("SELECT DEFAULT(c) FROM k")).startsWith("ERROR 3773");
        assertThat(db.one("SELECT DEFAULT(nope) FROM k")).startsWith("ERROR 1054");
        assertThat(db.one("SELECT DEFAULT(a) FROM k, k2")).startsWith("ERROR 1052");
        assertThat(db.one("SELECT DEFAULT(a) FROM (SELECT a FROM k LIMIT 1) t"))
                .isEqualTo(
                        "ERROR 1235 This version of MySQL doesn't yet support"
                                + " 'DEFAULT() of a column of a view or derived table'");
    }

    @Test
    void loadedRowsHaveIt() {
        run("CREATE TABLE l (a INT, b INT DEFAULT (a + 1))");
        db.file = "1\n2\n".getBytes(StandardCharsets.US_ASCII);
        run("LOAD DATA LOCAL INFILE 'x' INTO TABLE l (a)");
        assertThat(db.run("SELECT * FROM l")).containsExactly("1\t2", "2\t3");
    }
}
