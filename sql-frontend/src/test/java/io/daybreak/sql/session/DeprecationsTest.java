package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.account.SqlClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What MySQL wants to give up works and is followed by MySQL's warning. */
class DeprecationsTest {
    private static final String FOUND_ROWS =
            "Warning\t1287\tFOUND_ROWS() is deprecated and will be removed in a future release."
                    + " Consider using COUNT(*) instead.";

    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
        db.one("CREATE TABLE t (id INT PRIMARY KEY, a INT)");
    }

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "SELECT 1 && 1 # 1287 # '&&' is deprecated",
                "SELECT 1 || 0 # 1287 # '|| as a synonym for OR' is deprecated",
                "SELECT !1 # 1287 # '!' is deprecated",
                "SELECT BINARY 'a' # 1287 # 'BINARY expr' is deprecated",
                "SELECT SQL_CALC_FOUND_ROWS 1 # 1287 # SQL_CALC_FOUND_ROWS is deprecated",
                "SELECT @a := 1 # 1287 # Setting user variables within expressions",
                "SELECT _utf8'a' # 3719 # 'utf8' is currently an alias",
                "SELECT CONVERT('a' USING utf8mb3) # 1287 # 'utf8mb3' is deprecated",
                "SELECT N'a' # 3720 # NATIONAL/NCHAR/NVARCHAR",
                "SET NAMES utf8 # 3719 # 'utf8' is currently an alias",
                "CREATE TABLE n (a INT(11)) # 1681 # Integer display width is deprecated",
                "CREATE TABLE n (a INT ZEROFILL) # 1681 # The ZEROFILL attribute is deprecated",
                "CREATE TABLE n (a FLOAT(7,3)) # 1681 # Specifying number of digits",
                "CREATE TABLE n (a DECIMAL(5,2) UNSIGNED) # 1681 # UNSIGNED for decimal",
                "CREATE TABLE n (a YEAR(4)) # 1287 # 'YEAR(4)' is deprecated",
                "CREATE TABLE n (a CHAR(3) BINARY) # 1287 # 'BINARY as attribute of a type'",
                "CREATE TABLE n (a INT) COLLATE utf8_bin # 3778 # 'utf8mb3_bin' is a collation"
            })
    void warnsOfOneThing(String sql, int code, String start) {
        assertThat(db.one(sql)).doesNotStartWith("ERROR");
        assertThat(db.one("SHOW WARNINGS"))
                .startsWith("Warning\t" + code + "\t" + start)
                .hasLineCount(1);
    }

    @Test
    void warnsEachTimeThatAKeptPlanRuns() {
        String sql = "INSERT INTO t VALUES (1, 1) ON DUPLICATE KEY UPDATE a = VALUES(a)";
        for (int i = 0; i < 3; i++) {
            assertThat(db.one(sql)).startsWith("OK");
            assertThat(db.one("SHOW WARNINGS"))
                    .startsWith("Warning\t1287\t'VALUES function' is deprecated")
                    .hasLineCount(1);
        }
    }

    @Test
    void warnsOnceForEachPlaceInTheText() {
        db.one("SELECT FOUND_ROWS(), (SELECT FOUND_ROWS())");
        assertThat(db.one("SHOW WARNINGS")).isEqualTo(FOUND_ROWS + "\n" + FOUND_ROWS);
    }

    @Test
    void pipesThatConcatenateAreNoSynonymForOr() {
        db.one("SET sql_mode = 'PIPES_AS_CONCAT'");
        db.one("SELECT 'a' || 'b'");
        assertThat(db.one("SHOW WARNINGS")).isEmpty();
    }

    @Test
    void aYearHasFourDigits() {
        assertThat(db.one("CREATE TABLE y (a YEAR(2))"))
                .isEqualTo("ERROR 1818 Invalid display width. Use YEAR instead.");
    }
}
