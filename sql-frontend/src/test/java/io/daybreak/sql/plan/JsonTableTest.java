package io.daybreak.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.fake.FakeSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JSON_TABLE and JSON_VALUE; the answers are MySQL's. */
class JsonTableTest {
    private final FakeSession db = new FakeSession();

    @BeforeEach
    void fill() {
        db.run("CREATE TABLE t (id INT PRIMARY KEY, doc VARCHAR(200))");
        db.run(
                "INSERT INTO t VALUES (1, '{\"tags\": [\"n\", \"m\"], \"age\": 30}'),"
                        + " (2, '{\"tags\": [], \"age\": 41}'), (3, NULL)");
    }

    /** Nested paths can make far more rows of a document than it has values. */
    @Test
    void rowsOfOneMatchCountAsTheStatementsMemory() {
        String deep = "{\"a\":".repeat(30) + "1" + "}".repeat(30);
        String sql =
                "SELECT COUNT(*) FROM JSON_TABLE('"
                        + deep
                        + "', '$' COLUMNS (NESTED PATH '$**.a' COLUMNS (NESTED PATH '$**.a' COLUMNS"
                        + " (NESTED PATH '$**.a' COLUMNS (n FOR ORDINALITY))))) t";
        assertThat(db.query(sql)).hasSize(1);
        db.memoryLimitBytes = 20_000;
        assertThatThrownBy(() -> db.query(sql)).hasMessageContaining("Out of memory");
    }

    @Test
    void rowsOfADocumentHaveTypesAndDefaults() {
        assertThat(
                        db.query(
                                "SELECT * FROM JSON_TABLE('[{\"a\":1,\"b\":[1,2]},{\"a\":\"x\"}]', '$[*]' COLUMNS"
                                        + " (a INT PATH '$.a' DEFAULT '7' ON EMPTY DEFAULT '8' ON"
                                        + " ERROR, NESTED PATH '$.b[*]' COLUMNS (b INT PATH '$'))) t"))
                .containsExactly("1,1", "1,2", "8,null");
        assertThat(
                        db.query(
                                "SELECT * FROM JSON_TABLE('[1, 2.5, \"3\", null, true, {\"x\":1}]', '$[*]'"
                                        + " COLUMNS (n FOR ORDINALITY, i INT PATH '$', d DECIMAL(5,1)"
                                        + " PATH '$', s VARCHAR(20) PATH '$', dt DATE PATH '$')) t"))
                .containsExactly(
                        "1,1,1.0,1,null",
                        "2,2,2.5,2.5,null",
                        "3,3,3.0,3,null",
                        "4,null,null,null,null",
                        "5,1,1.0,true,null",
                        "6,null,null,null,null");
        assertThat(
                        db.query(
                                "SELECT a, b, d, e, f FROM JSON_TABLE('[{\"a\":\"abc\"}]', '$[*]' COLUMNS"
                                        + " (a VARCHAR(2) PATH '$.a', b VARCHAR(3) PATH '$.a', d CHAR(5)"
                                        + " PATH '$.zz' DEFAULT '\"q\"' ON EMPTY, e INT EXISTS PATH"
                                        + " '$.a', f INT EXISTS PATH '$.b')) t"))
                .containsExactly("null,abc,q,1,0");
    }

    @Test
    void nestedPathsSideBySideComeOneAfterTheOther() {
        assertThat(
                        db.query(
                                "SELECT * FROM JSON_TABLE('{\"a\":[{\"b\":[1,2],\"c\":[3]},{\"b\":[],\"c\":[]}]}',"
                                        + " '$.a[*]' COLUMNS (n FOR ORDINALITY, NESTED PATH '$.b[*]'"
                                        + " COLUMNS (bn FOR ORDINALITY, b INT PATH '$'), NESTED PATH"
                                        + " '$.c[*]' COLUMNS (c INT PATH '$'))) t"))
                .containsExactly("1,1,1,null", "1,2,2,null", "1,null,null,3", "2,null,null,null");
    }

    @Test
    void readsTheTablesBeforeIt() {
        String tags = "JSON_TABLE(t.doc, '$.tags[*]' COLUMNS (tag VARCHAR(10) PATH '$')) j";
        assertThat(db.query("SELECT id, tag FROM t, " + tags + " ORDER BY 1, 2"))
                .containsExactly("1,m", "1,n");
        assertThat(db.query("SELECT id, tag FROM t LEFT JOIN " + tags + " ON TRUE ORDER BY 1, 2"))
                .containsExactly("1,m", "1,n", "2,null", "3,null");
        assertThat(
                        db.query(
                                "SELECT id, (SELECT GROUP_CONCAT(tag) FROM "
                                        + tags
                                        + ") FROM t ORDER BY id"))
                .containsExactly("1,n,m", "2,null", "3,null");
        assertThat(
                        db.query(
                                "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM "
                                        + tags
                                        + " WHERE tag = 'm')"))
                .containsExactly("1");
    }

    @Test
    void whatCannotBeAnsweredIsAnError() {
        assertFails("JSON_TABLE('x', '$[*]' COLUMNS (a INT PATH '$')) t", "Invalid JSON text");
        assertFails("JSON_TABLE('[1]', '$[*' COLUMNS (a INT PATH '$')) t", "Invalid JSON path");
        assertFails(
                "JSON_TABLE('[1]', '$[*]' COLUMNS (a INT PATH '$', A INT PATH '$')) t",
                "Duplicate column name");
        assertFails(
                "JSON_TABLE('[{}]', '$[*]' COLUMNS (a INT PATH '$.b' ERROR ON EMPTY)) t",
                "Missing value for JSON_TABLE column 'a'");
        assertFails(
                "JSON_TABLE('[[1]]', '$[*]' COLUMNS (a INT PATH '$' ERROR ON ERROR)) t",
                "Can't store an array or an object in the scalar JSON_TABLE column 'a'");
    }

    private void assertFails(String table, String message) {
        assertThatThrownBy(() -> db.query("SELECT * FROM " + table))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aValueOfADocumentHasTheTypeThatIsAskedFor() {
        assertThat(
                        db.query(
                                "SELECT JSON_VALUE('{\"a\":\"12.5\"}', '$.a' RETURNING DECIMAL(5,2)),"
                                        + " JSON_VALUE('{}', '$.a' DEFAULT 'd' ON EMPTY),"
                                        + " JSON_VALUE('{\"a\":[1]}', '$.a'), JSON_VALUE('{\"a\":null}',"
                                        + " '$.a'), JSON_VALUE('{\"a\":\"x\"}', '$.a' RETURNING SIGNED"
                                        + " DEFAULT 3 ON ERROR), JSON_VALUE('{\"a\":true}', '$.a'),"
                                        + " JSON_VALUE('{\"a\":\"abc\"}', '$.a' RETURNING CHAR(2))"))
                .containsExactly("12.50,d,[1],null,3,true,null");
        assertThat(
                        db.query(
                                "SELECT id FROM t WHERE JSON_VALUE(doc, '$.age' RETURNING UNSIGNED) > 30"))
                .containsExactly("2");
        assertThatThrownBy(() -> db.query("SELECT JSON_VALUE('{}', '$.a' ERROR ON EMPTY)"))
                .hasMessage("No value was found by 'json_value' on the specified path.");
    }

    /** The path is part of the plan. */
    @Test
    void anotherPathIsAnotherPlan() {
        assertThat(db.query("SELECT JSON_VALUE(doc, '$.age') FROM t WHERE id = 1"))
                .containsExactly("30");
        assertThat(db.query("SELECT JSON_VALUE(doc, '$.tags[1]') FROM t WHERE id = 1"))
                .containsExactly("m");
    }

    @Test
    void trueAndFalseStayWhatTheyAreInDocuments() {
        assertThat(db.query("SELECT JSON_ARRAY(TRUE, FALSE, 1, NOT 1, 1 = 1)"))
                .containsExactly("[true, false, 1, false, true]");
    }
}
