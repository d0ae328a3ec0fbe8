package io.daybreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Options are read in two ways, of which only one explains: they must not mean two things. */
class ServerOptionsTest {
    private static final long SEED = Long.getLong("daybreak.seed", System.nanoTime());

    private static final String[][] OPTIONS = {
        {"--port", "0", "3306", "65535", "65536", "-1", "x", ""},
        {"--bind", "127.0.0.1", "0.0.0.0", "::", "--port"},
        {"--data-dir", "data", "/tmp/with space", "./d", "@d", "'d'"},
        {"--buffer-pool", "512M", "4G", "16777216", "1K", "0", "-4G", "4X", "9999999999999G"},
        {"--durability", "fsync", "os", "OS", "none"},
        {"--admin-port", "3380", "0", "-1", "-2"},
        {"--transport", "auto", "nio", "epoll"},
        {"--pages-per-group", "1000", "1e3", "-5"},
        {"--log-file-size", "64M", "8m", "1"},
        {"--help"},
        {"--training"},
        {"--no-such-option", "1"},
        {"word"},
    };

    private static CommandLine commandLine(ServerCommand command) {
        return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Test
    void nothingAtAllIsPlain() {
        assertThat(ServerOptions.plain(new String[0])).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--port",
                "--port 1 --port 2",
                "--port x",
                "--buffer-pool 1K",
                "--durability none",
                "word"
            })
    void whatNeedsAnExplanationIsLeftToTheCommandLine(String arguments) {
        assertThat(ServerOptions.plain(arguments.split(" "))).isNull();
    }

    @Test
    void whatIsPlainMeansTheSameToTheCommandLine() {
        Random random = new Random(SEED);
        int plain = 0;
        for (int round = 0; round < 5_000; round++) {
            String[] arguments = arguments(random);
            ServerOptions options = ServerOptions.plain(arguments);
            if (options != null) {
                plain++;
                assertThat(options)
                        .as("seed %d: %s", SEED, Arrays.toString(arguments))
                        .isEqualTo(parsed(arguments));
            }
        }
        assertThat(plain).isGreaterThan(500);
    }

    private static ServerOptions parsed(String[] arguments) {
        ServerCommand command = new ServerCommand();
        try {
            commandLine(command).parseArgs(arguments);
        } catch (ParameterException e) {
            throw new AssertionError("refused: " + Arrays.toString(arguments), e);
        }
        assertThat(command.options().objection()).isNull();
        return command.options();
    }

    private static String[] arguments(Random random) {
        List<String> arguments = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String[] option = OPTIONS[random.nextInt(OPTIONS.length)];
            if (option.length == 1) {
                arguments.add(option[0]);
                continue;
            }
            String value = option[1 + random.nextInt(option.length - 1)];
            if (random.nextBoolean()) {
                arguments.add(option[0] + "=" + value);
            } else {
                arguments.add(option[0]);
                arguments.add(value);
            }
        }
        return arguments.toArray(String[]::new);
    }
}
