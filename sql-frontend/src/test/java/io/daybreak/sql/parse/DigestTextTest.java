package io.daybreak.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what a MySQL server answers. */
class DigestTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '\u0002',
            quoteCharacter = '\u0001',
            textBlock =
                    """
                    select a, 1+2, -3, 'x' FROM t where id in (1,2,3) \u0002 SELECT `a` , ? + ?, ... FROM `t` WHERE `id` IN (...)
                    insert into t values (1,2),(3,4) \u0002 INSERT INTO `t` VALUES (...) /* , ... */
                    insert into t (a) values (1),(3) \u0002 INSERT INTO `t` ( `a` ) VALUES (?) /* , ... */
                    insert into t (a,b) values (1, now()),(3, 4) \u0002 INSERT INTO `t` ( `a` , `b` ) VALUES ( ? , NOW ( ) ) , (...)
                    select count(*), count( distinct a ), f(1,2) from `t` order by 1, 2 desc limit 5 \u0002 SELECT COUNT ( * ) , COUNT ( DISTINCTROW `a` ) , `f` (...) FROM `t` ORDER BY 1 , 2 DESC LIMIT ?
                    set @a = 1 \u0002 SET @? = ?
                    select a->'$.x', interval 1 day + a, a is null, a-1, a - -1 \u0002 SELECT `a` -> ? , INTERVAL ? SQL_TSI_DAY + `a` , `a` IS NULL , `a` - ? , `a` - ?
                    update t set a = null, b = -1 where c is null \u0002 UPDATE `t` SET `a` = ? , `b` = ? WHERE `c` IS NULL
                    select @@sql_mode, @@session.sql_mode, @`x`, a != 1 and b <> c \u0002 SELECT @@`sql_mode` , @@SESSION . `sql_mode` , @`x` , `a` != ? AND `b` != `c`
                    select _utf8mb4'x', date'2001-01-01', true \u0002 SELECT (_charset) ? , DATE ? , TRUE
                    create table t (a int null default null, b int not null) \u0002 CREATE TABLE `t` ( `a` INTEGER NULL DEFAULT ? , `b` INTEGER NOT NULL )
                    select 1 from t where a in (1) and (1,2) = (3,4) and a in ((1),(2)); \u0002 SELECT ? FROM `t` WHERE `a` IN (...) AND (...) = (...) AND `a` IN ( (?) /* , ... */ )
                    """)
    void normalisesAsMySqlDoes(String sql, String text) {
        assertThat(DigestText.of(sql, ParseOptions.DEFAULT)).isEqualTo(text);
    }
}
