package io.daybreak.cli;

import io.daybreak.quorum.api.VolumeConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the options of {@code daybreak server} say; {@link ServerCommand} describes them.
 *
 * @param bufferPoolBytes 0 = a quarter of the machine's memory
 */
record ServerOptions(
        int port,
        String bind,
        Path dataDirectory,
        long bufferPoolBytes,
        boolean osDurability,
        int adminPort,
        String transport,
        long pagesPerGroup,
        long logFileBytes,
        boolean training) {
    static final String PORT = "3306";
    static final String BIND = "127.0.0.1";
    static final String DATA_DIRECTORY = "./data";
    static final String FSYNC = "fsync";
    static final String ADMIN_PORT = "3380";
    static final String TRANSPORT = "auto";
    static final String LOG_FILE_BYTES = "64M";
    static final String TRAINING = "--training";

    static final long BUFFER_POOL_MIN = 16L << 20;

    private static final Set<String> WITH_VALUE =
            Set.of(
                    "--port",
                    "--bind",
                    "--data-dir",
                    "--buffer-pool",
                    "--durability",
                    "--admin-port",
                    "--transport",
                    "--pages-per-group",
                    "--log-file-size");

    /** Why a server cannot run with them; null if it can. */
    @Nullable String objection() {
        if (port < 0 || port > 65535 || adminPort < -1 || adminPort > 65535) {
            return "A port is between 0 and 65535.";
        }
        if (bufferPoolBytes != 0 && bufferPoolBytes < BUFFER_POOL_MIN) {
            return "--buffer-pool must be at least " + Bytes.show(BUFFER_POOL_MIN);
        }
        return null;
    }

    /** The same for another place and another amount of memory. */
    ServerOptions with(Path directory, long poolBytes) {
        return new ServerOptions(
                port,
                bind,
                directory,
                poolBytes,
                osDurability,
                adminPort,
                transport,
                pagesPerGroup,
                logFileBytes,
                training);
    }

    /**
     * Options that say what they mean at first sight.
     *
     * @return null if there is anything to explain: the command line knows how
     */
    static @Nullable ServerOptions plain(String[] arguments) {
        Map<String, String> values = values(arguments);
        if (values == null) {
            return null;
        }
        String durability = values.getOrDefault("--durability", FSYNC);
        if (!durability.equals(FSYNC) && !durability.equals("os")) {
            return null;
        }
        try {
            ServerOptions options =
                    new ServerOptions(
                            Integer.parseInt(values.getOrDefault("--port", PORT)),
                            values.getOrDefault("--bind", BIND),
                            Path.of(values.getOrDefault("--data-dir", DATA_DIRECTORY)),
                            Bytes.parse(values.getOrDefault("--buffer-pool", "0")),
                            durability.equals("os"),
                            Integer.parseInt(values.getOrDefault("--admin-port", ADMIN_PORT)),
                            values.getOrDefault("--transport", TRANSPORT),
                            Long.parseLong(
                                    values.getOrDefault(
                                            "--pages-per-group",
                                            String.valueOf(VolumeConfig.PAGES_PER_GROUP))),
                            Bytes.parse(values.getOrDefault("--log-file-size", LOG_FILE_BYTES)),
                            values.containsKey(TRAINING));
            return options.objection() == null ? options : null;
        } catch (NumberFormatException | InvalidPathException _) {
            return null;
        }
    }

    /** Values by name, each given once; null if there is anything else. */
    private static @Nullable Map<String, String> values(String[] arguments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            String value = "";
            if (!name.equals(TRAINING)) {
                int equals = name.indexOf('=');
                if (equals < 0 && i + 1 == arguments.length) {
                    return null;
                }
                value = equals < 0 ? arguments[++i] : name.substring(equals + 1);
                name = equals < 0 ? name : name.substring(0, equals);
                boolean plain = !value.isBlank() && "-\"'@".indexOf(value.charAt(0)) < 0;
                if (!WITH_VALUE.contains(name) || !plain && !value.equals("-1")) {
                    return null;
                }
            }
            if (values.put(name, value) != null) {
                return null;
            }
        }
        return values;
    }
}
