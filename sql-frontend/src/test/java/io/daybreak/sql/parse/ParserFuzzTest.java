package io.daybreak.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.daybreak.sql.api.SqlException;
import io.daybreak.testsupport.sql.StatementFuzzer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, the answer is a tree or a SqlException, and it comes soon. */
class ParserFuzzTest {
    private static final String[] SEEDS = {
        "SELECT a, 'x' FROM t JOIN u ON t.a = u.b WHERE c IN (1, 2, (SELECT 3)) ORDER BY 1 LIMIT 5",
        "INSERT INTO t (a, b) VALUES (1, 'x'), (DEFAULT, NOW(6)) ON DUPLICATE KEY UPDATE a = 1",
        "CREATE TABLE t (a INT NOT NULL DEFAULT 5, b VARCHAR(10) CHARACTER SET latin1, KEY (a))",
        "ALTER TABLE t ADD COLUMN a INT FIRST, DROP b, ADD CONSTRAINT c CHECK (a > 0)",
        "SELECT SUM(a) OVER (PARTITION BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t",
        "WITH RECURSIVE c AS (SELECT 1 UNION ALL SELECT a + 1 FROM c) SELECT * FROM c",
        "SET @a = 1, NAMES utf8mb4, @@global.x = DEFAULT",
        "GRANT SELECT (a), INSERT ON s.* TO 'u'@'h' WITH GRANT OPTION",
        "SHOW FULL COLUMNS FROM t LIKE 'a%'",
        "SELECT x'41', 0x4, b'1', N'x', _latin1'y', 1e5, .5, `a``b`, @`v`, {d '2020-01-01'}",
        "LOAD DATA LOCAL INFILE 'f' INTO TABLE t FIELDS TERMINATED BY ',' (a, @b) SET c = 1",
        "SELECT INTERVAL 1 DAY + a, a->>'$.x', CASE WHEN a THEN b END /*!80000 , 1 */ -- x",
    };

    private static void check(byte[] sql, long seed) {
        try {
            Parser.parse(sql, 0, sql.length, ParseOptions.DEFAULT);
        } catch (SqlException expected) {
            assertThat(expected.getMessage()).isNotNull();
        } catch (RuntimeException | StackOverflowError e) {
            fail("seed " + seed + ": " + new String(sql, StandardCharsets.UTF_8), e);
        }
        new Digest().read(sql, 0, sql.length, ParseOptions.DEFAULT);
        Statements.split(sql, 0, sql.length, ParseOptions.DEFAULT);
        DigestText.of(sql, 0, sql.length, ParseOptions.DEFAULT);
    }

    @Test
    void survivesMutatedStatements() {
        long seed = Long.getLong("daybreak.seed", 7);
        Random random = new Random(seed);
        StatementFuzzer fuzzer = new StatementFuzzer(seed);
        Assertions.assertTimeout(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < 60_000; i++) {
                        check(fuzzer.damaged(SEEDS[random.nextInt(SEEDS.length)]), seed);
                    }
                });
    }

    @Test
    void survivesRandomBytes() {
        long seed = Long.getLong("daybreak.seed", 11);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] sql = new byte[random.nextInt(60)];
            random.nextBytes(sql);
            check(sql, seed);
            byte[] started =
                    ("SELECT " + new String(sql, StandardCharsets.ISO_8859_1))
                            .getBytes(StandardCharsets.ISO_8859_1);
            check(started, seed);
        }
    }
}
