package io.daybreak.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/** One server for all tests that do not kill theirs; each test class uses a schema of its own. */
final class SharedServer {
    private static DaybreakServer server;

    private SharedServer() {}

    /** The server, with an empty schema of this name. */
    static synchronized DaybreakServer withSchema(String schema) throws SQLException, IOException {
        if (server == null) {
            Path directory = Files.createTempDirectory("daybreak-it-");
            server = DaybreakServer.in(directory, "--durability", "os");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory)));
        }
        try (Connection c = server.connect("");
                Statement s = c.createStatement()) {
            s.execute("DROP DATABASE IF EXISTS " + schema);
            s.execute("CREATE DATABASE " + schema);
        }
        return server;
    }

    private static void end(Path directory) {
        server.kill();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
