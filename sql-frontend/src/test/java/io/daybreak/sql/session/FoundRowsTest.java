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
import org.junit.jupiter.params.provider.ValueSource;

/** FOUND_ROWS(), with and without SQL_CALC_FOUND_ROWS; the numbers are MySQL's. */
class FoundRowsTest {
    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
        db.one("CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY (a))");
        db.one("INSERT INTO t VALUES (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)");
    }

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT id FROM t LIMIT 2 | 1 2 | 2",
                "SELECT SQL_CALC_FOUND_ROWS id FROM t LIMIT 2 | 1 2 | 5",
                "SELECT SQL_CALC_FOUND_ROWS id FROM t ORDER BY a DESC, id DESC LIMIT 1, 2 | 4 3 | 5",
                "SELECT SQL_CALC_FOUND_ROWS id FROM t WHERE a = 2 ORDER BY id LIMIT 1 | 3 | 2",
                "SELECT SQL_CALC_FOUND_ROWS DISTINCT a FROM t ORDER BY a LIMIT 1 | 1 | 3",
                "SELECT SQL_CALC_FOUND_ROWS a FROM t GROUP BY a ORDER BY a LIMIT 1 | 1 | 3",
                "SELECT SQL_CALC_FOUND_ROWS id FROM t LIMIT 0 | '' | 5",
                "SELECT SQL_CALC_FOUND_ROWS id FROM t LIMIT 10, 5 | '' | 5",
                "SELECT SQL_CALC_FOUND_ROWS id FROM t LIMIT 10 | 1 2 3 4 5 | 5",
                "SELECT SQL_CALC_FOUND_ROWS id FROM t | 1 2 3 4 5 | 5",
                "SELECT SQL_CALC_FOUND_ROWS 1 UNION ALL SELECT 2 LIMIT 1 | 1 | 2"
            })
    void rowsBehindTheLimitAreFoundIfAskedFor(String sql, String rows, long found) {
        assertThat(db.one(sql).replace('\n', ' ')).isEqualTo(rows);
        assertThat(db.one("SELECT FOUND_ROWS()")).isEqualTo(String.valueOf(found));
    }

    @Test
    void doFindsOneRow() {
        db.one("SELECT id FROM t");
        db.one("DO 1");
        assertThat(db.one("SELECT FOUND_ROWS()")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM t WHERE id IN (SELECT SQL_CALC_FOUND_ROWS a FROM t)",
                "SELECT * FROM (SELECT SQL_CALC_FOUND_ROWS 1) x",
                "SELECT 1 UNION SELECT SQL_CALC_FOUND_ROWS 2"
            })
    void onlyTheFirstSelectMayAskForIt(String sql) {
        assertThat(db.one(sql))
                .isEqualTo("ERROR 1234 Incorrect usage/placement of 'SQL_CALC_FOUND_ROWS'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT a FROM t ORDER BY other.a | order clause",
                "INSERT INTO t (id, other.a) VALUES (9, 9) | field list"
            })
    void aColumnOfATableThatIsNotThereIsUnknown(String sql, String clause) {
        assertThat(db.one(sql))
                .isEqualTo("ERROR 1054 Unknown column 'other.a' in '" + clause + "'");
    }
}
