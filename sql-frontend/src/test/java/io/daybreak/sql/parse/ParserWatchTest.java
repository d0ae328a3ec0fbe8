package io.daybreak.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who parses a long text is asked now and then whether to go on. */
class ParserWatchTest {
    private static final byte[] LONG_TEXT =
            ("SELECT " + "1, ".repeat(100_000) + "1").getBytes(StandardCharsets.UTF_8);

    private static void parse(Runnable watch) {
        Parser.parseWithoutMarkers(LONG_TEXT, 0, LONG_TEXT.length, ParseOptions.DEFAULT, watch);
    }

    @Test
    void looksWhileItReadsTokensAndWhileItMakesTheTree() {
        AtomicInteger looks = new AtomicInteger();
        parse(looks::incrementAndGet);
        // 200,000 tokens, then 100,000 literals; once every 4096 of each.
        assertThat(looks).hasValueGreaterThan(60);
    }

    @Test
    void endsWithWhatTheWatchThrows() {
        assertThatThrownBy(() ->
                        parse(() -> {
                            throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
                        }))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("interrupted");
    }
}
