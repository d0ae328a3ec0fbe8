package io.daybreak.it.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The server under torture: a child process on a port and a data directory that stay the same over
 * its lives. Owned by the thread that runs the rounds.
 */
final class ServerProcess {
    private static final long READY_MILLIS = 60_000;
    private static final long POLL_MILLIS = 5;

    private final List<String> command;
    private final Path directory;
    private final int port;
    private final boolean diskFails;
    private Process process;
    private long launchedNanos;
    private int lives;

    /**
     * @param command starts a server; its options are appended
     * @param diskFails whether errors of storage nodes are none of the server's
     */
    ServerProcess(List<String> command, Path directory, int port, boolean diskFails) {
        this.command = List.copyOf(command);
        this.directory = directory;
        this.port = port;
        this.diskFails = diskFails;
    }

    /** Starts the process and does not wait for it. */
    void launch() throws IOException {
        List<String> all = new ArrayList<>(command);
        all.addAll(
                List.of(
                        "--port",
                        Integer.toString(port),
                        "--admin-port",
                        "-1",
                        "--data-dir",
                        directory.resolve("data").toString()));
        launchedNanos = System.nanoTime();
        process =
                new ProcessBuilder(all)
                        .redirectErrorStream(true)
                        .redirectOutput(log(++lives).toFile())
                        .start();
    }

    /**
     * Waits until a query is answered.
     *
     * @return milliseconds from the launch to the first answer
     */
    long awaitReady() throws IOException, InterruptedException {
        long deadline = launchedNanos + TimeUnit.MILLISECONDS.toNanos(READY_MILLIS);
        SQLException last = null;
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Connection c = connect("");
                    Statement s = c.createStatement()) {
                s.execute("SELECT 1");
                return (System.nanoTime() - launchedNanos) / 1_000_000;
            } catch (SQLException e) {
                last = e;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new IOException(
                "the server does not come up (" + last + "):\n" + Files.readString(log(lives)));
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Lines of the current life's output that tell of an error. */
    List<String> errors() throws IOException {
        try (var lines = Files.lines(log(lives))) {
            return lines.filter(line -> line.contains(" ERROR "))
                    .filter(line -> !diskFails || !line.contains("storage node"))
                    .limit(5)
                    .toList();
        }
    }

    /** Output of lives that went well is of no interest. */
    void forgetOldOutput() throws IOException {
        for (int life = 1; life < lives - 2; life++) {
            Files.deleteIfExists(log(life));
        }
    }

    private Path log(int life) {
        return directory.resolve("server-" + life + ".log");
    }

    Connection connect(String schema) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:"
                        + port
                        + "/"
                        + schema
                        + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&useServerPrepStmts=true"
                        + "&connectTimeout=5000&socketTimeout=90000",
                "root",
                "");
    }
}
