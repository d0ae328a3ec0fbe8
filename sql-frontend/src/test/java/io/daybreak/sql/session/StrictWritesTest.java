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

    /** MySQL's text has the name of what the document comes from instead of "json". */
    @ParameterizedTest
    @ValueSource(strings = {"[1]", "{}", "null", "\"x\"", "\"12x\""})
    void aDocumentThatIsNoNumberIsNotStoredAsOne(String json) {
        db.one("CREATE TABLE j (j JSON, i BIGINT, d DECIMAL(10, 2), f DOUBLE)");
        db.one("INSERT INTO j VALUES ('" + json + "', 7, 7, 7)");
        String error = "ERROR 3156 Invalid JSON value for CAST to %s from column json at row 1";
        assertThat(db.one("UPDATE j SET i = j")).isEqualTo(error.formatted("INTEGER"));
        assertThat(db.one("UPDATE j SET d = j")).isEqualTo(error.formatted("DECIMAL"));
        assertThat(db.one("UPDATE j SET f = j")).isEqualTo(error.formatted("DOUBLE"));
        assertThat(db.one("UPDATE j SET i = j + 1")).isEqualTo(error.formatted("DOUBLE"));
        assertThat(db.one("INSERT INTO j (i) SELECT j FROM j"))
                .isEqualTo(error.formatted("INTEGER"));
        assertThat(db.one("SELECT i, d, f FROM j")).isEqualTo("7\t7.00\t7.0");
        assertThat(db.one("UPDATE IGNORE j SET i = j")).startsWith("OK 1");
        assertThat(db.one("SHOW WARNINGS"))
                .isEqualTo(
                        "Warning\t"
                                + error.formatted("INTEGER").substring(6).replaceFirst(" ", "\t"));
    }

    @Test
    void aNumberInADocumentIsTakenToItsLastDigit() {
        db.one("CREATE TABLE j (j JSON, i BIGINT, u BIGINT UNSIGNED, d DECIMAL(30, 5))");
        db.one("INSERT INTO j (j) VALUES ('9007199254740993')");
        assertThat(db.one("UPDATE j SET i = j, u = j, d = j")).startsWith("OK 1");
        assertThat(db.one("SELECT i, u, d FROM j"))
                .isEqualTo("9007199254740993\t9007199254740993\t9007199254740993.00000");
        assertThat(db.one("SELECT CAST(j AS SIGNED), CAST(j AS DECIMAL(20)), j + 0 FROM j"))
                .isEqualTo("9007199254740993\t9007199254740993\t9.007199254740992E15");
        db.one("UPDATE j SET j = '18446744073709551615', u = j");
        assertThat(
                        db.one(
                                "SELECT CONCAT(u), CONCAT(CAST(j AS UNSIGNED)), CAST(j AS SIGNED) FROM j"))
                .isEqualTo("18446744073709551615\t18446744073709551615\t-1");
        for (String large : new String[] {"1e30", "-1e30", "18446744073709551615"}) {
            assertThat(db.one("UPDATE j SET j = '" + large + "', i = j"))
                    .isEqualTo("ERROR 1264 Out of range value for column 'i' at row 1");
        }
        db.one("UPDATE j SET j = '1.7', i = j, d = j");
        assertThat(db.one("SELECT i, d FROM j")).isEqualTo("2\t1.70000");
        db.one("UPDATE j SET j = 'true', i = j, d = j");
        assertThat(db.one("SELECT i, d FROM j")).isEqualTo("1\t1.00000");
    }

    @Test
    void aDocumentIsADateOrATimeIfItIsAStringOfOne() {
        db.one("CREATE TABLE j (j JSON, d DATE, t TIME(1), dt DATETIME)");
        db.one("INSERT INTO j (j) VALUES ('\"10:11:12.5\"')");
        assertThat(db.one("UPDATE j SET t = j")).startsWith("OK 1");
        assertThat(db.one("UPDATE j SET j = '\"2020-01-02 03:04:05\"', dt = j")).startsWith("OK 1");
        assertThat(db.one("UPDATE j SET j = '\"2020-01-02\"', d = j")).startsWith("OK 1");
        assertThat(db.one("SELECT CONCAT(d), CONCAT(t), CONCAT(dt) FROM j"))
                .isEqualTo("2020-01-02\t10:11:12.5\t2020-01-02 03:04:05");
        String error = "ERROR 3156 Invalid JSON value for CAST to %s from column json at row 1";
        for (String json : new String[] {"20200102", "[1]", "true", "\"x\""}) {
            assertThat(db.one("UPDATE j SET j = '" + json + "', d = j"))
                    .isEqualTo(error.formatted("DATE"));
            assertThat(db.one("UPDATE j SET j = '" + json + "', t = j"))
                    .isEqualTo(error.formatted("TIME"));
            assertThat(db.one("UPDATE j SET j = '" + json + "', dt = j"))
                    .isEqualTo(error.formatted("DATETIME/TIMESTAMP"));
        }
    }

    @Test
    void bitsAreNumbersInEveryStatementThatWritesANumber() {
        db.one("CREATE TABLE b (i INT PRIMARY KEY, d DECIMAL(6, 2), f DOUBLE, y YEAR, s CHAR(2))");
        assertThat(db.one("INSERT INTO b VALUES (x'01', x'02', b'11', x'04', x'41')"))
                .startsWith("OK 1");
        assertThat(db.one("SELECT * FROM b")).isEqualTo("1\t2.00\t3.0\t2004\tA");
        assertThat(db.one("UPDATE b SET d = x'0102', f = b'101', y = (x'46'), s = x'4243'"))
                .startsWith("OK 1");
        assertThat(db.one("SELECT * FROM b")).isEqualTo("1\t258.00\t5.0\t1970\tBC");
        assertThat(db.one("INSERT INTO b (i) VALUES (x'01') ON DUPLICATE KEY UPDATE d = b'11'"))
                .startsWith("OK 2");
        assertThat(db.one("UPDATE b, t SET b.f = x'07' WHERE t.id = 1")).startsWith("OK 1");
        assertThat(db.one("SELECT * FROM b")).isEqualTo("1\t3.00\t7.0\t1970\tBC");
        assertThat(db.one("UPDATE b SET d = IF(1, x'41', NULL)"))
                .isEqualTo("ERROR 1366 Incorrect decimal value: 'A' for column 'd' at row 1");
    }

    @Test
    void aTextThatBeginsWithANumberThatIsTooLargeIsOutOfRange() {
        db.one("CREATE TABLE n (a TINYINT)");
        assertThat(db.one("INSERT INTO n VALUES ('2020-02-29')"))
                .isEqualTo("ERROR 1264 Out of range value for column 'a' at row 1");
        assertThat(db.one("INSERT INTO n VALUES ('20-02')"))
                .isEqualTo("ERROR 1265 Data truncated for column 'a' at row 1");
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
