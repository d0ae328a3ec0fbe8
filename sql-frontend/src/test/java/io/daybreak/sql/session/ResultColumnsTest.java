package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.api.ResultColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what a driver is told about the columns of a result is what MySQL tells it. Method: type
 * and length of expressions, as MySQL describes them to a client of utf8mb4.
 */
class ResultColumnsTest {
    private static final int UNSIGNED = 32;

    @TempDir Path directory;

    @Test
    void numbersOfBothSignsFitTheirCommonType() {
        check(
                """
                COALESCE(u, i) | BIGINT | 20
                COALESCE(u, ti) | BIGINT | 20
                COALESCE(i, tu) | INT | 11
                COALESCE(ti, tu) | SMALLINT | 6
                IFNULL(ti, su) | MEDIUMINT | 9
                IF(id, mi, mu) | INT | 11
                LEAST(u, i) | BIGINT | 20
                CASE id WHEN 1 THEN u ELSE i END | BIGINT | 20
                COALESCE(u, u) | INT UNSIGNED | 10
                -f | DOUBLE | 22
                """);
    }

    @Test
    void windowFunctionsGiveWhatATemporaryTableKeeps() {
        check(
                """
                LAG(i) OVER (ORDER BY id) | BIGINT | 20
                LEAD(ti) OVER (ORDER BY id) | INT | 11
                LAG(mi) OVER (ORDER BY id) | INT | 11
                FIRST_VALUE(u) OVER (ORDER BY id) | BIGINT UNSIGNED | 20
                MIN(y) OVER (ORDER BY id) | INT UNSIGNED | 10
                NTH_VALUE(su, 2) OVER (ORDER BY id) | INT UNSIGNED | 10
                LAG(i = 1) OVER (ORDER BY id) | INT | 11
                MAX(c) OVER () | VARCHAR | 32
                LAG(e) OVER (ORDER BY id) | VARCHAR | 8
                LAG(s) OVER (ORDER BY id) | VARCHAR | 12
                MAX(tx) OVER () | TEXT | 262140
                """);
    }

    @Test
    void extremesKeepTheirKindOfText() {
        check(
                """
                MIN(e) | CHAR | 8
                MAX(s) | CHAR | 12
                MIN(c) | CHAR | 32
                MIN(tx) | TEXT | 262140
                """);
    }

    @Test
    void textsAreAsLongAsTheirArgumentsLetThemBe() {
        check(
                """
                CAST(v AS CHAR(3)) | VARCHAR | 12
                CAST(v AS BINARY(3)) | VARCHAR | 3
                NULLIF(e, 'a') | CHAR | 8
                REPEAT(v, 4) | VARCHAR | 320
                REPEAT('ä', 4) | VARCHAR | 16
                REPEAT(v, i) | TEXT | 67108864
                REPEAT(bi, i) | TEXT | 16777216
                SPACE(4) | VARCHAR | 16
                LPAD(v, 5, 'x') | VARCHAR | 20
                REPLACE(v, 'a', 'x') | VARCHAR | 80
                REPLACE(v, 'a', '') | VARCHAR | 80
                REPLACE(lt, 'a', lt) | TEXT | 4294967295
                LEFT(tx, 5) | VARCHAR | 20
                RIGHT(v, 2) | VARCHAR | 8
                RIGHT(v, 200) | VARCHAR | 80
                RIGHT(v, i) | VARCHAR | 80
                SUBSTRING(tx, 1, 10) | VARCHAR | 40
                MID(v, 2, 3) | VARCHAR | 12
                SUBSTRING(REPEAT(TRIM(s), 4), 1, 2) | VARCHAR | 8
                LTRIM(tx) | TEXT | 262140
                CONCAT(tx, 'a') | TEXT | 262144
                COALESCE(tx, '') | TEXT | 262140
                COALESCE(tx, tx) | TEXT | 262140
                CONCAT_WS(',', v, c) | VARCHAR | 116
                CONCAT_WS(c, v, i) | VARCHAR | 156
                """);
    }

    private void check(String expected) {
        try (TestDatabase test = new TestDatabase(directory)) {
            test.db.one("SET NAMES utf8mb4");
            test.db.one(
                    "CREATE TABLE r (id INT PRIMARY KEY, i INT, u INT UNSIGNED, ti TINYINT,"
                            + " tu TINYINT UNSIGNED, su SMALLINT UNSIGNED, mi MEDIUMINT,"
                            + " mu MEDIUMINT UNSIGNED, bu BIGINT UNSIGNED, y YEAR, f FLOAT,"
                            + " v VARCHAR(20), c CHAR(8), tx TEXT, lt LONGTEXT, bl BLOB, bi BINARY(4),"
                            + " e ENUM('a','b','Bc'), s SET('a','b'))");
            List<String> actual = new ArrayList<>();
            for (String line : expected.lines().toList()) {
                String expression = line.substring(0, line.indexOf(" | "));
                actual.add(expression + " | " + described(test, expression));
            }
            assertThat(actual).containsExactlyElementsOf(expected.lines().toList());
        }
    }

    private static String described(TestDatabase test, String expression) {
        String sql = "SELECT " + expression + " FROM r";
        List<ResultColumn> columns = test.db.columns(sql);
        return columns.isEmpty()
                ? test.db.one(sql)
                : type(columns.getFirst()) + " | " + columns.getFirst().length();
    }

    private static String type(ResultColumn column) {
        String name =
                switch (column.typeCode()) {
                    case 1 -> "TINYINT";
                    case 2 -> "SMALLINT";
                    case 3 -> "INT";
                    case 5 -> "DOUBLE";
                    case 8 -> "BIGINT";
                    case 9 -> "MEDIUMINT";
                    case 252 -> "TEXT";
                    case 253 -> "VARCHAR";
                    case 254 -> "CHAR";
                    default -> "type " + column.typeCode();
                };
        return (column.flags() & UNSIGNED) == 0 ? name : name + " UNSIGNED";
    }
}
