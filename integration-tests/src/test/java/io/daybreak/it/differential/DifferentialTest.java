package io.daybreak.it.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.daybreak.it.DaybreakServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what MySQL answers, we answer. Method: random statements over random tables to both, the
 * real one named by {@code -Ddaybreak.mysql=host:port} (user root, no password). What differs is
 * printed with its seed; {@code -Ddaybreak.seed} and {@code -Ddaybreak.rounds} choose others.
 */
class DifferentialTest {
    /** Rows and affected rows that may differ, of a thousand statements; to be lowered. */
    private static final int DIFFERENT_PER_MILLE = 10;

    @Test
    @Tag("slow")
    void answersAsMySqlDoes(@TempDir Path directory) throws Exception {
        String peer = System.getProperty("daybreak.mysql");
        assumeTrue(peer != null, "no MySQL to ask: set -Ddaybreak.mysql=host:port");
        long seed = Long.getLong("daybreak.seed", System.nanoTime() % 1_000_000);
        int rounds = Integer.getInteger("daybreak.rounds", 30);
        try (DaybreakServer server = DaybreakServer.in(directory, "--durability", "os");
                Differential differential =
                        new Differential("127.0.0.1:" + server.port(), peer, "differential")) {
            for (int i = 0; i < rounds; i++) {
                differential.run(seed + i, 60);
            }
            List<Differential.Finding> findings = differential.findings();
            findings.forEach(f -> f.lines().forEach(System.out::println));
            long wrong = findings.stream().filter(f -> f.kind().contains("rows")).count();
            assertThat(wrong * 1000 / differential.statements())
                    .as("seed %d: wrong answers per mille", seed)
                    .isLessThan(DIFFERENT_PER_MILLE);
        }
    }
}
