package io.daybreak.sql.api;

import java.nio.file.Path;

/**
 * @param version what {@code SELECT VERSION()} answers
 * @param port for {@code @@port}
 */
public record SqlConfig(String version, int port, Path dataDirectory, String hostname) {}
