package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.account.SqlClient;
import io.daybreak.sql.parse.LiteralRows;
import io.daybreak.sql.parse.ParseOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are read off the text land as rows of parsed statements do. */
class BulkInsertsTest {
    private static final String[] LITERALS = {
        "NULL",
        "0",
        "1",
        "-7",
        "+12",
        "200",
        "-200",
        "70000",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551615",
        "1.5",
        "-2.25",
        ".5",
        "99999999999999999999.125",
        "1e3",
        "-2.5e-3",
        "'12'",
        "'abc'",
        "'it''s'",
        "'a\\nb'",
        "'\\'q\\''",
        "''",
        "'2024-02-29'",
        "'2024-02-29 10:11:12.5'",
        "'10:11:12'",
        "20240229",
        "TRUE",
        "false",
        "0x41",
        "x'4142'",
        "b'101'",
        "0b11",
        "_binary 'xyz'",
        "_binary 0x4142",
        "'ünï'",
        "\"dq\"",
        "007",
        "'0'",
        "'{\"a\": 1}'",
    };
    private static final String COLUMNS =
            "(id INT PRIMARY KEY AUTO_INCREMENT, i INT, u BIGINT UNSIGNED, d DECIMAL(20,4),"
                    + " f DOUBLE, s VARCHAR(30), l VARCHAR(30) CHARACTER SET latin1,"
                    + " b VARBINARY(30), dt DATETIME(2), da DATE, ti TIME, y YEAR,"
                    + " e ENUM('abc','12'), bi BIT(8), ts TIMESTAMP NULL, KEY (i), KEY (s))";

    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = test.db;
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static @Nullable LiteralRows rows(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        return LiteralRows.of(text, 0, text.length, ParseOptions.DEFAULT);
    }

    @Test
    void landAsParsedRowsDo() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        db.one("CREATE TABLE one " + COLUMNS);
        db.one("CREATE TABLE many " + COLUMNS);
        db.one("SET sql_mode = ''");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            StringBuilder row = new StringBuilder("(NULL");
            for (int c = 0; c < 14; c++) {
                row.append(", ").append(LITERALS[random.nextInt(LITERALS.length)]);
            }
            rows.add(row.append(')').toString());
        }
        for (String row : rows) {
            assertThat(db.one("INSERT INTO one VALUES " + row))
                    .as("seed %d: %s", seed, row)
                    .startsWith("OK 1");
        }
        String all = "INSERT INTO many VALUES " + String.join(",\n", rows) + ";";
        assertThat(rows(all)).isNotNull();
        assertThat(db.one(all)).startsWith("OK 150 Records: 150  Duplicates: 0");
        List<String> one = db.run("SELECT * FROM one ORDER BY id");
        List<String> many = db.run("SELECT * FROM many ORDER BY id");
        for (int i = 0; i < one.size(); i++) {
            assertThat(many.get(i)).as("seed %d: %s", seed, rows.get(i)).isEqualTo(one.get(i));
        }
        assertThat(many).hasSameSizeAs(one);
        assertThat(db.one("SELECT LAST_INSERT_ID()")).isEqualTo("1");
        assertThat(test.check("many")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "INSERT INTO t SELECT 1",
                "INSERT INTO t SET a = 1",
                "INSERT INTO t VALUES (1), (1 + 1)",
                "INSERT INTO t VALUES (1), (NOW())",
                "INSERT INTO t VALUES (1), (DEFAULT)",
                "INSERT INTO t VALUES (1), (2) ON DUPLICATE KEY UPDATE a = 3",
                "INSERT INTO t VALUES (1), (2) AS n",
                "INSERT INTO t VALUES (1), (2, 3)",
                "INSERT INTO t VALUES (1), ()",
                "INSERT INTO t VALUES (1), (2); SELECT 1",
                "INSERT INTO t VALUES (1), (2",
                "INSERT INTO t VALUES (1), ('a' 'b')",
                "INSERT INTO t VALUES (1), (_latin1 'b')",
                "INSERT INTO t VALUES (1), (DATE '2020-01-01')",
                "INSERT INTO t VALUES (1), (-'2')",
                "INSERT INTO t VALUES (1), (- -2)",
                "INSERT INTO t VALUES (1), (?)",
                "INSERT INTO t VALUES (1), (t.null)",
                "INSERT INTO t VALUES (1),",
                "INSERT INTO t VALUES ROW(1), ROW(2)",
            })
    void leaveEverythingElseToTheParser(String sql) {
        assertThat(rows(sql)).isNull();
    }

    @Test
    void endAtTheirSemicolonAndCountTheirRows() {
        LiteralRows rows =
                Objects.requireNonNull(
                        rows("REPLACE INTO `values` (a, b) VALUE (1, 'x'), (2, NULL) ; "));
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.firstRowEnd())
                .isEqualTo("REPLACE INTO `values` (a, b) VALUE (1, 'x')".length());
        assertThat(rows.next()).isTrue();
        assertThat(rows.value(0)).isEqualTo(1L);
        assertThat(rows.next()).isTrue();
        assertThat(rows.kind(1)).isEqualTo(LiteralRows.Kind.NULL);
        assertThat(rows.next()).isFalse();
    }

    private static String insert(String head, int rows, String last) {
        StringBuilder sql = new StringBuilder(head).append(" VALUES ");
        for (int i = 1; i <= rows; i++) {
            sql.append('(').append(i).append(",'row number ").append(i).append("'),");
        }
        return sql.append(last).toString();
    }

    @Test
    void aDecimalInATextKeepsItsDigits() {
        db.one("CREATE TABLE s (a VARCHAR(20))");
        assertThat(db.one("INSERT INTO s VALUES (1.50)")).startsWith("OK 1");
        assertThat(db.one("INSERT INTO s VALUES (2.5)")).startsWith("OK 1");
        assertThat(db.run("SELECT a FROM s")).containsExactly("1.50", "2.5");
    }

    @Test
    void aRowThatFailsTakesTheOthersWithIt() {
        db.one("CREATE TABLE t (a INT PRIMARY KEY, b VARCHAR(20) NOT NULL, KEY (b))");
        assertThat(db.one(insert("INSERT INTO t", 500, "(7,'again')")))
                .startsWith("ERROR 1062 Duplicate entry '7' for key 't.PRIMARY'");
        String tooLong = "(7,'again'),(501,'abcdefghijklmnopqrstuvwxyz')";
        assertThat(db.one(insert("INSERT INTO t", 500, tooLong)))
                .as("the first row that is wrong")
                .startsWith("ERROR 1062 Duplicate entry '7' for key 't.PRIMARY'");
        assertThat(db.one(insert("INSERT INTO t", 500, "(501,NULL)"))).startsWith("ERROR 1048");
        assertThat(db.one(insert("INSERT INTO t", 500, "(501,REPEAT('x', 21))")))
                .startsWith("ERROR 1406 Data too long for column 'b' at row 501");
        assertThat(db.one(insert("INSERT INTO t", 500, "(501,'abcdefghijklmnopqrstuvwxyz')")))
                .startsWith("ERROR 1406 Data too long for column 'b' at row 501");
        assertThat(db.one(insert("INSERT INTO t", 500, "(501)"))).startsWith("ERROR 1136");
        assertThat(db.one(insert("INSERT INTO nowhere", 500, "(501,'')"))).startsWith("ERROR 1146");
        assertThat(db.one("SELECT COUNT(*) FROM t")).isEqualTo("0");
        assertThat(test.check("t")).isEmpty();
        assertThat(db.one(insert("INSERT IGNORE INTO t", 500, "(7,'again')")))
                .isEqualTo("OK 500 Records: 501  Duplicates: 1  Warnings: 1");
        assertThat(db.one(insert("REPLACE INTO t", 500, "(7,'again')")))
                .startsWith("OK 1002 Records: 501  Duplicates: 501");
        assertThat(db.one("SELECT b FROM t WHERE a = 7")).isEqualTo("again");
        assertThat(db.one("SELECT COUNT(*) FROM t WHERE b > ''")).isEqualTo("500");
        assertThat(test.check("t")).isEmpty();
    }

    @Test
    void foreignKeysTriggersOfDefaultsAndChecksHold() {
        db.one("CREATE TABLE p (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES p (id))");
        StringBuilder chain = new StringBuilder("INSERT INTO p VALUES (1, NULL)");
        for (int i = 2; i < 600; i++) {
            chain.append(",(").append(i).append(',').append(i - 1).append(')');
        }
        assertThat(db.one(chain.toString())).startsWith("OK 599");
        assertThat(db.one(chain.toString().replace("(1, NULL)", "(1000, 1001)")))
                .startsWith("ERROR 1452");
        db.one(
                "CREATE TABLE c (a INT, b VARCHAR(40), u CHAR(36) DEFAULT (UUID()),"
                        + " g INT AS (a * 2) STORED, CHECK (a < 400))");
        assertThat(db.one(insert("INSERT INTO c (a, b)", 300, "(301, '')"))).startsWith("OK 301");
        assertThat(db.one("SELECT SUM(g), COUNT(DISTINCT u) FROM c")).isEqualTo("90902\t301");
        assertThat(db.one(insert("INSERT INTO c (a, b)", 500, "(301, '')")))
                .startsWith("ERROR 3819");
        assertThat(db.one("SELECT COUNT(*) FROM c")).isEqualTo("301");
    }
}
