package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.sql.account.SqlClient;
import io.daybreak.sql.api.SqlException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sessions share of prepared statements, and that nothing of it can be seen. */
class PreparedCacheTest {
    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;
    private SqlClient other;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
        other = test.client();
        db.one("CREATE TABLE t (id INT PRIMARY KEY, a INT, s VARCHAR(20))");
        db.one("INSERT INTO t VALUES (1, 10, 'x'), (2, 20, '007')");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private long hits() {
        return test.database.prepared().hits();
    }

    private static String run(SqlClient client, String text, String... values) {
        String prepared = client.one("PREPARE p FROM '" + text.replace("'", "''") + "'");
        if (prepared.startsWith("ERROR")) {
            return prepared;
        }
        List<String> names = new ArrayList<>();
        for (String value : values) {
            String name = "@v" + names.size();
            client.one("SET " + name + " = " + value);
            names.add(name);
        }
        return client.one(
                "EXECUTE p" + (names.isEmpty() ? "" : " USING " + String.join(", ", names)));
    }

    @Test
    void sessionsShareATextAndItsPlans() {
        String text = "SELECT a FROM t WHERE id = ?";
        assertThat(run(db, text, "1")).isEqualTo("10");
        long before = hits();
        assertThat(run(other, text, "2")).isEqualTo("20");
        assertThat(run(db, text, "2")).isEqualTo("20");
        assertThat(hits()).isEqualTo(before + 2);
        assertThat(run(other, text, "'2'")).isEqualTo("20");
        assertThat(run(db, text, "1.0")).isEqualTo("10");
        assertThat(run(db, text, "NULL")).isEmpty();
        assertThat(run(db, "SELECT a FROM t WHERE s = ?", "7")).isEqualTo("20");
        assertThat(run(other, "SELECT a FROM t WHERE s = ?", "'7'")).isEmpty();
        assertThat(run(other, "SELECT a FROM t WHERE s = ?", "'007'")).isEqualTo("20");
    }

    @Test
    void aKnownTextIsPreparedAndRunWhereNothingMayWait() {
        String text = "SELECT a FROM t WHERE id = ?";
        assertThat(db.prepareInline(text)).isFalse();
        run(db, text, "1");
        assertThat(other.prepareInline(text)).isTrue();
        db.one("ALTER TABLE t ADD b INT");
        assertThat(other.prepareInline(text)).isFalse();
    }

    @Test
    void aTextMeansWhatItsNamesMeanNow() {
        String all = "SELECT * FROM t WHERE id = 1";
        assertThat(run(db, all)).isEqualTo("1\t10\tx");
        db.one("PREPARE open FROM '" + all + "'");
        other.one("ALTER TABLE t DROP a");
        assertThat(db.one("EXECUTE open")).isEqualTo("1\tx");
        assertThat(run(db, all)).isEqualTo("1\tx");
        db.one("CREATE VIEW v AS SELECT s FROM t WHERE id = 1");
        assertThat(run(db, "SELECT * FROM v")).isEqualTo("x");
        db.one("CREATE OR REPLACE VIEW v AS SELECT id FROM t WHERE id = 2");
        assertThat(run(other, "SELECT * FROM v")).isEqualTo("2");
        db.one("DROP TABLE t");
        assertThat(run(other, all)).startsWith("ERROR 1146");
        assertThat(db.one("EXECUTE open")).startsWith("ERROR 1146");
        db.one("CREATE TABLE t (id INT PRIMARY KEY)");
        db.one("INSERT INTO t VALUES (1)");
        assertThat(run(other, all)).isEqualTo("1");
        assertThat(db.one("EXECUTE open")).isEqualTo("1");
    }

    @Test
    void whatASessionSetsIsPartOfTheKey() {
        db.one("CREATE DATABASE e");
        db.one("CREATE TABLE e.t (id INT PRIMARY KEY, a INT)");
        db.one("INSERT INTO e.t VALUES (1, 99)");
        assertThat(run(db, "SELECT a FROM t WHERE id = 1")).isEqualTo("10");
        other.one("USE e");
        assertThat(run(other, "SELECT a FROM t WHERE id = 1")).isEqualTo("99");

        assertThat(run(db, "SELECT \"id\" FROM t WHERE id = 1")).isEqualTo("id");
        db.one("SET sql_mode = 'ANSI_QUOTES'");
        assertThat(run(db, "SELECT \"id\" FROM t WHERE id = 1")).isEqualTo("1");

        // Also between preparing and running.
        db.one("SET sql_mode = ''");
        db.one("PREPARE third FROM 'SELECT ? / 3'");
        db.one("SET @one = 1");
        assertThat(db.one("EXECUTE third USING @one")).isEqualTo("0.3333");
        db.one("SET div_precision_increment = 6");
        assertThat(db.one("EXECUTE third USING @one")).isEqualTo("0.333333");
        assertThat(run(other, "SELECT ? / 3", "1")).isEqualTo("0.3333");
    }

    @Test
    void anotherUserNeedsPrivilegesOfItsOwn() {
        String text = "SELECT a FROM d.t WHERE id = 1";
        db.one("CREATE USER u");
        db.one("GRANT SELECT ON d.v TO u");
        try (SqlClient poor = new SqlClient(test.database, "u", "localhost")) {
            assertThat(poor.one("PREPARE p FROM '" + text + "'")).startsWith("ERROR 1142");
            assertThat(run(db, text)).isEqualTo("10");
            assertThat(poor.one("PREPARE p FROM '" + text + "'")).startsWith("ERROR 1142");
            db.one("GRANT SELECT ON d.t TO u");
            assertThat(run(poor, text)).isEqualTo("10");
            db.one("REVOKE SELECT ON d.t FROM u");
            assertThat(poor.one("EXECUTE p")).startsWith("ERROR 1142");
            assertThat(db.fieldCount("t")).isEqualTo(3);
            db.one("GRANT INSERT ON d.* TO u");
            poor.one("USE d");
            assertThatThrownBy(() -> poor.fieldCount("t"))
                    .isInstanceOf(SqlException.class)
                    .hasMessageContaining("SELECT command denied");
        }
    }

    @Test
    void temporaryTablesAreTheirSessionsOnly() {
        String text = "SELECT a FROM t WHERE id = 1";
        assertThat(run(db, text)).isEqualTo("10");
        db.one("CREATE TEMPORARY TABLE t (id INT PRIMARY KEY, a VARCHAR(9))");
        db.one("INSERT INTO t VALUES (1, 'own')");
        assertThat(run(db, text)).isEqualTo("own");
        assertThat(run(other, text)).isEqualTo("10");
        db.one("DROP TEMPORARY TABLE t");
        assertThat(run(db, text)).isEqualTo("10");
    }

    @Test
    void variablesHaveTheTypesOfTheirSession() {
        db.one("SET @x = 5");
        other.one("SET @x = 'five'");
        assertThat(run(db, "SELECT @x + 1, @x")).isEqualTo("6\t5");
        assertThat(run(other, "SELECT CONCAT(@x, 1), @x")).isEqualTo("five1\tfive");
        assertThat(run(other, "SELECT @x")).isEqualTo("five");
        assertThat(run(db, "SELECT @x")).isEqualTo("5");
    }

    @Test
    void warningsOfPreparingAreGivenEachTime() {
        String text = "SELECT a FROM t WHERE id = 1 && a = 10";
        for (SqlClient client : List.of(db, other, db)) {
            client.one("PREPARE p FROM '" + text + "'");
            assertThat(client.one("SHOW WARNINGS")).contains("1287");
        }
        db.one("PREPARE p FROM 'SELECT 1'");
        db.one("DO 1 && 1");
        db.one("PREPARE p FROM 'SELECT 1'");
        assertThat(db.one("SHOW WARNINGS")).isEmpty();
    }

    @Test
    void explainIsForTheValuesOfTheRun() {
        db.one("CREATE TABLE k (id INT PRIMARY KEY, a INT, KEY (a))");
        StringBuilder insert = new StringBuilder("INSERT INTO k VALUES (0, 7)");
        for (int i = 1; i < 3000; i++) {
            insert.append(",(").append(i).append(i % 100 == 0 ? ",7)" : ",8)");
        }
        db.one(insert.toString());
        String text = "EXPLAIN FORMAT=TREE SELECT id FROM k WHERE a = ?";
        String few = run(db, text, "7");
        String many = run(db, text, "8");
        assertThat(run(other, text, "7")).isEqualTo(few);
        assertThat(many).isNotEqualTo(few);
    }

    @Test
    void staysWithinItsBoundAndKeepsWhatIsUsed() {
        String used = "SELECT a FROM t WHERE id = ?";
        run(db, used, "1");
        for (int i = 0; i < PreparedCache.TEXTS_MAX + 100; i++) {
            db.one("PREPARE q FROM 'DO " + i + "'");
            if (i % 500 == 0) {
                run(db, used, "1");
            }
        }
        assertThat(test.database.prepared().size()).isLessThanOrEqualTo(PreparedCache.TEXTS_MAX);
        long before = hits();
        run(db, used, "2");
        assertThat(hits()).isEqualTo(before + 1);
        int size = test.database.prepared().size();
        run(db, "SELECT '" + "x".repeat(20_000) + "'");
        assertThat(test.database.prepared().size()).isEqualTo(size);
    }

    @Test
    void plansCountForTheBoundAndATextKeepsSoMany() {
        String text = "SELECT ?" + ", ?".repeat(4);
        long before = test.database.prepared().bytes();
        for (int i = 0; i < 32; i++) {
            String[] values = new String[5];
            for (int bit = 0; bit < 5; bit++) {
                values[bit] = (i >> bit & 1) == 0 ? "1" : "'x'";
            }
            assertThat(run(db, text, values)).isEqualTo(String.join("\t", values).replace("'", ""));
        }
        long one = text.length();
        assertThat(test.database.prepared().bytes() - before)
                .isEqualTo(one * (1 + PreparedCache.PLANS_MAX));
        // What is not kept as a text keeps no plans either.
        long kept = test.database.prepared().bytes();
        String large = "SELECT ?, '" + "x".repeat(20_000) + "'";
        run(db, large, "1");
        run(db, large, "'y'");
        assertThat(test.database.prepared().bytes()).isEqualTo(kept);
    }

    @Test
    void ofTooManyPlansOfATextTheOldestGoes() {
        String text = "SELECT ?" + ", ?".repeat(4);
        for (int i = 0; i < 32; i++) {
            assertThat(db.execute(text, true, valuesOf(i))).isTrue();
        }
        for (int i = 0; i < 32; i++) {
            assertThat(other.execute(text, false, valuesOf(i)))
                    .as("plan %d", i)
                    .isEqualTo(i >= 32 - PreparedCache.PLANS_MAX);
        }
    }

    private static Object[] valuesOf(int bits) {
        Object[] values = new Object[5];
        for (int bit = 0; bit < 5; bit++) {
            values[bit] = (bits >> bit & 1) == 0 ? (Object) 1L : "x";
        }
        return values;
    }

    @Test
    void textsOfTablesThatAreGoneAreLetGo() {
        for (int i = 0; i < 300; i++) {
            db.one("CREATE TABLE gone (id INT PRIMARY KEY, a INT)");
            run(db, "SELECT a AS a" + i + " FROM gone WHERE id = 1");
            db.one("DROP TABLE gone");
        }
        assertThat(test.database.prepared().size()).isLessThan(100);
    }

    /** A table changes between two shapes while others prepare and run the same text. */
    @Test
    void aTableMayChangeAtAnyTime() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> running = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                SqlClient client = test.client();
                running.add(
                        threads.submit(() -> {
                            for (int i = 0; !stop.get(); i++) {
                                String row =
                                        i % 2 == 0
                                                ? run(client, "SELECT * FROM t WHERE id = ?", "1")
                                                : client.one("EXECUTE p USING @v0");
                                assertThat(row).isIn("1\t10\tx", "1\t10\tx\t5");
                            }
                        }));
            }
            for (int i = 0; i < 40; i++) {
                assertThat(db.one("ALTER TABLE t ADD b INT DEFAULT 5")).startsWith("OK");
                assertThat(run(db, "SELECT * FROM t WHERE id = ?", "1")).isEqualTo("1\t10\tx\t5");
                assertThat(db.one("ALTER TABLE t DROP b")).startsWith("OK");
                assertThat(run(db, "SELECT * FROM t WHERE id = ?", "1")).isEqualTo("1\t10\tx");
            }
            stop.set(true);
            for (Future<?> each : running) {
                each.get();
            }
        }
    }
}
