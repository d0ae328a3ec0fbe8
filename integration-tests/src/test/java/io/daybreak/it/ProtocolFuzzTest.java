package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hostile clients for some seconds: the others are served, and nothing of them remains. */
@Timeout(180)
class ProtocolFuzzTest {
    @Test
    void servesTheOthersAndForgetsTheHostile() throws Exception {
        DaybreakServer server = SharedServer.withSchema("fuzz");
        long seed = Long.getLong("daybreak.seed", System.nanoTime());
        ProtocolFuzz fuzz = new ProtocolFuzz(server.port());
        fuzz.setUp();
        fuzz.run(seed, 6, 6_000);
        assertThat(fuzz.connectionsLeft()).as("seed %d", seed).isEqualTo(1);
        assertThat(fuzz.status("Prepared_stmt_count")).as("seed %d", seed).isZero();
        assertThat(fuzz.visits()).isPositive();
        assertThat(server.output())
                .as("seed %d", seed)
                .doesNotContain("failed inside the server", "LEAK", " ERROR ");
    }
}
