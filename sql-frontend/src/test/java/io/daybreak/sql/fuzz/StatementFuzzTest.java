package io.daybreak.sql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the statement, a session answers with a MySQL error or a result, and tables stay whole.
 */
@Timeout(300)
class StatementFuzzTest {
    @TempDir Path directory;

    @Test
    void answersMadeUpStatementsWithResultsOrMySqlErrors() {
        long seed = Long.getLong("daybreak.seed", System.nanoTime());
        try (StatementFuzz fuzz = new StatementFuzz(directory)) {
            for (int i = 0; i < 6; i++) {
                assertThat(fuzz.batch(seed + i)).isEmpty();
            }
        }
    }

    /** What such batches have found, where no shorter statement shows it. */
    @ParameterizedTest
    @ValueSource(longs = {778_958, 780_130, 786_307, 856_977})
    void whatWasFoundOnceIsNotFoundAgain(long seed) throws Exception {
        try (StatementFuzz fuzz = new StatementFuzz(directory)) {
            assertThat(fuzz.batch(seed)).isEmpty();
        }
    }
}
