package io.daybreak.sql.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * {@code @@server_uuid}: made by the first start and kept in the data directory, in a file of
 * MySQL's name and form:
 *
 * <pre>
 * [auto]
 * server-uuid=8a94f357-aab4-11df-86ab-c80aa9429562
 * </pre>
 *
 * A file without a UUID is an error, because a server that took another name would look like
 * another server.
 */
final class ServerUuid {
    private static final String FILE = "auto.cnf";
    private static final String KEY = "server-uuid=";

    private ServerUuid() {}

    static UUID in(Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE);
        try {
            return Files.exists(file) ? read(file) : create(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the server's UUID in " + file, e);
        }
    }

    private static UUID read(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(KEY)) {
                try {
                    return UUID.fromString(line.substring(KEY.length()).strip());
                } catch (IllegalArgumentException e) {
                    throw new IOException("not a UUID: " + line, e);
                }
            }
        }
        throw new IOException("no line " + KEY);
    }

    private static UUID create(Path file) throws IOException {
        UUID uuid = UUID.randomUUID();
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(directory);
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.write(fresh, List.of("[auto]", KEY + uuid));
        force(fresh, StandardOpenOption.WRITE);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(directory, StandardOpenOption.READ);
        return uuid;
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
