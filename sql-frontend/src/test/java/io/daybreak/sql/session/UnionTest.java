package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.account.SqlClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The types of columns that several queries give. */
class UnionTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"UNION", "UNION ALL", "EXCEPT", "INTERSECT"})
    void textsWithoutACommonOrderAreRefused(String operation) {
        try (TestDatabase test = new TestDatabase(directory)) {
            create(test.db);
            assertThat(test.db.one("SELECT a FROM c " + operation + " SELECT b FROM c"))
                    .isEqualTo("ERROR 1271 Illegal mix of collations for operation 'UNION'");
        }
    }

    @Test
    void aGivenOrderIsTheCommonOne() {
        try (TestDatabase test = new TestDatabase(directory)) {
            create(test.db);
            assertThat(
                            test.db.one(
                                    "SELECT a FROM c UNION"
                                            + " SELECT b COLLATE utf8mb4_bin FROM c ORDER BY 1"))
                    .isEqualTo("B\na");
        }
    }

    @Test
    void enumsBecomeTexts() {
        try (TestDatabase test = new TestDatabase(directory)) {
            SqlClient db = test.db;
            db.one("CREATE TABLE n (id INT PRIMARY KEY, e ENUM('b','a','C'), s SET('y','x'))");
            db.one("INSERT INTO n VALUES (1, 'b', 'y'), (2, 'a', 'x'), (3, 'C', 'y,x')");
            assertThat(db.run("SELECT e FROM n UNION SELECT e FROM n ORDER BY e"))
                    .containsExactly("a", "b", "C");
            assertThat(db.run("SELECT s FROM n UNION ALL SELECT s FROM n WHERE id < 2 ORDER BY s"))
                    .containsExactly("x", "y", "y", "y,x");
            assertThat(db.run("SELECT e FROM n EXCEPT SELECT e FROM n WHERE id = 2 ORDER BY 1"))
                    .containsExactly("b", "C");
            db.one("CREATE TABLE m AS SELECT e FROM n UNION SELECT e FROM n");
            assertThat(db.one("SHOW CREATE TABLE m")).contains("`e` varchar(1) DEFAULT NULL");
        }
    }

    private static void create(SqlClient db) {
        db.one(
                "CREATE TABLE c (id INT PRIMARY KEY, a VARCHAR(5) COLLATE utf8mb4_general_ci,"
                        + " b VARCHAR(5) COLLATE utf8mb4_0900_as_cs)");
        db.one("INSERT INTO c VALUES (1, 'a', 'B')");
    }
}
