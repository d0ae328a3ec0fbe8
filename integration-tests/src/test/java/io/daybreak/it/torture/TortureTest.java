package io.daybreak.it.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.it.DaybreakServer;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few rounds of torture; {@code integration-tests/torture} runs as many as you like. */
class TortureTest {
    private static final int WRITERS = 8;

    @TempDir Path directory;

    @Test
    void losesNothingWhenKilledInDefinitionsInLoadAndInRecovery() throws Exception {
        long seed = System.nanoTime() & 0xffff_ffffL;
        ServerProcess server = new ServerProcess(command(), directory, freePort(), false);
        Torture torture = new Torture(server, WRITERS, seed);
        try {
            torture.prepare();
            for (Moment moment : List.of(Moment.IN_DDL, Moment.IN_COMMIT, Moment.IN_RECOVERY)) {
                Torture.Round round = torture.round(moment);
                assertThat(round.wrong()).as("seed %d: %s", seed, round).isEmpty();
            }
            assertThat(torture.tally().commits().sum()).as("seed %d", seed).isPositive();
        } finally {
            server.kill();
        }
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>(DaybreakServer.command());
        command.addAll(List.of("--buffer-pool", "32M", "--pages-per-group", "512"));
        command.addAll(List.of("--log-file-size", "4M"));
        return command;
    }

    private static int freePort() throws java.io.IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
