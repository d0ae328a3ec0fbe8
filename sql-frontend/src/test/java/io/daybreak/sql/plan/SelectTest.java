package io.daybreak.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.fake.FakeSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries from text to rows, on tables in memory. */
class SelectTest {
    private final FakeSession db = new FakeSession();

    @BeforeEach
    void fill() {
        db.run("CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(20), KEY k (a))");
        db.run("INSERT INTO t VALUES (1, 10, 'x'), (2, 20, 'y'), (3, NULL, 'z'), (4, 20, NULL)");
        db.run("CREATE TABLE u (id INT PRIMARY KEY, t_id INT, v INT)");
        db.run("INSERT INTO u VALUES (1, 1, 100), (2, 1, 200), (3, 2, 300), (4, 9, 400)");
    }

    @Test
    void readsARowByItsPrimaryKey() {
        assertThat(db.query("SELECT * FROM t WHERE id = 2")).containsExactly("2,20,y");
        assertThat(db.plan("SELECT * FROM t WHERE id = 2").isShort()).isTrue();
    }

    @Test
    void filtersSortsAndLimits() {
        assertThat(db.query("SELECT id, a + 1 FROM t WHERE a >= 10 ORDER BY a DESC, id LIMIT 2"))
                .containsExactly("2,21", "4,21");
    }

    @Test
    void joinsAndGroups() {
        assertThat(
                        db.query(
                                "SELECT t.id, COUNT(u.id), SUM(v) FROM t LEFT JOIN u ON u.t_id = t.id"
                                        + " GROUP BY t.id ORDER BY t.id"))
                .containsExactly("1,2,300", "2,1,300", "3,0,null", "4,0,null");
    }

    @Test
    void runsCorrelatedSubqueries() {
        assertThat(
                        db.query(
                                "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.t_id = t.id)"
                                        + " ORDER BY id"))
                .containsExactly("1", "2");
        assertThat(
                        db.query(
                                "SELECT id, (SELECT MAX(v) FROM u WHERE u.t_id = t.id) FROM t ORDER BY id"))
                .containsExactly("1,200", "2,300", "3,null", "4,null");
        assertThat(db.query("SELECT id FROM t WHERE id NOT IN (SELECT t_id FROM u) ORDER BY id"))
                .containsExactly("3", "4");
    }

    @Test
    void anAggregateBelongsToTheInnermostQueryWhoseColumnsItReads() {
        String[][] cases = {
            {"SELECT (WITH c AS (SELECT SUM(t.id) x) SELECT x FROM c) FROM t", "10"},
            {"SELECT (WITH c AS (SELECT SUM(t.id) x) SELECT c.x + d.x FROM c, c d) FROM t", "20"},
            {"SELECT (SELECT x FROM (SELECT SUM(t.id) x) d) FROM t", "10"},
            {"SELECT (SELECT SUM(t.id) FROM u LIMIT 1) FROM t", "10"},
            {"SELECT (SELECT SUM(u.id) + SUM(t.id) FROM u) FROM t", "20"},
            {"SELECT (SELECT SUM(t.id + u.id) FROM u WHERE u.id < 3) FROM t", "5", "7", "9", "11"},
            {"SELECT (SELECT COUNT(*) FROM u) FROM t WHERE id < 3", "4", "4"},
            {
                "SELECT (SELECT (SELECT SUM(t.id) FROM u WHERE id = 1) FROM u x LIMIT 1) FROM t",
                "10"
            },
            {
                "SELECT a, (SELECT SUM(t.id) FROM u LIMIT 1) s FROM t GROUP BY a",
                "null,3",
                "10,1",
                "20,6"
            },
            {"SELECT (SELECT u.v FROM u WHERE u.v < SUM(t.id) * 15) FROM t", "100"},
            {"SELECT t.id FROM t WHERE t.id IN (SELECT SUM(t.id) / 4 FROM u)", "1", "2", "3", "4"},
            {"SELECT t.id, s FROM t, LATERAL (SELECT SUM(t.id) s FROM u) d WHERE t.id = 2", "2,8"},
        };
        for (String[] c : cases) {
            assertThat(db.query(c[0]))
                    .as(c[0])
                    .containsExactlyInAnyOrder(java.util.Arrays.copyOfRange(c, 1, c.length));
        }
        for (String wrong :
                List.of(
                        "SELECT SUM((SELECT SUM(t.id) FROM u)) FROM t",
                        "SELECT id FROM t HAVING EXISTS (SELECT 1 FROM u WHERE SUM(u.v) > 1)")) {
            assertThat(errorOf(wrong)).isEqualTo(MySqlError.ER_INVALID_GROUP_FUNC_USE);
        }
        String mixed = "SELECT id, (SELECT SUM(t.id) FROM u LIMIT 1) FROM t";
        assertThat(errorOf(mixed)).isEqualTo(MySqlError.ER_MIX_OF_GROUP_FUNC_AND_FIELDS);
    }

    @Test
    void aNameOfATableIsWhatIsUnknownWhereThereAreNoTables() {
        for (String sql : List.of("SELECT t.a", "SELECT 1 WHERE t.a", "SELECT 1 ORDER BY t.a")) {
            assertThat(errorOf(sql)).as(sql).isEqualTo(MySqlError.ER_UNKNOWN_TABLE);
        }
        for (String sql :
                List.of(
                        "SELECT a",
                        "SELECT t.a FROM u",
                        "SELECT (SELECT t.a)",
                        "SELECT 1 FROM u WHERE id IN (SELECT t.a)",
                        "INSERT INTO u VALUES (t.a, 1, 1)")) {
            assertThat(errorOf(sql)).as(sql).isEqualTo(MySqlError.ER_BAD_FIELD_ERROR);
        }
    }

    private MySqlError errorOf(String sql) {
        return catchThrowableOfType(SqlException.class, () -> db.query(sql)).error();
    }

    /** MySQL 9.7 answers 1 for every row: it keeps what it computed for the first one. */
    @Test
    void aCommonTableReadInADeeperQueryIsComputedForEachRowAround() {
        assertThat(
                        db.query(
                                "SELECT id, (WITH c AS (SELECT t.id x) SELECT (SELECT x FROM c UNION ALL"
                                        + " SELECT 3 ORDER BY 1 LIMIT 1)) FROM t ORDER BY id"))
                .containsExactly("1,1", "2,2", "3,3", "4,3");
    }

    @Test
    void aDerivedTableOfAnExistenceTestReadsTheQueryAroundIt() {
        assertThat(
                        db.query(
                                "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT t.id AS p UNION ALL"
                                        + " SELECT 0) d JOIN u ON u.t_id = d.p) ORDER BY id"))
                .containsExactly("1", "2");
        assertThat(
                        db.query(
                                "SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM (SELECT t.id AS p UNION ALL"
                                        + " SELECT 0) d, u WHERE u.t_id = d.p) ORDER BY id"))
                .containsExactly("3", "4");
    }

    @Test
    void aDerivedTableOfAnExistenceTestLeavesTheRowAroundItAlone() {
        assertThat(
                        db.query(
                                "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT t.id AS p) d"
                                        + " WHERE d.p > 0) ORDER BY id"))
                .containsExactly("1", "2", "3", "4");
        assertThat(
                        db.query(
                                "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT t.id AS p) d"
                                        + " LEFT JOIN u ON u.t_id = d.p) ORDER BY id"))
                .containsExactly("1", "2", "3", "4");
        assertThat(
                        db.query(
                                "SELECT t.id, d.p FROM t LEFT JOIN LATERAL (SELECT t.id AS p) d"
                                        + " ON t.id < 3 ORDER BY t.id"))
                .containsExactly("1,1", "2,2", "3,null", "4,null");
    }

    /** Slots of the query around it that only such a clause reads count like any other. */
    @Test
    void everyClauseOfAQueryExpressionReadsTheQueryAroundIt() {
        assertThat(
                        db.query(
                                "SELECT id, (SELECT MIN(p) FROM (SELECT 1 AS p UNION ALL SELECT 2"
                                        + " ORDER BY p * IF(b > 'y', -1, 1) LIMIT 1) d) FROM t ORDER BY id"))
                .containsExactly("1,1", "2,1", "3,2", "4,1");
        assertThat(
                        db.query(
                                "SELECT id, (SELECT 1 AS p UNION ALL SELECT 2"
                                        + " ORDER BY p * IF(b > 'y', -1, 1) LIMIT 1) FROM t ORDER BY id"))
                .containsExactly("1,1", "2,1", "3,2", "4,1");
        assertThat(
                        db.query(
                                "SELECT id, (SELECT GROUP_CONCAT(p) FROM (SELECT v AS p FROM u UNION SELECT 0"
                                        + " ORDER BY (SELECT p * (t.id - 2)) LIMIT 1) d) FROM t"
                                        + " WHERE id <> 2 ORDER BY id"))
                .containsExactly("1,400", "3,0", "4,0");
        assertThat(
                        db.query(
                                "SELECT id, (SELECT p FROM ((SELECT 1 AS p) ORDER BY b LIMIT 1) d)"
                                        + " FROM t ORDER BY id"))
                .containsExactly("1,1", "2,1", "3,1", "4,1");
        assertThat(
                        db.query(
                                "SELECT id, (SELECT COUNT(*) FROM u GROUP BY t_id HAVING t_id = t.id)"
                                        + " FROM t ORDER BY id"))
                .containsExactly("1,2", "2,1", "3,null", "4,null");
    }

    @Test
    void anyValueIsNotAskedWhetherItsColumnsAreGrouped() {
        assertThat(db.query("SELECT t_id, ANY_VALUE(v) FROM u GROUP BY t_id ORDER BY t_id"))
                .containsExactly("1,100", "2,300", "9,400");
        assertThat(db.query("SELECT COUNT(*), ANY_VALUE(b) IN ('x', 'y', 'z') FROM t WHERE id < 4"))
                .containsExactly("3,1");
        assertThat(db.query("SELECT MAX(id), ANY_VALUE(b) FROM t WHERE id > 1000"))
                .containsExactly("null,null");
        assertThatThrownBy(() -> db.query("SELECT ANY_VALUE(b), b, COUNT(*) FROM t"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("nonaggregated column");
    }

    @Test
    void aRowIsComparedWithASubqueryOnEitherSide() {
        assertThat(
                        db.query(
                                "SELECT (SELECT id, b FROM t WHERE id = 1) = (1, 'x'),"
                                        + " (1, 'y') = (SELECT id, b FROM t WHERE id = 1)"))
                .containsExactly("1,0");
    }

    @Test
    void columnsAreDescribedAsMySqlDescribesThem() {
        db.run(
                "CREATE TABLE m (id INT PRIMARY KEY, k VARCHAR(5), n DECIMAL(5,2), s TIMESTAMP NOT"
                        + " NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY (k, n))");
        int[] flags =
                java.util.Arrays.stream(db.plan("SELECT *, id + 1 FROM m").columns())
                        .mapToInt(io.daybreak.sql.api.ResultColumn::flags)
                        .toArray();
        assertThat(flags)
                .containsExactly(
                        1 | 2 | 4096 | 16384, // NOT NULL, primary key, no default, part of a key
                        8 | 16384, // first of several, part of a key
                        16384,
                        1 | 128 | 1024 | 8192, // NOT NULL, binary, sets itself, also on update
                        1 | 128);
    }

    @Test
    void theOrderOfAUnionKnowsNoTables() {
        assertThatThrownBy(() -> db.query("SELECT id FROM t UNION SELECT 2 ORDER BY t.id"))
                .isInstanceOf(SqlException.class)
                .hasMessage(
                        "Table 't' from one of the SELECTs cannot be used in global ORDER clause");
        assertThat(db.query("(SELECT id FROM t) ORDER BY t.id DESC LIMIT 1")).containsExactly("4");
    }

    @Test
    void unitesAndRecurses() {
        assertThat(db.query("SELECT 1 UNION SELECT 2 UNION SELECT 1 ORDER BY 1 DESC"))
                .containsExactly("2", "1");
        assertThat(
                        db.query(
                                "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE"
                                        + " i < 4) SELECT SUM(i) FROM n"))
                .containsExactly("10");
    }

    @Test
    void computesWindows() {
        assertThat(
                        db.query(
                                "SELECT id, ROW_NUMBER() OVER (ORDER BY id DESC), SUM(v) OVER (PARTITION"
                                        + " BY t_id ORDER BY id) FROM u ORDER BY id"))
                .containsExactly("1,4,100", "2,3,300", "3,2,300", "4,1,400");
    }

    @Test
    void changesRows() {
        db.run("UPDATE t SET a = a + 1 WHERE a = 20");
        assertThat(db.query("SELECT id FROM t WHERE a = 21 ORDER BY id")).containsExactly("2", "4");
        db.run("DELETE FROM t WHERE b IS NULL");
        db.run("INSERT INTO t VALUES (1, 5, 'n') ON DUPLICATE KEY UPDATE a = VALUES(a), b = 'dup'");
        db.run("REPLACE INTO t VALUES (2, 7, 'rep')");
        assertThat(db.query("SELECT * FROM t ORDER BY id"))
                .containsExactly("1,5,dup", "2,7,rep", "3,null,z");
    }

    @Test
    void refusesUnknownAndAmbiguousNames() {
        assertThatThrownBy(() -> db.run("SELECT a + 9223372036854775807 FROM t"))
                .hasMessageContaining("BIGINT value is out of range in '(a + ");
        assertThatThrownBy(() -> db.run("SELECT nope FROM t"))
                .isInstanceOf(SqlException.class)
                .hasMessage("Unknown column 'nope' in 'field list'");
        assertThatThrownBy(() -> db.run("SELECT id FROM t, u"))
                .hasMessage("Column 'id' in field list is ambiguous");
        assertThatThrownBy(() -> db.run("SELECT a, COUNT(*) FROM t GROUP BY b"))
                .hasMessageContaining("is not in GROUP BY clause");
    }

    @Test
    void explainsWhatItReads() {
        assertThat(db.query("EXPLAIN SELECT * FROM t WHERE id = 2"))
                .containsExactly("1,SIMPLE,t,null,const,PRIMARY,PRIMARY,4,const,1,100.00,null");
        assertThat(db.query("EXPLAIN FORMAT=TREE SELECT b FROM t ORDER BY b").get(0))
                .contains("-> Sort: b")
                .contains("-> Table scan on t");
    }

    @Test
    void enforcesForeignKeysAndChecks() {
        db.run("CREATE TABLE p (id INT PRIMARY KEY)");
        db.run(
                "CREATE TABLE c (id INT PRIMARY KEY, p_id INT, n INT CHECK (n > 0), FOREIGN KEY (p_id)"
                        + " REFERENCES p (id) ON DELETE CASCADE)");
        db.run("INSERT INTO p VALUES (1), (2)");
        db.run("INSERT INTO c VALUES (1, 1, 1), (2, 2, 1), (3, NULL, 1)");
        assertThatThrownBy(() -> db.run("INSERT INTO c VALUES (4, 9, 1)"))
                .hasMessageContaining("a foreign key constraint fails");
        assertThatThrownBy(() -> db.run("INSERT INTO c VALUES (4, 1, 0)"))
                .hasMessage("Check constraint 'chk_1' is violated.");
        db.run("DELETE FROM p WHERE id = 1");
        assertThat(db.query("SELECT id FROM c ORDER BY id")).containsExactly("2", "3");
    }

    @Test
    void rollsUpAndGroupsByExpressions() {
        assertThat(db.query("SELECT t_id, SUM(v) FROM u GROUP BY t_id WITH ROLLUP"))
                .containsExactly("1,300", "2,300", "9,400", "null,1000");
        assertThat(db.query("SELECT v DIV 200, COUNT(*) FROM u GROUP BY v DIV 200 ORDER BY 1"))
                .containsExactly("0,1", "1,2", "2,1");
    }

    @Test
    void sortsMoreThanMemoryHolds() {
        manyRows();
        db.memoryLimitBytes = 20_000;
        assertThat(db.query("SELECT v FROM u ORDER BY v"))
                .hasSize(1004)
                .startsWith("-1099", "-1098");
    }

    /**
     * Nobody closes the operators of a query within whose rows do not fit, or cannot be written.
     */
    @Test
    void leavesNoTemporaryFilesOfQueriesThatFail(@TempDir Path directory) throws IOException {
        manyRows();
        db.memoryLimitBytes = 20_000;
        db.temporaryDirectory = directory;
        assertThatThrownBy(() ->
                        db.query(
                                "WITH c AS (SELECT v FROM u ORDER BY v LIMIT 10000)"
                                        + " SELECT a.v FROM c AS a JOIN c AS b"))
                .hasMessageContaining("Out of memory");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void countsTheMemoryOfAggregatesThatGrowWithTheirRows() {
        manyRows();
        db.memoryLimitBytes = 20_000;
        for (String sql :
                List.of(
                        "SELECT JSON_ARRAYAGG(v) FROM u",
                        "SELECT t_id, JSON_OBJECTAGG(id, v) FROM u GROUP BY t_id")) {
            assertThatThrownBy(() -> db.query(sql)).as(sql).hasMessageContaining("Out of memory");
        }
    }

    @Test
    void tellsMoreDistinctValuesApartThanMemoryHolds() {
        manyRows();
        for (String sql :
                List.of(
                        "SELECT COUNT(DISTINCT v DIV 2), SUM(DISTINCT v DIV 2), COUNT(DISTINCT id),"
                                + " COUNT(DISTINCT t_id, v DIV 2), COUNT(*) FROM u",
                        "SELECT t_id, COUNT(DISTINCT v DIV 2), AVG(DISTINCT v), SUM(DISTINCT id)"
                                + " FROM u GROUP BY t_id ORDER BY t_id",
                        "SELECT t_id, COUNT(DISTINCT v DIV 2) FROM u GROUP BY t_id WITH ROLLUP",
                        "SELECT LENGTH(GROUP_CONCAT(DISTINCT v DIV 2)) FROM u",
                        "SELECT id DIV 300, COUNT(DISTINCT v), COUNT(DISTINCT id DIV 2) FROM u"
                                + " GROUP BY id DIV 300 ORDER BY 1")) {
            db.memoryLimitBytes = 1 << 28;
            List<String> expected = db.query(sql);
            db.memoryLimitBytes = 20_000;
            assertThat(db.query(sql)).as(sql).isEqualTo(expected);
        }
        assertThat(db.query("SELECT COUNT(DISTINCT v), COUNT(DISTINCT id) FROM u"))
                .containsExactly("1004,1004");
    }

    @Test
    void keepsOfAConcatenationOnlyWhatItsResultCanHold() {
        manyRows();
        for (String sql :
                List.of(
                        "SELECT GROUP_CONCAT(DISTINCT REPEAT(v, 9) ORDER BY id) FROM u",
                        "SELECT GROUP_CONCAT(REPEAT(v, 9) ORDER BY id DESC SEPARATOR '') FROM u",
                        "SELECT GROUP_CONCAT(DISTINCT REPEAT(v DIV 2, 9), id DIV 3 ORDER BY id % 10,"
                                + " v DESC) FROM u",
                        "SELECT GROUP_CONCAT(REPEAT(v, 900) ORDER BY v) FROM u",
                        "SELECT t_id, GROUP_CONCAT(DISTINCT REPEAT(v, 19) ORDER BY v % 7, v) FROM u"
                                + " GROUP BY t_id ORDER BY t_id",
                        "SELECT CONCAT(GROUP_CONCAT('' ORDER BY id SEPARATOR ''), 'x') FROM u")) {
            db.memoryLimitBytes = 1 << 28;
            List<String> expected = db.query(sql);
            db.memoryLimitBytes = 20_000;
            assertThat(db.query(sql)).as(sql).isEqualTo(expected);
        }
        String concatenated =
                db.query("SELECT GROUP_CONCAT(DISTINCT REPEAT(v, 9) ORDER BY id) FROM u")
                        .getFirst();
        String all = String.join(",", db.query("SELECT REPEAT(v, 9) FROM u ORDER BY id"));
        assertThat(concatenated).isEqualTo(all.substring(0, 1024));
    }

    @Test
    void groupsThatDoNotFitLeaveRoomForTheirDistinctValues() {
        manyRows();
        db.memoryLimitBytes = 40_000;
        assertThat(
                        db.query(
                                "SELECT COUNT(*), SUM(n), SUM(m) FROM (SELECT id DIV 2 g,"
                                        + " COUNT(DISTINCT v) n, COUNT(DISTINCT id) m FROM u"
                                        + " GROUP BY id DIV 2) d"))
                .containsExactly("503,1004,1004");
    }

    @Test
    void sortsWithoutDuplicates() {
        db.run("CREATE TABLE w (id INT PRIMARY KEY, s VARCHAR(80))");
        String same = "a text of more than thirty-two characters ";
        StringBuilder insert = new StringBuilder("INSERT INTO w VALUES ");
        for (int i = 0; i < 600; i++) {
            String text =
                    i < 300 ? same + i % 50 : same.toUpperCase(java.util.Locale.ROOT) + i % 50;
            insert.append(i > 0 ? "," : "").append("(%d,'%s')".formatted(i, text));
        }
        db.run(insert.toString());
        for (long memory : new long[] {1 << 20, 20_000}) {
            db.memoryLimitBytes = memory;
            // Of equal texts the first is kept.
            assertThat(db.query("SELECT DISTINCT s FROM w ORDER BY s DESC"))
                    .hasSize(50)
                    .startsWith(same + 9, same + 8, same + 7, same + 6, same + 5, same + 49)
                    .endsWith(same + 1, same + 0);
            assertThat(db.query("SELECT DISTINCT s, id DIV 500 FROM w ORDER BY 2, 1"))
                    .hasSize(100)
                    .startsWith(same + "0,0", same + "1,0", same + "10,0");
            assertThat(db.query("SELECT DISTINCT s FROM w ORDER BY s LIMIT 3"))
                    .containsExactly(same + 0, same + 1, same + 10);
            assertThat(db.query("SELECT id FROM w ORDER BY s, id LIMIT 3"))
                    .containsExactly("0", "50", "100");
        }
    }

    private void manyRows() {
        StringBuilder insert = new StringBuilder("INSERT INTO u VALUES ");
        for (int i = 100; i < 1100; i++) {
            insert.append(i > 100 ? ",(" : "(").append(i).append(",1,").append(-i).append(")");
        }
        db.run(insert.toString());
    }

    @Test
    void bytesThatAreNoTextAreNullAsText() {
        for (String sql :
                List.of(
                        "SELECT CAST(x'F041' AS CHAR)",
                        "SELECT CAST(x'41F0' AS CHAR(5))",
                        "SELECT CONVERT(x'F041' USING utf8mb4)")) {
            assertThat(db.query(sql)).as(sql).containsExactly("null");
            assertThat(db.warnings).as(sql).containsExactly("ER_INVALID_CHARACTER_STRING");
        }
        assertThat(
                        db.query(
                                "SELECT CAST(x'4142' AS CHAR), HEX(CAST(x'F041' AS CHAR CHARSET latin1))"))
                .containsExactly("AB,F041");
    }

    @Test
    void hexOfBitsIsThatOfTheirNumber() {
        db.run("CREATE TABLE bits (id INT PRIMARY KEY, v BIT(12))");
        db.run("INSERT INTO bits VALUES (1, b'101010101010'), (2, 0), (3, NULL)");
        assertThat(
                        db.query(
                                "SELECT HEX(v), HEX(MAX(v)), HEX(b'101010101010') FROM bits GROUP BY v"))
                .containsExactlyInAnyOrder("AAA,AAA,0AAA", "0,0,0AAA", "null,null,0AAA");
    }

    @Test
    void aPatternWithoutWildcardsFindsOneKey() {
        db.run("CREATE TABLE names (k VARCHAR(30) CHARACTER SET latin1 PRIMARY KEY)");
        db.run("INSERT INTO names VALUES ('k1'), ('2020-02-30'), ('2020-02-300')");
        assertThat(db.query("SELECT k FROM names WHERE k LIKE '2020-02-30'"))
                .containsExactly("2020-02-30");
        assertThat(db.query("SELECT a.k FROM names b JOIN names a ON a.k LIKE '2020-02-30'"))
                .hasSize(3)
                .containsOnly("2020-02-30");
        db.run("SELECT a.k FROM names b JOIN names a ON a.k LIKE '2020-02-30' FOR SHARE");
    }

    @Test
    void anInfiniteSumIsOutOfAnIntegersRange() {
        db.run("CREATE TABLE sums (v BIGINT)");
        db.run(
                "INSERT IGNORE INTO sums SELECT SUM(d) FROM (SELECT 1e308 d UNION ALL SELECT 1e308) x");
        db.run(
                "INSERT IGNORE INTO sums SELECT SUM(-d) FROM (SELECT 1e308 d UNION ALL SELECT 1e308) x");
        assertThat(db.query("SELECT v FROM sums ORDER BY v"))
                .containsExactly("-9223372036854775808", "9223372036854775807");
    }

    @Test
    void theNegativeOfALargeLiteralIsADecimal() {
        assertThat(db.query("SELECT -18446744073709551615, -9223372036854775809 + 0"))
                .containsExactly("-18446744073709551615,-9223372036854775809");
        assertThat(db.query("SELECT -9223372036854775808")).containsExactly("-9223372036854775808");
    }
}
