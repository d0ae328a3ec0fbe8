package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.account.SqlClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In strict mode a value that is misread anywhere in a DML statement ends it, as in MySQL. */
class StrictWritesTest {
    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
        db.one("CREATE TABLE t (id INT PRIMARY KEY, a INT, s VARCHAR(20))");
        db.one("INSERT INTO t VALUES (1, 10, 'x'), (2, 20, '5')");
    }

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET a = 1 WHERE s = 5",
                "DELETE FROM t WHERE s = 5",
                "UPDATE t x JOIN t y ON x.s = y.a SET x.a = 1",
                "INSERT INTO t SELECT id + 10, s + 0, s FROM t",
                "INSERT INTO t VALUES (1, 1, 1) ON DUPLICATE KEY UPDATE a = s + 1",
                "REPLACE INTO t SELECT id, a, s FROM t WHERE s > 3"
            })
    void aTextThatIsNoNumberEndsTheStatement(String sql) {
        assertThat(db.one(sql)).isEqualTo("ERROR 1292 Truncated incorrect DOUBLE value: 'x'");
        assertThat(db.one("SELECT * FROM t")).isEqualTo("1\t10\tx\n2\t20\t5");
    }

    @Test
    void itIsAWarningWithIgnoreWithoutStrictModeAndInQueries() {
        assertThat(db.one("UPDATE IGNORE t SET a = 1 WHERE s = 5")).startsWith("OK 1");
        assertThat(db.one("SELECT id FROM t WHERE s = 5")).isEqualTo("2");
        db.one("SET sql_mode = ''");
        assertThat(db.one("DELETE FROM t WHERE s = 5")).startsWith("OK 1");
        assertThat(db.one("SHOW WARNINGS"))
                .isEqualTo("Warning\t1292\tTruncated incorrect DOUBLE value: 'x'");
    }

    @Test
    void nullForABinaryColumnIsZeroBytesOfItsLength() {
        db.one("CREATE TABLE n (b BINARY(4) NOT NULL, v VARBINARY(4) NOT NULL)");
        db.one("INSERT INTO n VALUES ('a', 'a')");
        assertThat(db.one("UPDATE IGNORE n SET b = NULL, v = NULL")).startsWith("OK 1");
        assertThat(db.one("SELECT HEX(b), HEX(v) FROM n")).isEqualTo("00000000\t");
    }

    @Test
    void anErrorOfRangeShowsTheLiterals() {
        for (int i = 0; i < 3; i++) {
            assertThat(db.one("SELECT CAST(a AS UNSIGNED) - 50 FROM t"))
                    .isEqualTo(
                            "ERROR 1690 BIGINT UNSIGNED value is out of range in"
                                    + " '(cast(a as unsigned) - 50)'");
        }
    }

    @Test
    void showWarningsLeavesTheNumberOfRowsFound() {
        db.one("SELECT 1 UNION SELECT 2");
        db.one("SHOW WARNINGS");
        assertThat(db.one("SELECT FOUND_ROWS()")).isEqualTo("2");
    }

    @Test
    void anEmptyTextIsTheNumberNullWithoutComplaint() {
        db.one("INSERT INTO t VALUES (3, 30, ''), (4, 40, '  ')");
        assertThat(db.one("UPDATE t SET a = 1 WHERE id > 2 AND s = 0")).startsWith("OK 2");
        assertThat(db.one("DELETE FROM t WHERE id > 2 AND s < 5")).startsWith("OK 2");
    }

    @Test
    void columnsTakeEmptyTextsAsMySqlDoes() {
        db.one("CREATE TABLE c (d DOUBLE, f FLOAT, t TIME, i INT, e ENUM('a','b') NOT NULL)");
        assertThat(db.one("INSERT INTO c (d) VALUES ('')"))
                .isEqualTo("ERROR 1366 Incorrect DOUBLE value: '' for column 'd' at row 1");
        assertThat(db.one("INSERT INTO c (f) VALUES ('1x')"))
                .isEqualTo("ERROR 1366 Incorrect FLOAT value: '1x' for column 'f' at row 1");
        assertThat(db.one("INSERT INTO c (t) VALUES (''), (' ')")).startsWith("OK 2");
        assertThat(db.one("INSERT IGNORE INTO c VALUES (1, 1, '1:1', 1, NULL)")).startsWith("OK 1");
        assertThat(db.one("SELECT DISTINCT CONCAT(t), CONCAT(e) FROM c"))
                .isEqualTo("00:00:00\ta\n01:01:00\t");
    }

    @Test
    void timesAndDoublesRoundAsNumbers() {
        db.one("CREATE TABLE n (a INT, b BIGINT)");
        db.one(
                "INSERT INTO n VALUES (CAST('23:59:59.99' AS TIME(2)),"
                        + " TIMESTAMP '2024-07-15 08:00:59.999')");
        assertThat(db.one("SELECT * FROM n")).isEqualTo("240000\t20240715080100");
        db.one("CREATE TABLE r AS SELECT ROUND(0.1e0, 2) x");
        assertThat(db.one("SELECT * FROM r")).isEqualTo("0.1");
    }
}
