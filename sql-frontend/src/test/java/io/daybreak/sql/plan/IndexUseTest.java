package io.daybreak.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.fake.FakeSession;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which conditions become key ranges, and what else of a plan can be seen. */
class IndexUseTest {
    private final StorageEngine engine =
            Engines.open(InMemoryVolume.durableAtOnce(), new EngineConfig(1L << 24, 1));
    private final FakeSession db = new FakeSession(engine);

    @BeforeEach
    void fill() {
        db.run(
                "CREATE TABLE t (id INT PRIMARY KEY, k INT, s VARCHAR(20), e ENUM('x','y'),"
                        + " ts TIMESTAMP NULL, pad VARCHAR(50), KEY k (k), KEY s (s), KEY e (e),"
                        + " KEY ts (ts))");
        for (int from = 0; from < 1000; from += 100) {
            StringBuilder rows = new StringBuilder("INSERT INTO t VALUES ");
            for (int id = from; id < from + 100; id++) {
                rows.append(id == from ? "" : ",")
                        .append(
                                "(%d, %s, 'w%03d', '%s', '2024-01-01 00:%02d:%02d', 'p')"
                                        .formatted(
                                                id,
                                                id % 10 == 0 ? "NULL" : "" + id,
                                                id,
                                                id == 7 ? "y" : "x",
                                                id / 60,
                                                id % 60));
            }
            db.run(rows.toString());
        }
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private String explain(String sql) {
        return String.join("\n", db.query("EXPLAIN FORMAT=TREE " + sql));
    }

    @Test
    void aPatternWithAFixedBeginningIsARange() {
        assertThat(explain("SELECT pad FROM t WHERE s LIKE 'w12%'")).contains("using s");
        assertThat(db.query("SELECT COUNT(*) FROM t WHERE s LIKE 'W12%'")).containsExactly("10");
        assertThat(explain("SELECT pad FROM t WHERE s LIKE '%12'")).contains("Table scan");
    }

    @Test
    void whatIsAskedOfADerivedTableReachesItsIndexes() {
        String derived = "(SELECT id, k AS n, s FROM t WHERE id > 5)";
        assertThat(explain("SELECT n FROM " + derived + " d WHERE s = 'w012'"))
                .contains("lookup on t using s");
        assertThat(db.query("SELECT n FROM " + derived + " d WHERE s = 'w012'"))
                .containsExactly("12");
        assertThat(db.query("SELECT n FROM " + derived + " d WHERE s = 'w003'")).isEmpty();
        assertThat(explain("SELECT * FROM " + derived + " d ORDER BY id LIMIT 3"))
                .doesNotContain("sort");
        assertThat(db.query("SELECT * FROM " + derived + " d ORDER BY id LIMIT 2"))
                .containsExactly("6,6,w006", "7,7,w007");
        String joined =
                " FROM t a LEFT JOIN " + derived + " d ON d.id = a.k WHERE a.id BETWEEN 4 AND 7";
        assertThat(db.query("SELECT a.id, d.n, d.s" + joined + " ORDER BY a.id"))
                .containsExactly("4,null,null", "5,null,null", "6,6,w006", "7,7,w007");
        assertThat(explain("SELECT a.id, d.n" + joined)).contains("lookup on t using PRIMARY");
        assertThat(db.query("SELECT id, n FROM " + derived + " d WHERE id < 8 GROUP BY id"))
                .containsExactlyInAnyOrder("6,6", "7,7");
    }

    @Test
    void derivedTablesThatComputeAreLeftAlone() {
        for (String derived :
                List.of(
                        "SELECT DISTINCT s FROM t",
                        "SELECT s FROM t LIMIT 20",
                        "SELECT MAX(s) s FROM t",
                        "SELECT s FROM t GROUP BY s",
                        "SELECT s FROM t UNION SELECT s FROM t",
                        "SELECT UPPER(s) s FROM t",
                        "SELECT s FROM t WHERE RAND() < 2",
                        "SELECT s FROM t WHERE (@v := s) > ''",
                        "SELECT s FROM t ORDER BY id")) {
            assertThat(explain("SELECT * FROM (" + derived + ") d WHERE s = 'w012'"))
                    .as(derived)
                    .doesNotContain("lookup on t using s");
        }
    }

    @Test
    void timestampsAndMembersAreRanges() {
        assertThat(explain("SELECT pad FROM t WHERE ts = '2024-01-01 00:01:05'"))
                .contains("using ts");
        assertThat(db.query("SELECT id FROM t WHERE ts = '2024-01-01 00:01:05'"))
                .containsExactly("65");
        assertThat(explain("SELECT pad FROM t WHERE e = 'Y'")).contains("using e");
        assertThat(db.query("SELECT id FROM t WHERE e = 'Y'")).containsExactly("7");
    }

    @Test
    void aWideRangeOfASecondaryIndexIsNoBetterThanTheTable() {
        assertThat(explain("SELECT pad FROM t WHERE k > 5")).contains("Table scan");
        assertThat(explain("SELECT pad FROM t WHERE k > 990")).contains("using k");
    }

    @Test
    void whatIsSaidOfAColumnHoldsForItsEqual() {
        assertThat(explain("SELECT COUNT(*) FROM t a JOIN t b ON a.id = b.k WHERE a.id < 5"))
                .doesNotContain("Table scan");
        assertThat(db.query("SELECT COUNT(*) FROM t a JOIN t b ON a.id = b.k WHERE a.id < 5"))
                .containsExactly("4");
    }

    @Test
    void extremesComeFromTheEndsOfIndexes() {
        assertThat(explain("SELECT MIN(k), MAX(k), MAX(id) FROM t")).contains("First entry");
        assertThat(db.query("SELECT MIN(k), MAX(k), MAX(id) FROM t")).containsExactly("1,999,999");
        db.run("CREATE TABLE none (a INT, KEY (a))");
        assertThat(db.query("SELECT MIN(a), MAX(a) FROM none")).containsExactly("null,null");
        db.run("INSERT INTO none VALUES (NULL)");
        assertThat(db.query("SELECT MIN(a), MAX(a) FROM none")).containsExactly("null,null");
    }

    @Test
    void analyzeTellsWhatHappened() {
        List<String> tree = db.query("EXPLAIN ANALYZE SELECT pad FROM t WHERE k > 990");
        assertThat(tree.get(0)).contains("rows=9 loops=1");
    }

    @Test
    void jsonNamesTheAccess() {
        assertThat(db.query("EXPLAIN FORMAT=JSON SELECT pad FROM t WHERE k > 990").get(0))
                .contains("\"access_type\": \"range\"")
                .contains("\"key\": \"k\"");
    }

    @Test
    void groupingTellsWhichKeysARowSumsOver() {
        assertThat(db.query("SELECT e, COUNT(*), GROUPING(e) FROM t GROUP BY e WITH ROLLUP"))
                .containsExactly("x,999,0", "y,1,0", "null,1000,1");
        assertThatThrownBy(() -> db.run("SELECT e, GROUPING(k) FROM t GROUP BY e WITH ROLLUP"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("Argument #1 of GROUPING");
    }

    @Test
    void boundsThatADecimalCannotHoldAreBeyondAllKeys() {
        db.run(
                "CREATE TABLE n (id INT PRIMARY KEY, d DECIMAL(5,2), e DECIMAL(18,2), f DOUBLE,"
                        + " u BIGINT UNSIGNED, KEY d (d), KEY e (e), KEY f (f))");
        db.run(
                "INSERT INTO n VALUES (1, 1.5, 99999999.99, 1, 18446744073709551615),"
                        + " (2, -999.99, -99999999.99, 18446744073709551615, 3),"
                        + " (3, 999.99, 0, -1, 4)");
        String count = "SELECT COUNT(*) FROM n FORCE INDEX (%s) WHERE %s";
        for (String wide : List.of("100000", "99999999999", "12345678901234567890123")) {
            for (String column : List.of("d", "e")) {
                String below = count.formatted(column, column + " < " + wide);
                String above = count.formatted(column, column + " > -" + wide);
                String none = count.formatted(column, column + " = " + wide);
                if (column.equals("d") || wide.length() > 20) {
                    assertThat(db.query(below)).as(below).containsExactly("3");
                    assertThat(db.query(above)).as(above).containsExactly("3");
                    assertThat(db.query(none)).as(none).containsExactly("0");
                }
            }
        }
        assertThat(db.query("SELECT a.id, b.id FROM n a STRAIGHT_JOIN n b ON b.f = a.u"))
                .containsExactly("1,2");
        assertThat(
                        db.query(
                                "SELECT COUNT(*) FROM n a STRAIGHT_JOIN n b FORCE INDEX (e)"
                                        + " ON b.e <= a.u"))
                .containsExactly("7");
    }

    @Test
    void yearsAndTimesAreLookedUpAsTheirColumnsHoldThem() {
        db.run(
                "CREATE TABLE y (id INT PRIMARY KEY, y YEAR, t TIME, pad VARCHAR(50), KEY y (y),"
                        + " KEY t (t))");
        db.run(
                "INSERT INTO y VALUES (1, 0, '10:11:12', 'p'), (2, 1970, '10:11:13', 'p'),"
                        + " (3, 2001, '10:11:14', 'p')");
        String from = "SELECT id FROM y FORCE INDEX (y, t) WHERE ";
        assertThat(explain(from + "y = 70")).contains("using y");
        assertThat(db.query(from + "y = 70")).containsExactly("2");
        assertThat(db.query(from + "y BETWEEN 70 AND 1")).containsExactly("2", "3");
        assertThat(explain(from + "t = '10:11:12.5'")).contains("using t");
        assertThat(db.query(from + "t = '10:11:12.5'")).containsExactly("2");
        assertThat(db.query(from + "t >= TIME '10:11:12.5'")).containsExactly("2", "3");
    }

    @Test
    void hexadecimalTextIsANumberInANumericColumn() {
        db.run("CREATE TABLE h (a INT, b VARCHAR(5))");
        db.run("INSERT INTO h VALUES (x'41', x'41')");
        assertThat(db.query("SELECT a, b FROM h")).containsExactly("65,A");
    }
}
