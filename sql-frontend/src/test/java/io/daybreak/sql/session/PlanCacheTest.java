package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.account.SqlClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shares a plan, and that a shared plan answers as a fresh one. */
class PlanCacheTest {
    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
        db.one("CREATE TABLE t (id INT PRIMARY KEY, a INT, s VARCHAR(20), ts TIMESTAMP NULL)");
        db.one(
                "INSERT INTO t VALUES (1, 10, 'x', '2024-01-01 12:00:00'),"
                        + " (2, 20, 'X', '2024-06-01 12:00:00')");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private long misses() {
        return test.database.planCacheStatus().misses();
    }

    @Test
    void spaceAndCommentsOutsideSelectListsShareAPlan() {
        assertThat(db.one("SELECT a FROM t WHERE id = 1")).isEqualTo("10");
        long before = misses();
        assertThat(db.one("SELECT a FROM t  WHERE\n\tid =  2")).isEqualTo("20");
        assertThat(db.one("/* t1 */ SELECT a FROM t /* t2 */ WHERE id = 1;")).isEqualTo("10");
        assertThat(misses()).isEqualTo(before);
    }

    @Test
    void plansThatAreBoundToLongLiteralsAreNotKept() {
        long texts = test.database.planCacheStatus().texts();
        for (int i = 0; i < 20; i++) {
            String text = Character.toString('a' + i).repeat(1 << 20);
            assertThat(db.one("SELECT LENGTH('" + text + "')")).isEqualTo("1048576");
        }
        assertThat(test.database.planCacheStatus().texts()).isEqualTo(texts);
    }

    @Test
    void literalsThatPlansAreBoundToCountForTheBoundOfTheCache() {
        long before = test.database.planCacheStatus().keyBytes();
        for (int i = 0; i < 100; i++) {
            String text = "x".repeat(10_000) + i;
            assertThat(db.one("SELECT '" + text + "'")).isEqualTo(text);
        }
        // Sixteen of a text are kept.
        long now = test.database.planCacheStatus().keyBytes();
        assertThat(now - before).isBetween(160_000L, 180_000L);
        db.one("SELECT a FROM t WHERE id = 1");
        assertThat(test.database.planCacheStatus().keyBytes()).isLessThan(now + 200);
    }

    @Test
    void aPlanIsGoodForItsTablesVersionOnly() {
        assertThat(db.one("SELECT * FROM t WHERE id = 1")).startsWith("1\t10\tx");
        db.one("ALTER TABLE t DROP COLUMN a");
        assertThat(db.one("SELECT * FROM t WHERE id = 1")).startsWith("1\tx");
        db.one("CREATE VIEW v AS SELECT s FROM t WHERE id = 1");
        assertThat(db.one("SELECT * FROM v")).isEqualTo("x");
        db.one("CREATE OR REPLACE VIEW v AS SELECT id FROM t WHERE id = 2");
        assertThat(db.one("SELECT * FROM v")).isEqualTo("2");
        db.one("DROP TABLE t");
        assertThat(db.one("SELECT * FROM t WHERE id = 1")).startsWith("ERROR 1146");
        assertThat(db.one("SELECT * FROM v")).startsWith("ERROR 1356");
    }

    @Test
    void plansOfTablesThatAreGoneAreLetGo() {
        for (int i = 0; i < 300; i++) {
            db.one("CREATE TABLE gone (id INT PRIMARY KEY, a INT)");
            db.one("SELECT COUNT(*) AS c" + i + " FROM gone");
            db.one("SELECT a AS a" + i + " FROM gone WHERE id = 1");
            db.one("DROP TABLE gone");
        }
        assertThat(test.database.planCacheStatus().texts()).isLessThan(100);
        assertThat(test.database.catalog().cachedTables()).isLessThan(100);
        db.one("SELECT a FROM t WHERE id = 1");
        for (int i = 0; i < 100; i++) {
            db.one("CREATE TABLE more" + i + " (id INT)");
        }
        db.one("SELECT * FROM more1");
        long before = misses();
        db.one("SELECT a FROM t WHERE id = 2");
        assertThat(misses()).isEqualTo(before);
    }

    @Test
    void whatTheSessionSetsIsPartOfAPlan() {
        assertThat(db.run("SELECT id FROM t WHERE s = 'x' ORDER BY id")).containsExactly("1", "2");
        db.one("SET NAMES utf8mb4 COLLATE utf8mb4_bin");
        assertThat(db.one("SELECT 'a' = 'A'")).isEqualTo("0");
        db.one("SET NAMES utf8mb4");
        assertThat(db.one("SELECT 'a' = 'A'")).isEqualTo("1");

        String between = "SELECT id FROM t WHERE ts = '2024-01-01 12:00:00'";
        assertThat(db.one(between)).isEqualTo("1");
        db.one("SET time_zone = '+05:00'");
        assertThat(db.one(between)).isEmpty();
        assertThat(db.one("SELECT id FROM t WHERE ts = '2024-01-01 17:00:00'")).isEqualTo("1");
        db.one("SET time_zone = DEFAULT");
        assertThat(db.one(between)).isEqualTo("1");

        assertThat(db.one("SELECT 1/3")).isEqualTo("0.3333");
        db.one("SET div_precision_increment = 6");
        assertThat(db.one("SELECT 1/3")).isEqualTo("0.333333");

        assertThat(db.one("SELECT CAST(0 AS UNSIGNED) - 1")).startsWith("ERROR 1690");
        db.one("SET sql_mode = 'NO_UNSIGNED_SUBTRACTION'");
        assertThat(db.one("SELECT CAST(0 AS UNSIGNED) - 1")).isEqualTo("-1");
    }

    @Test
    void aPlanOfOneUserAsksForThePrivilegesOfTheNext() {
        db.one("CREATE USER u");
        db.one("GRANT SELECT ON d.v TO u");
        assertThat(db.one("SELECT a FROM d.t WHERE id = 1")).isEqualTo("10");
        try (SqlClient other = new SqlClient(test.database, "u", "localhost")) {
            assertThat(other.one("SELECT a FROM d.t WHERE id = 1")).startsWith("ERROR 1142");
            db.one("GRANT SELECT ON d.t TO u");
            assertThat(other.one("SELECT a FROM d.t WHERE id = 1")).isEqualTo("10");
            db.one("REVOKE SELECT ON d.t FROM u");
            assertThat(other.one("SELECT a FROM d.t WHERE id = 1")).startsWith("ERROR 1142");
        }
    }

    @Test
    void aPlanForAnEmptyTableIsNotKeptForALargeOne() {
        db.one("CREATE TABLE g (id INT PRIMARY KEY, a INT)");
        db.one("SELECT COUNT(*) FROM g, t WHERE g.a = t.a");
        String insert = "INSERT INTO g VALUES (0, 0)";
        StringBuilder rows = new StringBuilder(insert);
        for (int i = 1; i < 10_000; i++) {
            rows.append(",(").append(i).append(',').append(i).append(')');
        }
        db.one("SELECT COUNT(*) FROM g, t WHERE g.a = t.a");
        assertThat(db.one(rows.toString())).startsWith("OK 10000");
        long stale = test.database.planCacheStatus().stale();
        assertThat(db.one("SELECT COUNT(*) FROM g, t WHERE g.a = t.a")).isEqualTo("2");
        assertThat(test.database.planCacheStatus().stale()).isEqualTo(stale + 1);
        assertThat(db.one("SELECT COUNT(*) FROM g, t WHERE g.a = t.a")).isEqualTo("2");
        assertThat(test.database.planCacheStatus().stale()).isEqualTo(stale + 1);
    }

    @Test
    void staysWithinItsBoundAndKeepsWhatIsUsed() {
        String used = "SELECT a FROM t WHERE id = 1";
        db.one(used);
        for (int i = 0; i < PlanCache.TEXTS_MAX + 100; i++) {
            db.one("DO 1 + " + "-".repeat(i % 97) + "1 + " + "~".repeat(i / 97) + "1");
            if (i % 500 == 0) {
                db.one(used);
            }
        }
        assertThat(test.database.planCacheStatus().texts())
                .isLessThanOrEqualTo(PlanCache.TEXTS_MAX);
        assertThat(test.database.planCacheStatus().evictions()).isPositive();
        long before = misses();
        db.one(used);
        assertThat(misses()).isEqualTo(before);
    }
}
