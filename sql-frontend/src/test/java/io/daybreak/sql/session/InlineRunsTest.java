package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.account.SqlClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which statements run where they may not wait, as on an event loop. */
class InlineRunsTest {
    private static final int ROWS = 3000;

    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
        db.one("CREATE TABLE t (id INT PRIMARY KEY, a INT)");
        StringBuilder rows = new StringBuilder("INSERT INTO t VALUES (0, 0)");
        for (int i = 1; i < ROWS; i++) {
            rows.append(",(").append(i).append(',').append(i).append(')');
        }
        assertThat(db.one(rows.toString())).startsWith("OK " + ROWS);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static String sum(int from, int to) {
        return "SELECT SUM(a) FROM t WHERE id BETWEEN " + from + " AND " + to;
    }

    @Test
    void aPointReadRunsInlineAsSoonAsItIsPlanned() {
        assertThat(db.inline("SELECT a FROM t WHERE id = 7")).isNull();
        db.one("SELECT a FROM t WHERE id = 7");
        assertThat(db.inline("SELECT a FROM t WHERE id = 8")).containsExactly("8");
    }

    @Test
    void aRangeRunsInlineAfterARunThatReadFewRows() {
        assertThat(db.one(sum(1, 10))).isEqualTo("55");
        assertThat(db.inline(sum(1, 20))).containsExactly("210");
    }

    @Test
    void aRangeThatReadsManyRowsGivesUpAndIsNotTriedAgain() {
        db.one(sum(1, 10));
        assertThat(db.inline(sum(0, ROWS))).isNull();
        assertThat(db.one(sum(0, ROWS - 1))).isEqualTo(String.valueOf(ROWS * (ROWS - 1L) / 2));
        assertThat(db.inline(sum(1, 10))).isNull();
        db.one(sum(1, 10));
        assertThat(db.inline(sum(1, 10))).containsExactly("55");
    }

    @Test
    void aLoopOverFewRowsThatMakesManyGivesUp() {
        String pairs =
                "SELECT COUNT(*) FROM t x STRAIGHT_JOIN t y ON y.id > x.id"
                        + " WHERE x.id < %1$d AND y.id < %1$d";
        db.one(pairs.formatted(5));
        assertThat(db.inline(pairs.formatted(1000))).isNull();
        assertThat(db.one(pairs.formatted(6))).isEqualTo("15");
    }

    @Test
    void manyKeysWithoutRowsGiveUpToo() {
        StringBuilder keys = new StringBuilder("SELECT a FROM t WHERE id IN (-1");
        for (int i = 2; i < ROWS; i++) {
            keys.append(",-").append(i);
        }
        String sql = keys + ")";
        assertThat(db.run(sql)).isEmpty();
        assertThat(db.inline(sql)).isNull();
    }

    @Test
    void whatTakesLongWithoutReadingGivesUp() {
        db.one("SELECT BENCHMARK(10, MD5('a'))");
        assertThat(db.inline("SELECT BENCHMARK(1000000000, MD5('a'))")).isNull();
    }

    @Test
    void aTransactionBeginsAndEndsInline() {
        assertThat(db.inline("BEGIN")).containsExactly("OK 0");
        assertThat(db.inline("ROLLBACK")).containsExactly("OK 0");
    }

    @Test
    void aRollbackThatHasSomethingToUndoDoesNotRunInline() {
        db.one("BEGIN");
        db.one("UPDATE t SET a = 0");
        assertThat(db.inline("ROLLBACK")).isNull();
        db.one("ROLLBACK");
        assertThat(db.one(sum(1, 10))).isEqualTo("55");
    }
}
