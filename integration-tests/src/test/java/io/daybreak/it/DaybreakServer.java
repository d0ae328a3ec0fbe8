package io.daybreak.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real server as a child process, from the classes under test, with its data in a directory
 * that survives {@link #kill} and {@link #start}.
 */
public final class DaybreakServer implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("ready for connections: 127\\.0\\.0\\.1:(\\d+) ");
    private static final long START_MILLIS = 90_000;
    private static final int HEAP_MEGABYTES = 768;

    private final Path directory;
    private final List<String> options;
    private final int heapMegabytes;
    private Process process;
    private Path output;
    private int starts;
    private int port;

    private DaybreakServer(Path directory, List<String> options, int heapMegabytes) {
        this.directory = directory;
        this.options = options;
        this.heapMegabytes = heapMegabytes;
    }

    /** Many small protection groups, a small buffer pool, forced commits. */
    public static DaybreakServer in(Path directory, String... options) {
        return withHeap(HEAP_MEGABYTES, directory, options);
    }

    static DaybreakServer withHeap(int megabytes, Path directory, String... options) {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        addDefault(all, "--buffer-pool", "64M");
        addDefault(all, "--pages-per-group", "512");
        addDefault(all, "--port", "0");
        addDefault(all, "--admin-port", "0");
        addDefault(all, "--data-dir", directory.resolve("data").toString());
        DaybreakServer server = new DaybreakServer(directory, all, megabytes);
        server.start();
        return server;
    }

    private static void addDefault(List<String> options, String name, String value) {
        if (!options.contains(name)) {
            options.addAll(List.of(name, value));
        }
    }

    /** What runs {@code daybreak server}; its options are to be appended. */
    public static List<String> command() {
        return command(HEAP_MEGABYTES);
    }

    private static List<String> command(int heapMegabytes) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The flags that this JVM was given for Chronicle Queue and Netty.
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--") || argument.startsWith("-Dchronicle")) {
                command.add(argument);
            }
        }
        command.addAll(
                List.of(
                        "-ea",
                        // The product's logging, not the tests': the ready line is read from it.
                        "-Dlogback.configurationFile=logback.xml",
                        "-Xmx" + heapMegabytes + "m",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.daybreak.cli.Daybreak",
                        "server"));
        return command;
    }

    /** Starts it, or starts it again, and waits until it is ready. */
    void start() {
        List<String> command = command(heapMegabytes);
        command.addAll(options);
        try {
            output = directory.resolve("server-" + ++starts + ".log");
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (System.nanoTime() < deadline) {
            Matcher ready = READY.matcher(output());
            if (ready.find()) {
                port = Integer.parseInt(ready.group(1));
                return;
            }
            if (!process.isAlive()) {
                break;
            }
            pause();
        }
        process.destroyForcibly();
        throw new IllegalStateException("the server did not start:\n" + output());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /**
     * SIGTERM.
     *
     * @return the exit code
     */
    int stop() {
        process.destroy();
        return awaitExit();
    }

    private int awaitExit() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server does not stop:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    public int port() {
        return port;
    }

    long residentKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS");
    }

    /** With MySQL Connector/J. */
    public Connection connect(String schema, String options) throws SQLException {
        return DriverManager.getConnection(url(schema, options), "root", "");
    }

    public Connection connect(String schema) throws SQLException {
        return connect(schema, "");
    }

    String url(String schema, String options) {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + schema + "?sslMode=DISABLED&" + options;
    }

    String mariaDbUrl(String schema, String options) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + schema + "?" + options;
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            int code = stop();
            if (code != 0) {
                throw new IllegalStateException("the server stopped with code " + code);
            }
        }
    }
}
