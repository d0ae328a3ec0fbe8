package io.daybreak.it;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An installed MariaDB, started for one test with a data directory and a port of its own. */
final class MariaDbServer implements AutoCloseable {
    private static final long START_MILLIS = 120_000;

    private final Process process;
    private final Path log;
    private final int port;

    private MariaDbServer(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    static boolean isInstalled() {
        return program("mariadbd").isPresent() && program("mariadb-install-db").isPresent();
    }

    /** Debian keeps the server's program where only root's PATH leads. */
    private static Optional<Path> program(String name) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/libexec"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static MariaDbServer in(Path directory) throws IOException, InterruptedException {
        Path data = Files.createDirectories(directory.resolve("mariadb"));
        Path log = directory.resolve("mariadb.log");
        String user = "--user=" + System.getProperty("user.name");
        Process install =
                start(
                        log,
                        program("mariadb-install-db").orElseThrow().toString(),
                        "--no-defaults",
                        user,
                        "--datadir=" + data,
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db");
        if (!install.waitFor(START_MILLIS, TimeUnit.MILLISECONDS) || install.exitValue() != 0) {
            throw new IOException("mariadb-install-db failed:\n" + Files.readString(log));
        }
        int port = freePort();
        Process server =
                start(
                        log,
                        program("mariadbd").orElseThrow().toString(),
                        "--no-defaults",
                        user,
                        "--datadir=" + data,
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--socket=" + data.resolve("socket"),
                        "--innodb-buffer-pool-size=32M",
                        "--skip-log-bin");
        MariaDbServer started = new MariaDbServer(server, log, port);
        started.awaitReady();
        return started;
    }

    private static Process start(Path log, String... command) throws IOException {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Connection _ = connect("")) {
                return;
            } catch (SQLException _) {
                // Not yet.
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        close();
        throw new IOException("MariaDB did not start:\n" + Files.readString(log));
    }

    Connection connect(String schema) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + port + "/" + schema, "root", "");
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
