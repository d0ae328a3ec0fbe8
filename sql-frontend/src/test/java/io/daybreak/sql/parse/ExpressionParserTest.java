package io.daybreak.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.sql.api.SqlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions in golden form: what is written, and how its tree prints. */
class ExpressionParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '\u0001',
            textBlock =
                    """
                            1 + 2 * 3                     ¦ (1 + (2 * 3))
                            1 - 2 - 3                     ¦ ((1 - 2) - 3)
                            a = b IN (c)                  ¦ (`a` = (`b` in (`c`)))
                            NOT a = b                     ¦ (not((`a` = `b`)))
                            ! a = b                       ¦ ((not(`a`)) = `b`)
                            a OR b AND c XOR d            ¦ (`a` or ((`b` and `c`) xor `d`))
                            a AND b AND c                 ¦ ((`a` and `b`) and `c`)
                            - a ^ b                       ¦ (-(`a`) ^ `b`)
                            - a COLLATE x                 ¦ -((`a` collate x))
                            BINARY a = b                  ¦ ((binary `a`) = `b`)
                    a | b & c << d + e            ¦ (`a` | (`b` & (`c` << (`d` + `e`))))
                            a DIV b MOD c                 ¦ ((`a` div `b`) % `c`)
                            a BETWEEN 1 AND 2 AND c       ¦ ((`a` between 1 and 2) and `c`)
                            a NOT BETWEEN 1 AND b LIKE c  ¦ (`a` not between 1 and (`b` like `c`))
                            a IS NULL IS NOT NULL         ¦ ((`a` is null) is not null)
                            a = b IS TRUE                 ¦ ((`a` = `b`) is true)
                            a < b = c                     ¦ ((`a` < `b`) = `c`)
                            a LIKE b ESCAPE '!'           ¦ (`a` like `b` escape '!')
                            a NOT REGEXP b                ¦ (`a` not regexp `b`)
                            a RLIKE b                     ¦ (`a` regexp `b`)
                            a SOUNDS LIKE b               ¦ (`a` sounds like `b`)
                            a MEMBER OF ('[1]')           ¦ (`a` member of ('[1]'))
                            a + INTERVAL 1 DAY            ¦ (`a` + interval 1 day)
                            a - INTERVAL b + 1 HOUR       ¦ (`a` - interval (`b` + 1) hour)
                            INTERVAL 1 DAY + a            ¦ (`a` + interval 1 day)
                            INTERVAL (1) DAY + a          ¦ (`a` + interval 1 day)
                            INTERVAL(a, 1, 2) + 1         ¦ (interval(`a`,1,2) + 1)
                            DATE_SUB(a, INTERVAL 1 YEAR)  ¦ (`a` - interval 1 year)
                            (a, b) = (1, 2)               ¦ ((`a`,`b`) = (1,2))
                            ROW(a, b) IN ((1, 2), (3, 4)) ¦ ((`a`,`b`) in ((1,2),(3,4)))
                            a = ANY (SELECT 1)            ¦ (`a` = any (select 1))
                            a > ALL (SELECT 1)            ¦ (`a` > all (select 1))
                            (SELECT 1) + 1                ¦ ((select 1) + 1)
                            ((SELECT 1) + 1, 2) = (1, 2)  ¦ ((((select 1) + 1),2) = (1,2))
                            ((SELECT 1))                  ¦ (select 1)
                            ((SELECT 1) UNION (SELECT 2)) ¦ (select 1 union select 2)
                            a IN ((SELECT 1), 2)          ¦ (`a` in ((select 1),2))
                            a IN ((SELECT 1))             ¦ (`a` in (select 1))
                            EXISTS (SELECT * FROM t)      ¦ exists(select * from `t`)
                            CASE a WHEN 1 THEN 2 END      ¦ (case `a` when 1 then 2 end)
                            CASE WHEN a THEN b ELSE c END ¦ (case when `a` then `b` else `c` end)
                            @a := @b + 1                  ¦ (@`a`:=(@`b` + 1))
                            @@global.sql_mode             ¦ @@global.`sql_mode`
                            @@x.key_buffer_size           ¦ @@`x`.`key_buffer_size`
                            'a' 'b' "c"                   ¦ 'abc'
                            _latin1'x'                    ¦ _latin1'x'
                            N'x'                          ¦ _utf8mb3'x'
                            x'4a4B'                       ¦ 0x4A4B
                            0b101                         ¦ 0x05
                            1e3                           ¦ 1000.0e0
                            .5 + 1.                       ¦ (0.5 + 1)
                            18446744073709551615          ¦ 18446744073709551615
                            18446744073709551616          ¦ 18446744073709551616
                            DATE '2020-01-01'             ¦ DATE '2020-01-01'
                            {d '2020-01-01'}              ¦ DATE '2020-01-01'
                            {fn now()}                    ¦ now()
                            NOW(6)                        ¦ now(6)
                            CURRENT_TIMESTAMP             ¦ now()
                            CURRENT_USER                  ¦ current_user()
                            TRIM(LEADING 'x' FROM a)      ¦ trim(leading 'x' from `a`)
                            TRIM(a)                       ¦ trim(`a`)
                            SUBSTRING(a FROM 2 FOR 3)     ¦ substring(`a`,2,3)
                            POSITION('a' IN b)            ¦ locate('a',`b`)
                            EXTRACT(YEAR FROM a)          ¦ extract(year from `a`)
                            CAST(a AS CHAR(10))           ¦ cast(`a` as char(10))
                            CONVERT(a, UNSIGNED)          ¦ cast(`a` as unsigned)
                            CONVERT(a USING utf8mb4)      ¦ convert(`a` using utf8mb4)
                            CHAR(65, 66 USING latin1)     ¦ char(65,66 using latin1)
                            GROUP_CONCAT(DISTINCT a, b ORDER BY c DESC SEPARATOR '; ') ¦ group_concat(distinct `a`,`b` order by `c` desc separator '; ')
                            COUNT(*)                      ¦ count(*)
                            COUNT(DISTINCT a, b)          ¦ count(distinct `a`,`b`)
                            SUM(a) OVER (PARTITION BY b ORDER BY c ROWS 1 PRECEDING) ¦ sum(`a`) over (partition by `b` order by `c` rows between 1 preceding and current row)
                            ROW_NUMBER() OVER w           ¦ row_number() over `w`
                            LAG(a, 1, 0) OVER (ORDER BY b) ¦ lag(`a`,1,0) over (order by `b`)
                            a->'$.x'                      ¦ `a`->'$.x'
                            t.a->>'$.x'                   ¦ `t`.`a`->>'$.x'
                            TIMESTAMPDIFF(SQL_TSI_DAY, a, b) ¦ timestampdiff(day,`a`,`b`)
                            MATCH (a, b) AGAINST ('x' IN BOOLEAN MODE) ¦ match (`a`,`b`) against ('x' in boolean mode)
                            VALUES(a) + DEFAULT(b)        ¦ (values(`a`) + default(`b`))
                            JSON_VALUE(a, '$.x' RETURNING SIGNED NULL ON EMPTY) ¦ json_value(`a`, '$.x' returning signed null on empty)
                            status + type + value + date  ¦ (((`status` + `type`) + `value`) + `date`)
                            t.select + a.b.`c d`          ¦ (`t`.`select` + `a`.`b`.`c d`)
                            1e + 1                        ¦ (`1e` + 1)
                            f (1)                         ¦ f(1)
                            db.f(1)                       ¦ `db`.`f`(1)
                            count                         ¦ `count`
                            !!a                           ¦ (not(`a`))
                    """)
    void parsesByMySqlsPrecedence(String written, String printed) {
        assertThat(AstPrinter.print(Parser.parseExpression(written, ParseOptions.DEFAULT)))
                .isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            textBlock =
                    """
                    ANSI_QUOTES          ¦ "a" + 1             ¦ (`a` + 1)
                    PIPES_AS_CONCAT      ¦ a || b = c          ¦ (concat(`a`,`b`) = `c`)
                    PIPES_AS_CONCAT      ¦ - a || b ^ c        ¦ (concat(-(`a`),`b`) ^ `c`)
                    HIGH_NOT_PRECEDENCE  ¦ NOT a = b           ¦ ((not(`a`)) = `b`)
                    IGNORE_SPACE         ¦ count (*)           ¦ count(*)
                    REAL_AS_FLOAT        ¦ CAST(a AS REAL)     ¦ cast(`a` as float)
                    """)
    void followsTheSqlMode(String mode, String written, String printed) {
        assertThat(AstPrinter.print(Parser.parseExpression(written, ParseOptions.ofSqlMode(mode))))
                .isEqualTo(printed);
    }

    @Test
    void keepsBackslashesUnderNoBackslashEscapes() {
        ParseOptions options = ParseOptions.ofSqlMode("NO_BACKSLASH_ESCAPES");
        assertThat(AstPrinter.print(Parser.parseExpression("'a\\n'", options)))
                .isEqualTo("'a\\\\n'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '\u0001',
            textBlock =
                    """
                    a IN (1) IN (2)       ¦ IN (2)
                    a LIKE b LIKE c       ¦ LIKE c
                    a BETWEEN 1 OR 2      ¦ OR 2
                    count (*)             ¦ *)
                    (1                    ¦ ''
                    a b                   ¦ b
                    1 =! 2                ¦ =! 2
                    'abc                  ¦ 'abc
                    select                ¦ select
                    a.                    ¦ ''
                    f(                    ¦ ''
                    x'4'                  ¦ x'4'
                    1..2                  ¦ .2
                    ROW(1)                ¦ )
                    """)
    void refusesWithTheTextFromWhereItWentWrong(String written, String near) {
        String expected = near.equals("''") ? "" : near;
        assertThatThrownBy(() -> Parser.parseExpression(written, ParseOptions.DEFAULT))
                .isInstanceOf(SqlException.class)
                .hasMessage(
                        "You have an error in your SQL syntax; check the manual that corresponds"
                                + " to your MySQL server version for the right syntax to use near '"
                                + expected
                                + "' at line 1");
    }
}
