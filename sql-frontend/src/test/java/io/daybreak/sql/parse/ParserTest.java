package io.daybreak.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.AccountStatement;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Show;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.ast.VariableScope;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
    private static Statement parse(String sql) {
        return Parser.parse(sql, ParseOptions.DEFAULT).statement();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            textBlock =
                    """
                    SELECT 1                                  | select 1
                    SELECT DISTINCT a, b c, d AS 'e' FROM t x | select distinct `a`,`b` AS `c`,`d` AS `e` from `t` `x`
                    SELECT t.*, s.t.* FROM t, s.t             | select `t`.*,`s`.`t`.* from `t`,`s`.`t`
                    SELECT * FROM a JOIN b ON x JOIN c USING (y, z) | select * from `a` join `b` on `x` join `c` using (`y`,`z`)
                    SELECT * FROM a JOIN b JOIN c ON x ON y   | select * from `a` join (`b` join `c` on `x`) on `y`
                    SELECT * FROM a JOIN b JOIN c ON x        | select * from `a` join `b` join `c` on `x`
                    SELECT * FROM a LEFT JOIN b JOIN c ON x ON y | select * from `a` left join (`b` join `c` on `x`) on `y`
                    SELECT * FROM a NATURAL LEFT JOIN b       | select * from `a` natural left join `b`
                    SELECT * FROM (a, b) JOIN c               | select * from (`a`,`b`) join `c`
                    SELECT * FROM (SELECT 1) AS d (x)         | select * from (select 1) `d` (`x`)
                    SELECT * FROM ((SELECT 1) UNION (SELECT 2)) d | select * from (select 1 union select 2) `d`
                    SELECT * FROM ((SELECT 1) d, b)           | select * from ((select 1) `d`,`b`)
                    SELECT * FROM t, LATERAL (SELECT t.a) l   | select * from `t`,lateral (select `t`.`a`) `l`
                    SELECT 1 FROM DUAL WHERE a                | select 1 where `a`
                    SELECT a FROM t GROUP BY a, b WITH ROLLUP HAVING c ORDER BY d DESC LIMIT 5, 10 | select `a` from `t` group by `a`,`b` with rollup having `c` order by `d` desc limit 5,10
                    SELECT a FROM t LIMIT 10 OFFSET ?         | select `a` from `t` limit ?,10
                    SELECT 1 UNION ALL SELECT 2 ORDER BY 1    | select 1 union all select 2 order by 1
                    (SELECT 1 LIMIT 1) UNION SELECT 2         | (select 1 limit 1) union select 2
                    SELECT 1 UNION SELECT 2 INTERSECT SELECT 3| select 1 union (select 2 intersect select 3)
                    SELECT 1 EXCEPT ALL SELECT 2              | select 1 except all select 2
                    WITH RECURSIVE a (x) AS (SELECT 1 UNION SELECT x + 1 FROM a) SELECT * FROM a | with recursive `a` (`x`) as (select 1 union select (`x` + 1) from `a`) select * from `a`
                    VALUES ROW(1, 2), ROW(3, 4)               | values row(1,2),row(3,4)
                    TABLE t ORDER BY a                        | table `t` order by `a`
                    SELECT a FROM t FOR UPDATE OF t SKIP LOCKED | select `a` from `t` for update of `t` skip locked
                    SELECT a FROM t LOCK IN SHARE MODE        | select `a` from `t` for share
                    SELECT a FROM t FORCE INDEX FOR JOIN (i)  | select `a` from `t` force index for join (`i`)
                    SELECT a INTO @x FROM (SELECT 1 a) d      | select `a` from (select 1 AS `a`) `d` into @`x`
                    SELECT SUM(a) OVER w FROM t WINDOW w AS (PARTITION BY b) | select sum(`a`) over `w` from `t` window `w` as (partition by `b`)
                    SELECT /*+ NO_ICP(t) */ 1                 | select /*+ NO_ICP(t) */ 1
                    SELECT /*!80000 1 + */ 2 /*!99999 + 3 */  | select (1 + 2)
                    SELECT 1 -- a comment                     | select 1
                    SELECT 1 # a comment                      | select 1
                    SELECT 1;                                 | select 1
                    SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (i FOR ORDINALITY, a INT PATH '$' NULL ON EMPTY)) j | select * from json_table('[1]', '$[*]' columns (`i` for ordinality, `a` int path '$' null on empty)) `j`
                    """)
    void printsQueriesBack(String sql, String printed) {
        Query query = ((Statement.Select) parse(sql)).query();
        assertThat(AstPrinter.print(query)).isEqualTo(printed);
        Query again = ((Statement.Select) parse(printed)).query();
        assertThat(AstPrinter.print(again)).isEqualTo(printed);
    }

    @Test
    void namesOfColumnsAreSlicesOfTheText() {
        Parsed parsed = Parser.parse("SELECT a  +  1, 'x' y FROM t", ParseOptions.DEFAULT);
        var select = (Query.Body.Select) ((Statement.Select) parsed.statement()).query().body();
        var first = (Query.SelectItem.Expr) select.items().getFirst();
        assertThat(parsed.text(first.textStart(), first.textEnd())).isEqualTo("a  +  1");
        assertThat(((Query.SelectItem.Expr) select.items().get(1)).alias()).isEqualTo("y");
    }

    @Test
    void readsInserts() {
        var insert =
                (Statement.Insert)
                        parse(
                                "INSERT IGNORE INTO s.t (a, b) VALUES (1, DEFAULT), ('x', NOW())"
                                        + " AS n ON DUPLICATE KEY UPDATE a = n.a + 1");
        assertThat(insert.ignore()).isTrue();
        assertThat(insert.columns()).hasSize(2);
        assertThat(insert.rows()).hasSize(2);
        assertThat(insert.onDuplicate()).hasSize(1);
        assertThat(((Statement.Insert) parse("INSERT t SET a = 1, b = 2")).set()).isTrue();
        assertThat(((Statement.Insert) parse("REPLACE t SELECT 1")).query()).isNotNull();
        assertThat(((Statement.Insert) parse("INSERT t () VALUES ()")).columns()).isEmpty();
        assertThat(((Statement.Insert) parse("INSERT t VALUES ROW(1), ROW(2)")).query())
                .isNotNull();
    }

    @Test
    void tellsTheFormsOfDelete() {
        assertThat(((Statement.Delete) parse("DELETE FROM t WHERE a LIMIT 1")).targets()).isEmpty();
        assertThat(((Statement.Delete) parse("DELETE a, b.* FROM a JOIN b ON x")).targets())
                .hasSize(2);
        assertThat(((Statement.Delete) parse("DELETE FROM a, s.b USING a, s.b")).targets())
                .hasSize(2);
        assertThat(((Statement.Delete) parse("WITH c AS (SELECT 1) DELETE FROM t")).with())
                .isNotNull();
    }

    @Test
    void readsCreateTable() {
        var table =
                (DdlStatement.CreateTable)
                        parse(
                                """
                                CREATE TABLE IF NOT EXISTS `s`.`t` (
                                  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
                                  `name` varchar(20) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'x',
                                  at timestamp(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE NOW(3),
                                  total decimal(10,2) GENERATED ALWAYS AS (id * 1.5) STORED COMMENT 'c',
                                  kind enum('a','b') NOT NULL DEFAULT 'a',
                                  PRIMARY KEY (`id`),
                                  UNIQUE KEY `u` (`name`(10) DESC, (id + 1)) USING BTREE,
                                  CONSTRAINT f FOREIGN KEY (id) REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL,
                                  CONSTRAINT c CHECK (id > 0) NOT ENFORCED
                                ) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='x'
                                """);
        assertThat(table.elements()).hasSize(9);
        assertThat(table.options())
                .extracting(TableElement.TableOption::name)
                .containsExactly("ENGINE", "AUTO_INCREMENT", "CHARSET", "COLLATE", "COMMENT");
        var at = (TableElement.ColumnDefinition) table.elements().get(2);
        assertThat(at.type().length()).isEqualTo(3);
        assertThat(at.onUpdate()).isNotNull();
        var total = (TableElement.ColumnDefinition) table.elements().get(3);
        assertThat(total.stored()).isTrue();
        assertThat(total.generated()).isNotNull();
        var key = (TableElement.Key) table.elements().get(6);
        assertThat(key.parts()).hasSize(2);
        assertThat(key.options().using()).isEqualTo("BTREE");
    }

    @Test
    void readsAlterTable() {
        var alter =
                (DdlStatement.AlterTable)
                        parse(
                                "ALTER TABLE t ADD COLUMN a INT FIRST, ADD (b INT, KEY (b)), DROP c,"
                                        + " MODIFY d INT AFTER a, CHANGE e f INT, ADD UNIQUE u (a),"
                                        + " DROP PRIMARY KEY, RENAME COLUMN g TO h, RENAME INDEX i TO j,"
                                        + " ALTER k SET DEFAULT 5, DROP FOREIGN KEY l, ALGORITHM=INPLACE,"
                                        + " LOCK=NONE, ENGINE=InnoDB COMMENT 'x', RENAME TO n");
        assertThat(alter.actions()).hasSize(16);
    }

    @Test
    void readsShow() {
        Show show = (Show) parse("SHOW FULL COLUMNS FROM t FROM s LIKE 'a%'");
        assertThat(show.kind()).isEqualTo(Show.Kind.COLUMNS);
        assertThat(show.full()).isTrue();
        assertThat(show.schema()).isEqualTo("s");
        assertThat(show.like()).isNotNull();
        assertThat(((Show) parse("SHOW GLOBAL VARIABLES")).scope()).isEqualTo(VariableScope.GLOBAL);
        assertThat(((Show) parse("SHOW VOLUME STATUS")).kind()).isEqualTo(Show.Kind.VOLUME_STATUS);
        assertThat(((Show) parse("show create table `a`.`b`")).kind())
                .isEqualTo(Show.Kind.CREATE_TABLE);
    }

    @Test
    void readsSet() {
        var set =
                (Statement.Set)
                        parse(
                                "SET NAMES utf8mb4 COLLATE utf8mb4_bin, @a = 1, @@session.sql_mode"
                                        + " = '', GLOBAL x = ON, autocommit = DEFAULT");
        assertThat(set.items()).hasSize(5);
        assertThat(set.items().getFirst()).isInstanceOf(Statement.SetItem.Names.class);
        assertThat(parse("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY"))
                .isInstanceOf(Statement.SetTransaction.class);
        assertThat(parse("SET PASSWORD FOR a@b = 'x'"))
                .isInstanceOf(AccountStatement.SetPassword.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
                "COMMIT AND CHAIN NO RELEASE",
                "ROLLBACK WORK TO SAVEPOINT a",
                "SAVEPOINT a",
                "RELEASE SAVEPOINT a",
                "USE a",
                "PREPARE p FROM 'SELECT 1'",
                "EXECUTE p USING @a, @b",
                "DEALLOCATE PREPARE p",
                "KILL QUERY 5",
                "CHECK TABLE a, b EXTENDED",
                "ANALYZE TABLE a",
                "LOCK TABLES a AS b READ, c WRITE",
                "UNLOCK TABLES",
                "FLUSH TABLES WITH READ LOCK",
                "FLUSH PRIVILEGES",
                "CREATE USER IF NOT EXISTS 'a'@'%' IDENTIFIED WITH 'caching_sha2_password' BY 'x'"
                        + " REQUIRE SSL WITH MAX_USER_CONNECTIONS 5 ACCOUNT LOCK",
                "GRANT SELECT (a, b), CREATE TEMPORARY TABLES ON s.* TO a@localhost WITH GRANT"
                        + " OPTION",
                "GRANT r TO a",
                "REVOKE ALL PRIVILEGES, GRANT OPTION FROM a",
                "CREATE ROLE r",
                "LOAD DATA LOCAL INFILE 'f' INTO TABLE t FIELDS TERMINATED BY ',' ENCLOSED BY '\"'"
                        + " LINES TERMINATED BY '\\n' IGNORE 1 LINES (a, @b) SET c = @b + 1",
                "CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`root`@`%` SQL SECURITY INVOKER VIEW v"
                        + " (a) AS SELECT 1 WITH LOCAL CHECK OPTION",
                "DROP VIEW IF EXISTS v, w",
                "CREATE UNIQUE INDEX i ON t (a(10), b DESC) ALGORITHM=INPLACE",
                "DROP INDEX i ON t",
                "CREATE DATABASE IF NOT EXISTS s DEFAULT CHARACTER SET = utf8mb4",
                "RENAME TABLE a TO b, c TO d",
                "TRUNCATE t",
                "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = 1; END",
                "EXPLAIN ANALYZE SELECT 1",
                "EXPLAIN FORMAT=JSON DELETE FROM t",
                "DESCRIBE t a",
                "DO SLEEP(1)",
                "CALL p(1, @a)",
                "UPDATE a JOIN b ON x SET a.c = b.c, d = DEFAULT WHERE e",
            })
    void readsStatements(String sql) {
        assertThat(parse(sql)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            textBlock =
                    """
                    selec 1              | selec 1
                    SELECT * FORM t      | FORM t
                    SELECT a, * FROM t   | * FROM t
                    SELECT 1 FROM        | ''
                    CREATE TABLE t (a)   | )
                    INSERT INTO t VALUE  | ''
                    SELECT 1; SELECT 2   | SELECT 2
                    SELECT * FROM (SELECT 1) | ''
                    SELECT /* 1          | /* 1
                    """)
    void refusesWithMySqlsText(String sql, String near) {
        assertThatThrownBy(() -> parse(sql))
                .hasMessageEndingWith(
                        "use near '" + (near.equals("''") ? "" : near) + "' at line 1")
                .hasMessageStartingWith("You have an error in your SQL syntax;");
    }

    @Test
    void countsLinesAndCutsTheText() {
        assertThatThrownBy(() -> parse("SELECT 1\nFROM t\nWHERE WHERE " + "x".repeat(100)))
                .hasMessageEndingWith("near 'WHERE " + "x".repeat(74) + "' at line 3");
    }

    @Test
    void refusesAnEmptyText() {
        assertThatThrownBy(() -> parse(" -- nothing"))
                .isInstanceOfSatisfying(
                        SqlException.class,
                        e -> assertThat(e.error()).isEqualTo(MySqlError.ER_EMPTY_QUERY));
    }

    @Test
    void keepsRawBytesOfBinaryStrings() {
        byte[] sql = "SELECT _binary'?'".getBytes(StandardCharsets.ISO_8859_1);
        sql[sql.length - 2] = (byte) 0xff;
        Parsed parsed = Parser.parse(sql, 0, sql.length, ParseOptions.DEFAULT);
        assertThat(TreeLiterals.of(parsed.statement()).getFirst().value())
                .isEqualTo(new byte[] {(byte) 0xff});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "((SELECT ",
                "f(",
                "NOT ",
                "- ",
                "CASE WHEN ",
                "INTERVAL (",
                "a IN (",
                "a BETWEEN 1 AND ",
                "(SELECT * FROM (",
                "x + INTERVAL ",
                "EXISTS (SELECT "
            })
    void refusesDeepNestingWithAnError(String opening) {
        for (int depth : new int[] {1_000, 100_000}) {
            assertThatThrownBy(() -> parse("SELECT " + opening.repeat(depth)))
                    .isInstanceOf(SqlException.class);
        }
    }

    @Test
    void bearsLongChainsAndLists() {
        assertThat(parse("SELECT 1" + " OR 1".repeat(50_000))).isNotNull();
        assertThat(parse("SELECT a IN (1" + ",1".repeat(10_000) + ")")).isNotNull();
        assertThatThrownBy(() -> parse("SELECT 1" + "+1".repeat(50_000)))
                .isInstanceOf(SqlException.class);
    }
}
