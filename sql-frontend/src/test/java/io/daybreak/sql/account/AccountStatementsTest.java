package io.daybreak.sql.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.SqlDatabases;
import io.daybreak.sql.api.Credentials;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.catalog.Catalog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountStatementsTest {
    @TempDir Path directory;

    private InMemoryVolume volume;
    private StorageEngine engine;
    private SqlDatabase database;
    private SqlClient root;

    @BeforeEach
    void open() {
        volume = InMemoryVolume.durableAtOnce();
        engine = Engines.open(volume, new EngineConfig(16 << 20, 1));
        database = SqlDatabases.open(engine, new SqlConfig("8.0", 3306, directory, "here"));
        root = new SqlClient(database, "root", "localhost");
    }

    @AfterEach
    void close() {
        root.close();
        database.close();
        engine.close();
        volume.close();
    }

    private void ok(String sql) {
        assertThat(root.one(sql)).as(sql).startsWith("OK");
    }

    private AccountEntry entry(String user) {
        return Objects.requireNonNull(Accounts.open(new Catalog(engine)).find(user, "%"));
    }

    private SqlDatabase.Account login(String user) {
        return Objects.requireNonNull(database.account(user, "10.1.2.3"));
    }

    private List<String> grants(String user) {
        return AccountStatements.showGrants(entry(user));
    }

    @Test
    void aNewUserLogsInWithItsPassword() {
        ok("CREATE USER amy IDENTIFIED BY 'secret'");
        SqlDatabase.Account amy = login("amy");
        assertThat(amy.plugin()).isEqualTo(Credentials.CACHING_SHA2);
        assertThat(verifies(amy, "secret")).isTrue();
        ok("ALTER USER amy IDENTIFIED WITH mysql_native_password BY 'other'");
        ok("ALTER USER amy ACCOUNT LOCK");
        amy = login("amy");
        assertThat(amy.plugin()).isEqualTo(Credentials.NATIVE);
        assertThat(verifies(amy, "other")).isTrue();
        assertThat(amy.locked()).isTrue();
        ok("SET PASSWORD FOR amy = 'third'");
        assertThat(verifies(login("amy"), "third")).isTrue();
        ok("RENAME USER amy TO bea@localhost");
        assertThat(database.account("amy", "10.1.2.3")).isNull();
        assertThat(database.account("bea", "localhost")).isNotNull();
        ok("DROP USER bea@localhost");
        assertThat(database.account("bea", "localhost")).isNull();
    }

    private static boolean verifies(SqlDatabase.Account account, String password) {
        return Credentials.verify(
                account.plugin(), account.credential(), password.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void errorsAreMySqls() {
        ok("CREATE USER a, b");
        assertThat(root.one("CREATE USER a, c, b"))
                .isEqualTo("ERROR 1396 Operation CREATE USER failed for 'a'@'%','b'@'%'");
        assertThat(database.account("c", "localhost")).isNull();
        assertThat(root.one("DROP USER x, a"))
                .isEqualTo("ERROR 1396 Operation DROP USER failed for 'x'@'%'");
        assertThat(database.account("a", "localhost")).isNotNull();
        ok("CREATE USER IF NOT EXISTS a");
        ok("DROP USER IF EXISTS x");
        assertThat(root.one("CREATE USER d IDENTIFIED WITH foo BY 'x'"))
                .isEqualTo("ERROR 1524 Plugin 'foo' is not loaded");
        assertThat(root.one("CREATE USER d IDENTIFIED WITH caching_sha2_password AS 'zz'"))
                .startsWith("ERROR 1827");
        assertThat(root.one("GRANT SELECT ON *.* TO nobody")).startsWith("ERROR 1410");
        assertThat(root.one("REVOKE SELECT ON s.* FROM a")).startsWith("ERROR 1141");
        assertThat(root.one("REVOKE ALL, GRANT OPTION FROM nobody")).startsWith("ERROR 1269");
        assertThat(root.one("GRANT SHUTDOWN ON s.* TO a")).startsWith("ERROR 1221");
        assertThat(root.one("GRANT EXECUTE ON mysql.user TO a")).startsWith("ERROR 1144");
        assertThat(root.one("GRANT SELECT ON s.t TO a")).startsWith("ERROR 1146");
        assertThat(root.one("GRANT FOO_ADMIN ON *.* TO a")).startsWith("ERROR 1149");
        assertThat(root.one("GRANT ROLE_ADMIN ON s.* TO a")).startsWith("ERROR 3619");
        assertThat(root.one("SET PASSWORD FOR nobody = 'x'")).startsWith("ERROR 1133");
        assertThat(root.one("CREATE ROLE r")).startsWith("ERROR 1235");
    }

    @Test
    void grantsAreShownAsMySqlPrintsThem() {
        ok("CREATE USER a");
        assertThat(grants("a")).containsExactly("GRANT USAGE ON *.* TO `a`@`%`");
        ok("GRANT SELECT, INSERT ON *.* TO a");
        ok("GRANT ALL ON db.* TO a WITH GRANT OPTION");
        ok("GRANT CREATE VIEW, SELECT ON mysql.user TO a");
        ok("GRANT CONNECTION_ADMIN ON *.* TO a");
        ok("GRANT FLUSH_TABLES ON *.* TO a WITH GRANT OPTION");
        assertThat(grants("a"))
                .containsExactly(
                        "GRANT SELECT, INSERT ON *.* TO `a`@`%`",
                        "GRANT CONNECTION_ADMIN ON *.* TO `a`@`%`",
                        "GRANT FLUSH_TABLES ON *.* TO `a`@`%` WITH GRANT OPTION",
                        "GRANT ALL PRIVILEGES ON `db`.* TO `a`@`%` WITH GRANT OPTION",
                        "GRANT SELECT, CREATE VIEW ON `mysql`.`user` TO `a`@`%`");
        ok("REVOKE ALL ON db.* FROM a");
        ok("REVOKE SELECT ON mysql.user FROM a");
        ok("REVOKE INSERT, CONNECTION_ADMIN ON *.* FROM a");
        assertThat(grants("a"))
                .containsExactly(
                        "GRANT SELECT ON *.* TO `a`@`%`",
                        "GRANT FLUSH_TABLES ON *.* TO `a`@`%` WITH GRANT OPTION",
                        "GRANT USAGE ON `db`.* TO `a`@`%` WITH GRANT OPTION",
                        "GRANT CREATE VIEW ON `mysql`.`user` TO `a`@`%`");
        ok("REVOKE ALL PRIVILEGES, GRANT OPTION FROM a");
        assertThat(grants("a")).containsExactly("GRANT USAGE ON *.* TO `a`@`%`");
    }

    @Test
    void usersAreShownAsMySqlPrintsThem() {
        ok("CREATE USER a REQUIRE SSL ACCOUNT LOCK COMMENT 'hi'");
        assertThat(AccountStatements.showCreateUser(entry("a")))
                .isEqualTo(
                        "CREATE USER `a`@`%` IDENTIFIED WITH 'caching_sha2_password' REQUIRE SSL"
                                + " PASSWORD EXPIRE DEFAULT ACCOUNT LOCK PASSWORD HISTORY DEFAULT"
                                + " PASSWORD REUSE INTERVAL DEFAULT PASSWORD REQUIRE CURRENT DEFAULT"
                                + " ATTRIBUTE '{\"comment\": \"hi\"}'");
    }

    @Test
    void oneGrantsWhatOneMayGrant() {
        ok("CREATE USER a, b");
        ok("GRANT SELECT ON db.* TO a WITH GRANT OPTION");
        try (SqlClient a = new SqlClient(database, "a", "localhost")) {
            assertThat(a.one("GRANT SELECT ON db.* TO b")).startsWith("OK");
            assertThat(a.one("GRANT INSERT ON db.* TO b")).startsWith("ERROR 1044");
            assertThat(a.one("GRANT SELECT ON other.* TO b")).startsWith("ERROR 1044");
            assertThat(a.one("GRANT SELECT ON *.* TO b")).startsWith("ERROR 1045");
            assertThat(a.one("GRANT ROLE_ADMIN ON *.* TO b")).startsWith("ERROR 1227");
            assertThat(a.one("CREATE USER c")).startsWith("ERROR 1227");
            assertThat(a.one("ALTER USER CURRENT_USER() IDENTIFIED BY 'x'")).startsWith("OK");
        }
        assertThat(grants("b"))
                .containsExactly(
                        "GRANT USAGE ON *.* TO `b`@`%`", "GRANT SELECT ON `db`.* TO `b`@`%`");
    }
}
