package io.daybreak.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.fake.FakeSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Queries with the answers that MySQL 9.7 gave: a line {@code # query}, then its rows. */
class GoldenQueriesTest {
    private static List<String> lines(String name) throws IOException {
        try (InputStream in = GoldenQueriesTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void answersAsMySqlDoes() throws IOException {
        FakeSession db = new FakeSession();
        lines("queries-setup.sql").forEach(db::run);
        List<String> answers = new ArrayList<>();
        List<String> golden = lines("queries.golden");
        for (String line : golden) {
            if (line.startsWith("# ")) {
                answers.add(line);
                answers.addAll(db.query(line.substring(2)));
            }
        }
        assertThat(answers).isEqualTo(golden);
    }
}
