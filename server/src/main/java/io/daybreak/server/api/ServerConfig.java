package io.daybreak.server.api;

import java.nio.file.Path;

/**
 * @param bind address to listen on
 * @param port 0 takes any free one
 * @param adminPort for health and metrics, on loopback only; 0 takes any free one, -1 opens none
 * @param dataDirectory where certificate and key are kept
 * @param version what the greeting tells clients
 * @param transport {@code auto}, {@code io_uring}, {@code epoll} or {@code nio}
 */
public record ServerConfig(
        String bind,
        int port,
        int adminPort,
        Path dataDirectory,
        String version,
        String transport) {
    public ServerConfig {
        if (port < 0 || port > 65535 || adminPort < -1 || adminPort > 65535) {
            throw new IllegalArgumentException("no such port: " + port + ", " + adminPort);
        }
    }
}
