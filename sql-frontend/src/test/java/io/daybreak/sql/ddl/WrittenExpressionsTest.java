package io.daybreak.sql.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.expr.FunctionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every function in every expression of a table's definition, against the answers of a MySQL 9.7 in
 * function-rules.golden.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrittenExpressionsTest {
    /** Before and after the column with the expression. */
    private static final String BEFORE =
            "aid INT AUTO_INCREMENT PRIMARY KEY, i INT DEFAULT 5, v VARCHAR(64), d DATETIME(6),"
                    + " j JSON, gp INT AS (i + 1), pd INT DEFAULT (1 + 1)";

    private static final String AFTER = "z INT, gl INT AS (i + 2), zd INT DEFAULT (2 + 2)";

    private static final String ALTERED =
            "CREATE TABLE y (" + BEFORE + ", c VARCHAR(200), " + AFTER + ")";

    /** Registered by these names, but written in another way. */
    private static final Set<String> OTHERWISE_WRITTEN =
            Set.of(
                    "AND",
                    "BETWEEN",
                    "CASE",
                    "CASE_VALUE",
                    "CONVERT_USING",
                    "DIV",
                    "IN",
                    "LIKE",
                    "NEG",
                    "NOT",
                    "OR",
                    "REGEXP",
                    "RLIKE",
                    "ROW",
                    "TRIM_BOTH",
                    "TRIM_LEADING",
                    "TRIM_TRAILING",
                    "XOR");

    /** No functions of a MySQL 9.7, which has a component for the first three. */
    private static final Set<String> NOT_MYSQLS = Set.of("MD5", "SHA", "SHA1", "AURORA_VERSION");

    private final SqlClient db = new SqlClient();

    @BeforeAll
    void makeSchema() {
        db.ok("CREATE DATABASE forbid").ok("USE forbid").ok("CREATE TABLE o (a INT)");
    }

    @AfterAll
    void close() {
        db.close();
    }

    /**
     * @param answers to DEFAULT, AS and CHECK, and to ADD COLUMN with DEFAULT
     */
    private record Line(String expression, List<String> answers) {
        static Line of(String text) {
            String[] parts = text.split(" \\| ");
            return new Line(
                    parts[0],
                    List.of(parts[1], parts[2], parts[3], parts.length > 4 ? parts[4] : parts[1]));
        }
    }

    private static List<Line> lines() {
        try (InputStream in =
                WrittenExpressionsTest.class.getResourceAsStream("function-rules.golden")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(l -> !l.startsWith("#")).map(Line::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param answer its index in a line
     * @param altered by ALTER TABLE; else a table is created
     */
    private record Context(String statement, int answer, String owner, boolean altered) {}

    private static final List<Context> CONTEXTS =
            List.of(
                    created("c VARCHAR(200) DEFAULT (?)", 0, "c"),
                    created("c VARCHAR(200) AS (?)", 1, "c"),
                    created("c VARCHAR(200) AS (?) STORED", 1, "c"),
                    created("c INT, CONSTRAINT k CHECK ((?) IS NOT NULL)", 2, "k"),
                    altered("ADD n VARCHAR(200) DEFAULT (?) AFTER c", 3, "n"),
                    altered("ADD n VARCHAR(200) AS (?) AFTER c", 1, "n"),
                    altered("ADD n VARCHAR(200) AS (?) STORED AFTER c", 1, "n"),
                    altered("ADD CONSTRAINT k CHECK ((?) IS NOT NULL)", 2, "k"),
                    altered("MODIFY c VARCHAR(200) DEFAULT (?)", 0, "c"),
                    altered("MODIFY c VARCHAR(200) AS (?) STORED", 1, "c"),
                    altered("CHANGE c n VARCHAR(200) DEFAULT (?)", 0, "n"));

    private static Context created(String column, int answer, String owner) {
        return new Context(
                "CREATE TABLE x (" + BEFORE + ", " + column + ", " + AFTER + ")",
                answer,
                owner,
                false);
    }

    private static Context altered(String action, int answer, String owner) {
        return new Context("ALTER TABLE y " + action, answer, owner, true);
    }

    static Stream<Arguments> expressionsAndContexts() {
        return lines().stream()
                .flatMap(line ->
                        CONTEXTS.stream()
                                // What all accept is tried once for each kind of place.
                                .filter(c -> !c.altered || !line.answers.get(c.answer).equals("ok"))
                                .map(c ->
                                        Arguments.of(
                                                c.statement.replace("?", line.expression),
                                                line.answers.get(c.answer),
                                                c.owner)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("expressionsAndContexts")
    void answersAsMySqlDoes(String statement, String answer, String owner) {
        db.ok("DROP TABLE IF EXISTS x, y").ok(ALTERED);
        if (answer.equals("ok")) {
            db.ok(statement);
        } else {
            assertThat(db.run(statement)).containsExactly("ERROR " + error(answer, owner));
        }
    }

    private static String error(String answer, String owner) {
        String[] parts = answer.split(" ", 2);
        MySqlError error = Objects.requireNonNull(MySqlError.byCode(Integer.parseInt(parts[0])));
        String named = parts.length > 1 ? parts[1] : "";
        String text =
                switch (error) {
                    case ER_WINDOW_INVALID_WINDOW_FUNC_USE,
                            ER_WRONG_PARAMCOUNT_TO_NATIVE_FCT,
                            ER_UNKNOWN_SYSTEM_VARIABLE ->
                            error.message(named);
                    default -> error.message(owner, named);
                };
        return error.code() + ": " + text;
    }

    /** What is wrong comes in MySQL's order: functions first, then names, then what they name. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // Types and names of CHECK.
                "CREATE TABLE x (a INT, CHECK (a)) | 3812: An expression of non-boolean type specified to a check constraint 'x_chk_1'.",
                "CREATE TABLE x (a INT, CHECK ((a, 1))) | 3812: An expression of non-boolean type specified to a check constraint 'x_chk_1'.",
                "CREATE TABLE x (a INT, b INT CHECK (a > SLEEP(1))) | 3813: Column check constraint 'x_chk_1' references other column.",
                "CREATE TABLE x (a INT, CHECK (nosuch > 1)) | 3820: Check constraint 'x_chk_1' refers to non-existing column 'nosuch'.",
                "ALTER TABLE y ADD CONSTRAINT k CHECK (nosuch > 1) | 1054: Unknown column 'nosuch' in 'check constraint k expression'",
                "CREATE TABLE x (a INT AUTO_INCREMENT PRIMARY KEY, CHECK (a > 1)) | 3818: Check constraint 'x_chk_1' cannot refer to an auto-increment column.",
                "CREATE TABLE x (a INT AUTO_INCREMENT PRIMARY KEY, b INT AS (nosuch), CHECK (a > 1)) | 1054: Unknown column 'nosuch' in 'generated column function'",
                // Rows.
                "CREATE TABLE x (a INT DEFAULT ((1, SLEEP(1)))) | 3771: Default value expression of column 'a' cannot refer to a row value.",
                "CREATE TABLE x (a INT AS ((1, 2))) | 3764: Expression of generated column 'a' cannot refer to a row value.",
                // Other columns.
                "CREATE TABLE x (a INT DEFAULT (a)) | 3767: Default value expression of column 'a' cannot refer to a column defined after it if that column is a generated column or has an expression as default value.",
                "CREATE TABLE x (a INT AS (b), b INT DEFAULT (1)) | 3107: Generated column can refer only to generated columns defined prior to it.",
                "CREATE TABLE x (a INT DEFAULT (c + b), b INT AS (1), c INT AUTO_INCREMENT PRIMARY KEY) | 3768: Default value expression of column 'a' cannot refer to an auto-increment column.",
                "CREATE TABLE x (a INT DEFAULT (DEFAULT(b)), b INT DEFAULT (1)) | 3773: DEFAULT function cannot be used with default value expressions",
                "CREATE TABLE x (a INT AS (DEFAULT(b)), b INT NOT NULL) | 1364: Field 'b' doesn't have a default value",
                // Columns before conditions, and all of them before anything is looked up.
                "CREATE TABLE x (a INT DEFAULT (nosuch), b INT AS (SLEEP(1))) | 3763: Expression of generated column 'b' contains a disallowed function: sleep.",
                "CREATE TABLE x (CHECK (@x = 1), a INT DEFAULT (SLEEP(1)), a INT) | 3770: Default value expression of column 'a' contains a disallowed function: sleep.",
                "ALTER TABLE nosuch ADD a INT AS (SLEEP(1)) | 3763: Expression of generated column 'a' contains a disallowed function: sleep.",
                "ALTER TABLE y ALTER nosuch SET DEFAULT (SLEEP(1)) | 1054: Unknown column 'nosuch' in 'y'",
                "ALTER TABLE y ALTER c SET DEFAULT (@x) | 3772: Default value expression of column 'c' cannot refer user or system variables.",
                "CREATE TABLE x (a INT AS (NoSuch(1))) | 3763: Expression of generated column 'a' contains a disallowed function: `NoSuch`.",
                // Functions that are unsafe for a replica, as soon as a column is added.
                "ALTER TABLE y ADD n INT, MODIFY c INT DEFAULT (RAND()) | 1674: Statement is unsafe because it uses a system function that may return a different value on the replica.",
                "ALTER TABLE y ADD n INT DEFAULT (1), ADD CHECK (SYSDATE() > d) | 1674: Statement is unsafe because it uses a system function that may return a different value on the replica.",
            })
    void findsWhatIsWrongInMySqlsOrder(String statement, String error) {
        db.ok("DROP TABLE IF EXISTS x, y").ok(ALTERED);
        assertThat(db.run(statement)).containsExactly("ERROR " + error);
    }

    @Test
    void takesWhatMySqlTakes() {
        db.ok("DROP TABLE IF EXISTS x, y").ok(ALTERED);
        db.ok("ALTER TABLE y ADD n INT, ALTER c SET DEFAULT (RAND())");
        db.ok("ALTER TABLE y MODIFY c INT DEFAULT (RAND()), ADD CHECK (SYSDATE() > d)");
        db.ok("CREATE TABLE x (a INT DEFAULT (b), b INT, c DATETIME DEFAULT (NOW()))");
        db.ok("CREATE TABLE x1 (a DATETIME DEFAULT (b), b DATETIME DEFAULT CURRENT_TIMESTAMP)");
    }

    @Test
    void knowsWhatMySqlSaysOfEveryFunction() {
        Set<String> unknown = new TreeSet<>();
        List<String> expressions = lines().stream().map(Line::expression).toList();
        for (String name : FunctionRegistry.names()) {
            boolean function = name.matches("[A-Z][A-Z0-9_]*");
            if (function
                    && !OTHERWISE_WRITTEN.contains(name)
                    && !NOT_MYSQLS.contains(name)
                    && expressions.stream().noneMatch(e -> calls(e, name))) {
                unknown.add(name);
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static boolean calls(String expression, String name) {
        return expression.equals(name) || expression.matches("(.*\\W)?" + name + "\\(.*");
    }
}
