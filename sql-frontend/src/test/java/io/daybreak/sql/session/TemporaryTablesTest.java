package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.account.SqlClient;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.catalog.TemporaryTables;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporary tables: seen by their session alone, hiding others, gone with the session. */
class TemporaryTablesTest {
    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;
    private SqlClient other;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
        other = test.client();
        db.one("CREATE TABLE t (a INT PRIMARY KEY, b VARCHAR(10), KEY (b))");
        db.one("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void awaitNoTables(StorageEngine engine) throws InterruptedException {
        for (int i = 0; !engine.tables(TemporaryTables.SCHEMA).isEmpty(); i++) {
            assertThat(i).as("temporary tables remain").isLessThan(2000);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void hidesATableFromItsOwnSessionOnly() {
        assertThat(db.run("SELECT b FROM t ORDER BY a")).containsExactly("one", "two");
        assertThat(db.one("CREATE TEMPORARY TABLE t (a INT PRIMARY KEY, c INT)")).startsWith("OK");
        assertThat(db.one("INSERT INTO t VALUES (7, 70)")).startsWith("OK 1");
        assertThat(db.one("SELECT * FROM t")).isEqualTo("7\t70");
        assertThat(db.one("SELECT d.t.c FROM d.t WHERE a = 7")).isEqualTo("70");
        assertThat(other.run("SELECT b FROM t ORDER BY a")).containsExactly("one", "two");
        assertThat(db.one("INSERT INTO t VALUES (7, 71)"))
                .isEqualTo("ERROR 1062 Duplicate entry '7' for key 't.PRIMARY'");
        assertThat(db.one("UPDATE t SET c = 72")).startsWith("OK 1");
        assertThat(db.one("SHOW CREATE TABLE t")).contains("CREATE TEMPORARY TABLE `t` (");
        assertThat(db.run("DESCRIBE t")).hasSize(2);
        assertThat(db.run("SHOW TABLES")).containsExactly("t");
        assertThat(db.run("SHOW DATABASES")).doesNotContain(TemporaryTables.SCHEMA);
        assertThat(
                        db.one(
                                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'd'"))
                .isEqualTo("1");
        assertThat(db.one("CREATE TEMPORARY TABLE t (x INT)")).startsWith("ERROR 1050");
        assertThat(db.one("CREATE TEMPORARY TABLE IF NOT EXISTS t (x INT)")).startsWith("OK");
        assertThat(db.one("DROP TABLE t")).startsWith("OK");
        assertThat(db.run("SELECT b FROM t ORDER BY a")).containsExactly("one", "two");
        assertThat(db.one("DROP TEMPORARY TABLE t")).startsWith("ERROR 1051");
        assertThat(test.engine.tables(TemporaryTables.SCHEMA)).isEmpty();
    }

    @Test
    void comesFromAQueryOrAnotherTable() {
        db.one("BEGIN");
        db.one("INSERT INTO t VALUES (3, 'three')");
        assertThat(db.one("CREATE TEMPORARY TABLE t AS SELECT a, UPPER(b) u FROM t"))
                .isEqualTo("OK 3 Records: 3  Duplicates: 0  Warnings: 0");
        assertThat(db.run("SELECT u FROM t ORDER BY a")).containsExactly("ONE", "TWO", "THREE");
        assertThat(db.one("CREATE TEMPORARY TABLE l LIKE t")).startsWith("OK");
        assertThat(db.one("INSERT INTO l SELECT * FROM t WHERE a > 1")).startsWith("OK 2");
        assertThat(db.one("SELECT COUNT(*) FROM l JOIN t USING (a)")).isEqualTo("2");
        assertThat(other.one("SELECT COUNT(*) FROM t")).isEqualTo("2");
        assertThat(db.one("ROLLBACK")).startsWith("OK");
        assertThat(db.one("SELECT COUNT(*) FROM t")).isEqualTo("0");
        assertThat(db.one("DROP TEMPORARY TABLE t, l")).startsWith("OK");
        assertThat(db.one("SELECT COUNT(*) FROM t")).isEqualTo("2");
        assertThat(
                        db.one(
                                "CREATE TEMPORARY TABLE e (a INT PRIMARY KEY) SELECT 1 a UNION ALL SELECT 1"))
                .startsWith("ERROR 1062");
        assertThat(db.one("SELECT * FROM e")).startsWith("ERROR 1146");
        assertThat(test.engine.tables(TemporaryTables.SCHEMA)).hasSize(1);
        db.one("CREATE TEMPORARY TABLE e (a INT)");
        assertThat(test.engine.tables(TemporaryTables.SCHEMA)).hasSize(1);
    }

    @Test
    void endsNoTransactionAndMayBeDroppedWithinOne() {
        db.one("BEGIN");
        db.one("INSERT INTO t VALUES (4, 'four')");
        db.one("CREATE TEMPORARY TABLE x (a INT, KEY (a))");
        db.one("INSERT INTO x VALUES (1), (2)");
        assertThat(db.one("DROP TEMPORARY TABLE x")).startsWith("OK");
        assertThat(db.one("SELECT * FROM x")).startsWith("ERROR 1146");
        db.one("CREATE TEMPORARY TABLE x (b INT)");
        db.one("INSERT INTO x VALUES (9)");
        assertThat(db.one("SELECT b FROM x")).isEqualTo("9");
        assertThat(db.one("ROLLBACK")).startsWith("OK");
        assertThat(db.one("SELECT COUNT(*) FROM t")).isEqualTo("2");
        assertThat(db.one("SELECT COUNT(*) FROM x")).isEqualTo("0");
        assertThat(db.one("DROP TABLE x")).startsWith("OK");
        assertThat(test.engine.tables(TemporaryTables.SCHEMA)).isEmpty();
    }

    @Test
    void mayBeAlteredTruncatedAndBulkLoaded() {
        db.one("CREATE TEMPORARY TABLE x (a INT AUTO_INCREMENT PRIMARY KEY, b INT)");
        StringBuilder rows = new StringBuilder("INSERT INTO x VALUES (NULL, 0)");
        for (int i = 1; i < 2000; i++) {
            rows.append(",(NULL,").append(i).append(')');
        }
        assertThat(db.one(rows.toString())).startsWith("OK 2000");
        assertThat(db.one("ALTER TABLE x ADD COLUMN c INT DEFAULT 5, ADD KEY (b)"))
                .startsWith("OK");
        assertThat(db.one("CREATE INDEX i ON x (c)")).startsWith("OK");
        assertThat(db.one("SELECT a, c FROM x WHERE b = 77")).isEqualTo("78\t5");
        assertThat(db.one("ALTER TABLE x RENAME y")).startsWith("ERROR 1235");
        assertThat(db.one("RENAME TABLE x TO y")).startsWith("ERROR 1235");
        assertThat(db.one("TRUNCATE TABLE x")).startsWith("OK");
        assertThat(db.one("SELECT COUNT(*) FROM x")).isEqualTo("0");
        assertThat(db.one("CREATE TEMPORARY TABLE f (a INT, FOREIGN KEY (a) REFERENCES t (a))"))
                .startsWith("ERROR 1215");
    }

    @Test
    void twoSessionsHaveEachTheirOwn() {
        for (SqlClient client : new SqlClient[] {db, other}) {
            client.one("CREATE TEMPORARY TABLE x (a INT)");
        }
        for (int i = 0; i < 3; i++) {
            db.one("INSERT INTO x VALUES (1)");
            other.one("INSERT INTO x VALUES (10)");
        }
        assertThat(db.one("SELECT SUM(a) FROM x")).isEqualTo("3");
        assertThat(other.one("SELECT SUM(a) FROM x")).isEqualTo("30");
    }

    @Test
    void wantsThePrivilegeToCreateAndNoOther() {
        db.one("CREATE USER u");
        db.one("GRANT SELECT ON d.t TO u");
        try (SqlClient u = new SqlClient(test.database, "u", "localhost")) {
            u.one("USE d");
            assertThat(u.one("CREATE TEMPORARY TABLE x (a INT)")).startsWith("ERROR 1044");
            db.one("GRANT CREATE TEMPORARY TABLES ON d.* TO u");
            assertThat(u.one("CREATE TEMPORARY TABLE x (a INT)")).startsWith("OK");
            assertThat(u.one("INSERT INTO x VALUES (1)")).startsWith("OK 1");
            assertThat(u.one("SELECT * FROM x, t WHERE t.a = x.a")).isEqualTo("1\t1\tone");
            assertThat(u.one("INSERT INTO t VALUES (8, '')")).startsWith("ERROR 1142");
            assertThat(u.one("SELECT * FROM `" + TemporaryTables.SCHEMA + "`.x"))
                    .startsWith("ERROR 1");
        }
        assertThat(db.one("USE `" + TemporaryTables.SCHEMA + "`")).startsWith("ERROR 1049");
    }

    @Test
    void goesWithItsSession() throws Exception {
        other.one("CREATE TEMPORARY TABLE x (a INT)");
        other.one("BEGIN");
        other.one("INSERT INTO x VALUES (1)");
        other.close();
        awaitNoTables(test.engine);
        assertThat(db.one("SELECT * FROM x")).startsWith("ERROR 1146");
    }

    @Test
    void isNotThereAfterACrash() {
        InMemoryVolume volume = InMemoryVolume.durableAtOnce();
        SqlConfig config = new SqlConfig("8.4.0", 3306, directory, "here");
        StorageEngine engine = Engines.open(volume, new EngineConfig(16 << 20, 0));
        Database database = Database.open(engine, config);
        SqlClient client = new SqlClient(database, "root", "localhost");
        client.one("CREATE DATABASE d");
        client.one("CREATE TEMPORARY TABLE d.x (a INT)");
        client.one("INSERT INTO d.x VALUES (1)");
        InMemoryVolume after = volume.crash();
        engine.close();
        try (StorageEngine reopened = Engines.open(after, new EngineConfig(16 << 20, 0))) {
            assertThat(reopened.tables(TemporaryTables.SCHEMA)).hasSize(1);
            Database again = Database.open(reopened, config);
            assertThat(reopened.tables(TemporaryTables.SCHEMA)).isEmpty();
            again.close();
        }
        after.close();
    }
}
