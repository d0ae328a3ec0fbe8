package io.daybreak.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The parser against a real MySQL, when one can be reached: {@code -Ddaybreak.mysql=host:port}
 * names it (user root, no password), {@code -Ddaybreak.mysql.tests=folder} its installed test
 * suite, which is read where it lies.
 */
class MySqlPeerTest {
    private static String peer() {
        String peer = System.getProperty("daybreak.mysql");
        assumeTrue(peer != null, "no MySQL to ask: set -Ddaybreak.mysql=host:port");
        return peer;
    }

    @Test
    @Tag("slow")
    void acceptsWhatMySqlAccepts() throws Exception {
        String peer = peer();
        String folder = System.getProperty("daybreak.mysql.tests");
        assumeTrue(
                folder != null && Files.isDirectory(Path.of(folder)),
                "no test suite to read: set -Ddaybreak.mysql.tests=folder");
        Path out = Path.of("target", "peer-gate");
        PeerGate.Counts counts =
                PeerGate.compare(peer, Path.of(folder), out.resolve("answers.txt"), out);
        System.out.println(counts);
        assertThat(counts.accepted() / (double) counts.valid()).isGreaterThan(0.99);
        assertThat(counts.digestDifferences()).isZero();
    }

    @Test
    void readsRandomExpressionsAsMySqlDoes() throws Exception {
        long seed = Long.getLong("daybreak.seed", System.nanoTime());
        try (Connection connection = PeerGate.connect(peer())) {
            ExpressionGate.Counts counts = ExpressionGate.run(connection, seed, 3_000);
            System.out.println("seed " + seed + ": " + counts);
            assertThat(counts.different()).as("seed %d", seed).isZero();
        }
    }

    /** Words that newer versions than ours reserve. */
    private static final Set<String> LATER = Set.of("EXTERNAL", "LIBRARY");

    @Test
    void reservesTheWordsThatMySqlReserves() throws Exception {
        try (Connection connection = PeerGate.connect(peer());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT word, reserved FROM information_schema.KEYWORDS")) {
            while (rows.next()) {
                String word = rows.getString(1);
                if (!LATER.contains(word)) {
                    assertThat(Keyword.valueOf(word).reserved)
                            .as(word)
                            .isEqualTo(rows.getInt(2) == 1);
                }
            }
        }
    }
}
