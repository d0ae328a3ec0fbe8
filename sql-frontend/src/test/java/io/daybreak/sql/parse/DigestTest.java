package io.daybreak.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.ast.Expression.LiteralKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private final Digest digest = new Digest();

    private boolean read(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        return digest.read(text, 0, text.length, ParseOptions.DEFAULT);
    }

    private Digest.Key key(String sql) {
        assertThat(read(sql)).isTrue();
        return digest.key();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            textBlock =
                    """
                    SELECT a FROM t WHERE b = 5       | SELECT a FROM t WHERE b = 66
                    SELECT a FROM t WHERE b = 'x'     | SELECT a FROM t WHERE b = 'it''s'
                    SELECT 1.5                        | SELECT 2.5
                    SELECT 1                          | /* trace 7 */ SELECT 2 -- done
                    SELECT 1                          | SELECT 3;
                    SELECT -1                         | SELECT -2
                    SELECT a FROM t WHERE b = 5       | SELECT a FROM  t /* 7 */ WHERE   b = 5
                    SELECT a FROM t WHERE b = 5       | SELECT a FROM t WHERE b =/**/5
                    UPDATE t SET a = 5 WHERE b = 6    | UPDATE t SET a = 5  WHERE b = 6
                    SELECT a FROM t WHERE b IN (SELECT x FROM u WHERE y = 1) | SELECT a FROM t  WHERE b IN (SELECT x FROM u  WHERE y = 1)
                    """)
    void literalsDoNotMatter(String one, String other) {
        assertThat(key(one)).isEqualTo(key(other)).hasSameHashCodeAs(key(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            textBlock =
                    """
                    SELECT 1                          | SELECT '1'
                    SELECT 1.5                        | SELECT 1.50
                    SELECT 1                          | SELECT 1e0
                    SELECT -1                         | SELECT 1
                    SELECT NULL                       | SELECT 1
                    SELECT a FROM t WHERE b IN (1)    | SELECT a FROM t WHERE b IN (1, 2)
                    SELECT 'a' 'b'                    | SELECT 'ab'
                    SELECT a + 1                      | SELECT a  +  1
                    SELECT TRIM('x' FROM a) + 1 FROM t | SELECT TRIM('x' FROM a)  + 1 FROM t
                    SELECT (SELECT b FROM u) + 1 FROM t | SELECT (SELECT b FROM u)  + 1 FROM t
                    SELECT a FROM t WHERE COUNT(b)    | SELECT a FROM t WHERE COUNT (b)
                    SELECT a.`from` + 1 FROM t        | SELECT a.`from`  + 1 FROM t
                    SELECT a.from + 1 FROM t          | SELECT a.from  + 1 FROM t
                    SELECT `a`                        | SELECT 'a'
                    SELECT 9223372036854775807        | SELECT 9223372036854775808
                    """)
    void everythingElseDoes(String one, String other) {
        assertThat(key(one)).isNotEqualTo(key(other));
    }

    @Test
    void theSqlModeIsPartOfTheKey() {
        Digest.Key plain = key("SELECT 1");
        byte[] text = "SELECT 1".getBytes(StandardCharsets.UTF_8);
        digest.read(text, 0, text.length, ParseOptions.ofSqlMode("ANSI"));
        assertThat(digest.key()).isNotEqualTo(plain);
    }

    @Test
    void decodesTheLiterals() {
        assertThat(read("SELECT 5, 'a\\n''b', 1.50, 2e3, 0x4A, b'11', N'é', 18446744073709551615"))
                .isTrue();
        assertThat(digest.literalCount()).isEqualTo(8);
        assertThat(digest.literal(0)).isEqualTo(5L);
        assertThat(digest.literal(1)).isEqualTo("a\n'b".getBytes(StandardCharsets.UTF_8));
        assertThat(digest.literal(2)).isEqualTo(new BigDecimal("1.50"));
        assertThat(digest.literal(3)).isEqualTo(2000.0);
        assertThat(digest.literal(4)).isEqualTo(new byte[] {0x4a});
        assertThat(digest.literal(5)).isEqualTo(new byte[] {3});
        assertThat(digest.literalKind(6)).isEqualTo(LiteralKind.NATIONAL);
        assertThat(digest.literal(7)).isEqualTo(-1L);
        assertThat(digest.literalKind(7)).isEqualTo(LiteralKind.UNSIGNED);
    }

    @Test
    void aProbeFindsWhatAKeyStored() {
        Digest.Key stored = key("SELECT a FROM t WHERE b = 5");
        assertThat(read("SELECT a FROM t WHERE b = 7")).isTrue();
        assertThat(java.util.Map.of(stored, "plan")).containsKey(digest.probe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-- x", "SELECT 1; SELECT 2", "SELECT 'x", "SELECT /* 1"})
    void refusesWhatIsNoSingleStatement(String sql) {
        assertThat(read(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, 1, -2.5 'x' FROM t WHERE b IN (1, 'a' 'b', 0xff) LIMIT 3, 4",
                "INSERT INTO t VALUES (1, 'x', NULL), (2, _latin1'y', DATE'2020-01-01')",
                "CREATE TABLE t (a VARCHAR(20) COMMENT 'x' DEFAULT 'y', b ENUM('p','q'))",
                "SELECT CAST(a AS DECIMAL(10, 2)), NOW(3), GROUP_CONCAT(a SEPARATOR ',') FROM t",
                "SELECT 1 'alias', {d '2020-01-01'}, x'41' 'b', 5 /*!80000 + 6 */ /*!99999 7 */",
                "UPDATE t SET a = 'x' 'y' 'z' WHERE b = -1 OR c = ? LIMIT 1",
            })
    void numbersLiteralsAsTheParserDoes(String sql) {
        assertThat(DigestGate.difference(digest, sql, ParseOptions.DEFAULT)).isNull();
    }

    @Test
    void numbersLiteralsAsTheParserDoesInRandomExpressions() {
        long seed = 20_261_121;
        RandomExpressions expressions = new RandomExpressions(seed);
        for (int i = 0; i < 5_000; i++) {
            String sql = "SELECT " + expressions.next();
            assertThat(DigestGate.difference(digest, sql, ParseOptions.DEFAULT))
                    .as("seed %d: %s", seed, sql)
                    .isNull();
        }
    }
}
