package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.account.SqlClient;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LOCK TABLES and FLUSH TABLES WITH READ LOCK: what they let through, and what waits. */
class LockTablesTest {
    private static final String TIMEOUT = "ERROR 1205";

    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;
    private SqlClient other;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
        other = test.client();
        other.one("SET lock_wait_timeout = 1");
        db.one("CREATE TABLE t (a INT PRIMARY KEY, b INT)");
        db.one("CREATE TABLE u (a INT PRIMARY KEY, b INT)");
        db.one("INSERT INTO t VALUES (1, 1)");
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aReadLockLetsOthersReadOnly() {
        assertThat(db.one("LOCK TABLES t READ")).startsWith("OK");
        assertThat(other.one("SELECT b FROM t")).isEqualTo("1");
        assertThat(other.one("UPDATE t SET b = 2")).startsWith(TIMEOUT);
        assertThat(other.one("INSERT INTO u VALUES (1, 1)")).startsWith("OK 1");
        SqlClient third = test.client();
        assertThat(third.one("LOCK TABLES t READ")).startsWith("OK");
        assertThat(db.one("UNLOCK TABLES")).startsWith("OK");
        assertThat(other.one("UPDATE t SET b = 2")).startsWith(TIMEOUT);
        third.close();
        assertThat(other.one("UPDATE t SET b = 2")).startsWith("OK 1");
    }

    @Test
    void aWriteLockLetsNobodyIn() throws Exception {
        assertThat(db.one("LOCK TABLES t WRITE, u AS x READ")).startsWith("OK");
        assertThat(other.one("SELECT b FROM t")).startsWith(TIMEOUT);
        assertThat(other.one("DROP TABLE u")).startsWith(TIMEOUT);
        assertThat(db.one("UPDATE t SET b = 3")).startsWith("OK 1");
        assertThat(db.one("ALTER TABLE t ADD KEY (b)")).startsWith("OK");
        assertThat(db.one("INSERT INTO t VALUES (5, 5)")).startsWith("OK 1");
        assertThat(db.one("DESCRIBE t")).startsWith("a");
        assertThat(db.one("SHOW CREATE TABLE t")).startsWith("t");
        SqlClient patient = test.client();
        CompletableFuture<String> waits =
                CompletableFuture.supplyAsync(() -> patient.one("SELECT COUNT(*) FROM t"));
        assertThat(db.one("UNLOCK TABLES")).startsWith("OK");
        assertThat(waits.get(20, TimeUnit.SECONDS)).isEqualTo("2");
    }

    @Test
    void statementsAreHeldToTheirTables() {
        db.one("LOCK TABLES t READ, u AS x WRITE");
        assertThat(db.one("SELECT * FROM u"))
                .isEqualTo("ERROR 1100 Table 'u' was not locked with LOCK TABLES");
        assertThat(db.one("SELECT * FROM t AS y"))
                .isEqualTo("ERROR 1100 Table 'y' was not locked with LOCK TABLES");
        assertThat(db.one("SELECT * FROM t, u AS x")).isEmpty();
        assertThat(db.one("INSERT INTO t VALUES (9, 9)"))
                .isEqualTo("ERROR 1099 Table 't' was locked with a READ lock and can't be updated");
        assertThat(db.one("UPDATE u AS x SET b = 1")).startsWith("OK 0");
        assertThat(db.one("CREATE TABLE n (a INT)")).startsWith("ERROR 1100");
        assertThat(db.one("DROP TABLE t")).startsWith("ERROR 1099");
        assertThat(db.one("DROP DATABASE d")).startsWith("ERROR 1192");
        assertThat(db.one("SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name='d'"))
                .isEqualTo("1");
        assertThat(db.one("WITH c AS (SELECT 1) SELECT * FROM c")).isEqualTo("1");
        assertThat(db.one("LOCK TABLES t READ, t WRITE")).startsWith("ERROR 1066");
        assertThat(db.one("LOCK TABLES nothere READ")).startsWith("ERROR 1146");
    }

    @Test
    void aTransactionAndTableLocksEndEachOther() {
        db.one("BEGIN");
        db.one("INSERT INTO t VALUES (2, 2)");
        db.one("LOCK TABLES t READ");
        assertThat(other.one("SELECT COUNT(*) FROM t")).isEqualTo("2");
        db.one("START TRANSACTION");
        assertThat(other.one("UPDATE t SET b = 7 WHERE a = 2")).startsWith("OK 1");
        assertThat(db.one("SELECT COUNT(*) FROM u")).isEqualTo("0");
        db.one("ROLLBACK");

        db.one("SET autocommit = 0");
        db.one("LOCK TABLES t WRITE");
        db.one("INSERT INTO t VALUES (3, 3)");
        db.one("ROLLBACK");
        assertThat(other.one("SELECT 1 FROM t")).startsWith(TIMEOUT);
        db.one("INSERT INTO t VALUES (4, 4)");
        db.one("UNLOCK TABLES");
        assertThat(other.run("SELECT a FROM t")).containsExactly("1", "2", "4");
    }

    @Test
    void theGlobalReadLockStopsChangesAndCommits() {
        other.one("BEGIN");
        assertThat(other.one("INSERT INTO u VALUES (1, 1)")).startsWith("OK 1");
        assertThat(db.one("FLUSH TABLES WITH READ LOCK")).startsWith("OK");
        assertThat(other.one("INSERT INTO u VALUES (2, 1)")).startsWith(TIMEOUT);
        assertThat(other.one("COMMIT")).startsWith(TIMEOUT);
        assertThat(other.one("SELECT COUNT(*) FROM u")).isEqualTo("1");
        assertThat(db.one("SELECT COUNT(*) FROM u")).isEqualTo("0");
        assertThat(db.one("DELETE FROM t")).startsWith("ERROR 1223");
        assertThat(db.one("LOCK TABLES t WRITE")).startsWith("ERROR 1223");
        SqlClient third = test.client();
        third.one("SET lock_wait_timeout = 1");
        assertThat(third.one("CREATE TABLE n (a INT)")).startsWith(TIMEOUT);
        assertThat(third.one("FLUSH TABLES WITH READ LOCK")).startsWith("OK");
        assertThat(db.one("UNLOCK TABLES")).startsWith("OK");
        assertThat(other.one("COMMIT")).startsWith(TIMEOUT);
        third.close();
        assertThat(other.one("COMMIT")).startsWith("OK");
        assertThat(db.one("SELECT COUNT(*) FROM u")).isEqualTo("1");
        assertThat(db.one("FLUSH TABLES t WITH READ LOCK")).startsWith("OK");
        assertThat(other.one("DELETE FROM t")).startsWith(TIMEOUT);
        assertThat(other.one("DELETE FROM u")).startsWith("OK 1");
        db.one("UNLOCK TABLES");
    }

    @Test
    void aDumpRestoresUnderItsLocks() {
        StringBuilder rows = new StringBuilder("INSERT INTO `t` VALUES (100,1)");
        for (int i = 101; i < 1000; i++) {
            rows.append(",(").append(i).append(",NULL)");
        }
        db.one("LOCK TABLES `t` WRITE");
        assertThat(db.one("/*!40000 ALTER TABLE `t` DISABLE KEYS */")).startsWith("OK");
        assertThat(db.one(rows.toString())).startsWith("OK 900");
        assertThat(db.one(rows.toString().replace("`t`", "`u`"))).startsWith("ERROR 1100");
        assertThat(db.one("/*!40000 ALTER TABLE `t` ENABLE KEYS */")).startsWith("OK");
        db.one("UNLOCK TABLES");
        assertThat(other.one("SELECT COUNT(*) FROM t")).isEqualTo("901");
    }
}
