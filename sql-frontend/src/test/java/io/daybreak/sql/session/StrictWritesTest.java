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
}
