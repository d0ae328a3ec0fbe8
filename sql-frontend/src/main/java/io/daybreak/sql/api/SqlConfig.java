package io.daybreak.sql.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * @param version what {@code SELECT VERSION()} answers
 * @param port for {@code @@port}
 * @param crash ends the process at once, without any tidying up, for ALTER SYSTEM CRASH; null if
 *     that is not to be had
 */
public record SqlConfig(
        String version, int port, Path dataDirectory, String hostname, @Nullable Runnable crash) {
    public SqlConfig(String version, int port, Path dataDirectory, String hostname) {
        this(version, port, dataDirectory, hostname, null);
    }
}
