package io.daybreak.sql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.SqlDatabases;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.testsupport.sql.FuzzTables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of a size or a shape that nobody sends in good faith, and those a fuzzer found. */
@Timeout(120)
class HostileStatementsTest {
    @TempDir Path directory;

    private final StorageEngine engine =
            Engines.open(InMemoryVolume.durableAtOnce(), new EngineConfig(1L << 24, 1));
    private SqlDatabase database;
    private FuzzSession session;

    @BeforeEach
    void open() {
        database = SqlDatabases.open(engine, new SqlConfig("8.4.0", 3306, directory, "localhost"));
        try (FuzzSession first = new FuzzSession(database, "")) {
            first.run("CREATE DATABASE fuzz");
        }
        session = new FuzzSession(database, "fuzz");
        for (String statement : FuzzTables.setup()) {
            assertThat(session.run(statement).errors).as(statement).isEmpty();
        }
    }

    @AfterEach
    void close() {
        assertThat(session.run("SELECT 1").rows).isEqualTo(1);
        session.close();
        database.close();
        engine.close();
    }

    /** 0 if there was no error. */
    private int code(String sql) {
        FuzzSession.Answer answer = session.run(sql);
        if (answer.errors.isEmpty()) {
            return 0;
        }
        assertThat(String.valueOf(answer.errors.getFirst().getMessage()).toLowerCase(Locale.ROOT))
                .doesNotContain("internal");
        return answer.errors.getFirst().code();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 3_000, 32 * 1024, 500_000})
    void boundsNesting(int depth) {
        String[][] brackets = {
            {"(", ")"},
            {"ABS(", ")"},
            {"NOT ", ""},
            {"- ", ""},
            {"(SELECT ", ")"},
            {"CASE WHEN 1 THEN ", " END"},
            {"1 + (", ")"},
            {"IF(1, ", ", 2)"},
            {"1 IN (", ")"},
        };
        for (String[] pair : brackets) {
            String sql = "SELECT " + pair[0].repeat(depth) + "1" + pair[1].repeat(depth);
            assertThat(code(sql)).as("%s x %d", pair[0], depth).isIn(0, 1064, 1436, 1473, 3170);
        }
        assertThat(code("SELECT * FROM " + "(".repeat(depth) + "t0" + ")".repeat(depth)))
                .isIn(0, 1064, 1436);
        assertThat(code("SELECT 1" + " UNION SELECT 1".repeat(depth / 100))).isIn(0, 1064, 1436);
    }

    @Test
    void takesLongLists() {
        assertThat(code("SELECT * FROM t0 WHERE id IN (0" + ", 1".repeat(10_000) + ")")).isZero();
        assertThat(code("SELECT * FROM t0 WHERE id IN (0" + ", id".repeat(3_000) + ")")).isZero();
        assertThat(code("SELECT 1" + " + 1".repeat(20_000))).isIn(0, 1064, 1436);
        assertThat(code("SELECT 1" + " AND id".repeat(5_000) + " FROM t0")).isIn(0, 1064, 1436);
        assertThat(code("SELECT 1" + ", 1".repeat(4_095))).isZero();
        assertThat(code("SELECT 1" + ", 1".repeat(70_000))).isIn(1064, 1117);
        assertThat(code("SELECT CONCAT('a'" + ", 'b'".repeat(10_000) + ")")).isIn(0, 1064, 1436);
        assertThat(code("SELECT * FROM t0" + " JOIN t0".repeat(3))).isEqualTo(1066);
    }

    @Test
    void refusesMoreTablesThanAJoinMayHave() {
        StringBuilder sql = new StringBuilder("SELECT COUNT(*) FROM t0 a0");
        for (int i = 1; i < 70; i++) {
            sql.append(", t0 a").append(i);
        }
        assertThat(code(sql.toString())).isEqualTo(1116);
    }

    @Test
    void refusesTensOfThousandsOfTablesWhenItMeetsOneTooMany() {
        assertThat(code("SELECT 1 FROM " + listed(100_000, i -> "DUAL_" + i + " t" + i)))
                .isEqualTo(1146);
        assertThat(code("CREATE TABLE narrow (a INT)")).isZero();
        assertThat(code("SELECT 1 FROM " + listed(100_000, i -> "narrow t" + i))).isEqualTo(1116);
    }

    @Test
    void takesAsManyColumnsAsInnoDb() {
        assertThat(code("CREATE TABLE wide (" + listed(1017, i -> "c" + i + " INT") + ")"))
                .isZero();
        assertThat(code("ALTER TABLE wide ADD COLUMN one_more INT")).isEqualTo(1117);
        assertThat(code("CREATE TABLE wider (" + listed(500_000, i -> "c" + i + " INT") + ")"))
                .isEqualTo(1117);
    }

    @Test
    void takesLongListsOfRows() {
        assertThat(code("CREATE TABLE rows_in (a INT, b INT)")).isZero();
        String list = listed(30_000, i -> "(" + i + ", " + i + ")");
        assertThat(code("SELECT 1 FROM rows_in WHERE (a, b) IN (" + list + ")")).isZero();
    }

    /** The table has no rows: what takes more than a millisecond is reading and planning alone. */
    @Test
    void planningEndsWhenTheTimeOfTheStatementIsOver() {
        assertThat(code("CREATE TABLE nobody (a INT, s VARCHAR(10))")).isZero();
        assertThat(code("SET max_execution_time = 1")).isZero();
        String either =
                IntStream.range(0, 200_000)
                        .mapToObj(i -> "(a = " + i + " AND s = '" + i + "')")
                        .collect(Collectors.joining(" OR "));
        assertThat(code("SELECT 1 FROM nobody WHERE " + either)).isEqualTo(3024);
        assertThat(code("SET max_execution_time = 0")).isZero();
    }

    private static String listed(int count, IntFunction<String> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(", "));
    }

    @Test
    void refusesLongNames() {
        String name = "n".repeat(1 << 20);
        assertThat(code("SELECT `" + name + "` FROM t0")).isIn(1054, 1059);
        assertThat(code("SELECT 1 AS `" + name + "`")).isIn(0, 1166, 1059);
        assertThat(code("SELECT * FROM `" + name + "`")).isIn(1059, 1103, 1146);
        assertThat(code("CREATE TABLE `" + name + "` (a INT)")).isIn(1059, 1103);
        assertThat(code("USE `" + name + "`")).isIn(1049, 1059, 1102);
        assertThat(code("SELECT @`" + name + "`")).isIn(0, 3061);
        assertThat(code("SET @`" + name + "` = 1")).isIn(0, 3061, 1059);
        assertThat(code("SELECT @@`" + name + "`")).isIn(1193, 1059, 1273);
        assertThat(code("SELECT " + name + "(1)")).isIn(1305, 1059);
        assertThat(code("SAVEPOINT `" + name + "`")).isIn(0, 1059);
        assertThat(code("PREPARE `" + name + "` FROM 'SELECT 1'")).isIn(0, 1059);
    }

    @Test
    void takesNumbersOfAnyLength() {
        String digits = "9".repeat(100_000);
        assertThat(code("SELECT " + digits)).isIn(0, 1064, 1367, 1690);
        assertThat(code("SELECT " + digits + "." + digits)).isIn(0, 1064, 1367, 1690);
        assertThat(code("SELECT 1e" + digits)).isIn(1367, 1064);
        assertThat(code("SELECT 0x" + "ff".repeat(200_000))).isZero();
        assertThat(code("SELECT b'" + "10".repeat(100_000) + "'")).isZero();
        assertThat(code("SELECT '" + digits + "' + 1, CAST('" + digits + "' AS SIGNED)")).isZero();
        assertThat(code("SELECT * FROM t0 LIMIT " + digits)).isIn(0, 1064, 1235);
        assertThat(code("SELECT id FROM t0 ORDER BY " + digits)).isIn(0, 1054);
    }

    @Test
    void readsNumbersOfMillionsOfDigitsInNoTime() {
        String nines = "REPEAT('9', 10000000)";
        assertThat(code("SELECT " + nines + " DIV 1")).isEqualTo(1690);
        assertThat(code("SELECT CAST(" + nines + " AS DECIMAL(65,0)) + 0")).isZero();
        assertThat(code("SELECT CAST(CONCAT('0.', " + nines + ") AS DECIMAL(65,30))")).isZero();
        assertThat(code("SELECT CAST(CONCAT('1e-', " + nines + ") AS DECIMAL(9,3))")).isZero();
        assertThat(
                        code(
                                "SELECT CAST(CONCAT('[', "
                                        + nines
                                        + ", 'e-', "
                                        + nines
                                        + ", ']') AS JSON)"))
                .isIn(0, 3141);
        assertThat(code("SELECT JSON_EXTRACT(CONCAT('[', " + nines + ", ']'), '$[0]') + 1"))
                .isIn(0, 3141);
        assertThat(code("SELECT 1 MEMBER OF(CONCAT('[', REPEAT('9', 400), ']'))")).isEqualTo(3141);
        assertThat(code("SELECT CAST('[0.1e-99999999999]' AS JSON)")).isZero();
        assertThat(code("SELECT " + "9".repeat(10_000_000))).isIn(0, 1064, 1367);
    }

    /** Null with a warning, or an error, before there is no memory left. */
    @Test
    void boundsWhatFunctionsMakeOfLongTexts() {
        String half = "REPEAT('a', 40000000)";
        for (String call :
                new String[] {
                    "EXPORT_SET(-1, %s, %s)",
                    "EXPORT_SET(-1, 'a', 'b', %s)",
                    "MAKE_SET(-1, %1$s, %1$s, %1$s, %1$s, %1$s, %1$s)",
                    "INSERT(%s, 1, 0, %s)",
                    "QUOTE(REPLACE(%s, 'a', '\\\\'))",
                    "TO_BASE64(CONCAT(%s, REPEAT('a', 20000000)))",
                    "HEX(HEX(%s))",
                    "JSON_ARRAY(%s, %s)",
                }) {
            String made = call.replace("%1$s", half).replace("%s", half);
            FuzzSession.Answer answer =
                    session.run("SELECT 1 FROM DUAL WHERE (" + made + ") IS NULL");
            assertThat(answer.errors).as(call).isEmpty();
            assertThat(answer.rows).as(call).isEqualTo(1);
        }
        assertThat(code("SELECT REGEXP_REPLACE(REPEAT('a', 100000), 'a', REPEAT('b', 10000))"))
                .isEqualTo(3684);
    }

    @Test
    void takesBytesThatAreNoUtf8() {
        for (int b = 0x80; b <= 0xff; b++) {
            for (String form :
                    new String[] {"SELECT '%s'", "SELECT `%s` FROM t0", "SELECT %s", "%s"}) {
                byte[] sql =
                        form.replace("%s", "a" + (char) b + "\0" + (char) b)
                                .getBytes(StandardCharsets.ISO_8859_1);
                session.run(sql);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                                    SELECT ANY_VALUE()                                                          | 1582
                                    SELECT * FROM t0 WHERE b < @@max_allowed_packet AND id > @@sort_buffer_size | 0
                    SELECT * FROM t1 WHERE dt > @@sql_mode | 0
                    SELECT * FROM t0 WHERE id > CAST(@@version AS CHAR) | 0
                    SELECT * FROM t0 WHERE a < (SELECT MAX(y) FROM t1) AND a > @u | 0
                    SELECT CAST(1e308 AS FLOAT) | 1690
                            SELECT (SELECT x.p FROM t1, (SELECT t2.k AS p) x LIMIT 1) FROM t2 | 0
                            SELECT ANY_VALUE(1, 2)                                                      | 1582
                                    SELECT SUM(1) OVER (ORDER BY 'a' RANGE 1 PRECEDING)                         | 3587
                                    SELECT SUM(1) OVER (ORDER BY d RANGE 1 PRECEDING) FROM t0                   | 3588
                                    SELECT SUM(1) OVER (ORDER BY a RANGE INTERVAL 1 DAY PRECEDING) FROM t0      | 3589
                                    SELECT SUM(1) OVER (ORDER BY a RANGE 1 PRECEDING) FROM t0                   | 0
                                    SELECT ?                                                                    | 1064
                                    SELECT * FROM t0 LIMIT ?                                                    | 1064
                                    INSERT INTO t0 (a) VALUES (?)                                               | 1064
                                    DELETE t0, t4 FROM t0 JOIN t4 ON t0.id = t4.parent                          | 0
                                    SELECT * FROM t0 a LEFT JOIN t1 b ON a.id = b.id JOIN LATERAL (SELECT b.y) c | 0
                    """)
    void answersAsMySqlDoes(String sql, int expected) {
        assertThat(code(sql)).isEqualTo(expected);
        assertThat(session.run(FuzzTables.checkStatement()).text.toString())
                .doesNotContainIgnoringCase("corrupt");
    }

    @Test
    void aRecursionThatStartsWithAMemberGoesOnWithTexts() {
        String recursion =
                "WITH RECURSIVE r (n, m) AS (SELECT 1, e FROM t2 WHERE k = 'k1' UNION ALL"
                        + " SELECT n + 1, CONCAT(m, 'x') FROM r WHERE n < 3) ";
        assertThat(code(recursion + "SELECT m + 1 FROM r")).isZero();
        assertThat(session.run(recursion + "SELECT n FROM r WHERE m LIKE 'a%'").rows).isEqualTo(3);
    }

    @Test
    void doesNotTakeAMarkerForTheLiteralOfAnEqualStatement() {
        assertThat(code("SELECT (5 -1)")).isZero();
        assertThat(code("SELECT (? -1)")).isEqualTo(1064);
        assertThat(code("PREPARE p FROM 'SELECT (? -1)'")).isZero();
        assertThat(code("EXECUTE p USING @u")).isZero();
    }

    /** What a match costs is counted; what compiling or empty repetitions cost is, too. */
    @Test
    void boundsRegularExpressions() {
        assertThat(code("SELECT 'a' REGEXP REPEAT('a', 2000000)")).isZero();
        assertThat(code("SELECT 'a' REGEXP SPACE(20000000)")).isEqualTo(3700);
        assertThat(code("SELECT 'a' REGEXP '((){20000}){200000}'")).isEqualTo(3699);
        assertThat(code("SELECT 'a' REGEXP '(?:(|a)?{30000}|x){30000}'")).isEqualTo(3699);
        assertThat(code("SELECT REPEAT('a', 1000000) REGEXP '(){100000}b'")).isEqualTo(3699);
        assertThat(code("SELECT REPEAT('a', 10000) REGEXP '[a-z]{200}b{3}|(\\\\d{3}-){2}'"))
                .isZero();
        assertThat(code("SELECT REGEXP_REPLACE('a', '(b*){100}', 'c')")).isZero();
    }

    /** Neither is a number, and no document can hold it. */
    @Test
    void roundsToNumbersOnly() {
        assertThat(
                        code(
                                "SELECT JSON_ARRAY(TRUNCATE('_a%', 1000000), ROUND(0e0, 400)) < JSON_ARRAY(1)"))
                .isZero();
        assertThat(code("SELECT JSON_ARRAY(ROUND(1.7e308, -308))")).isEqualTo(1690);
    }
}
