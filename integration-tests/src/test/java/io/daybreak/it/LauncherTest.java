package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code daybreak}, in a home that looks built: its one jar leads to the classes under
 * test.
 */
@Timeout(180)
class LauncherTest {
    private static final Pattern READY =
            Pattern.compile("ready for connections: 127\\.0\\.0\\.1:(\\d+) ");

    @TempDir Path home;

    @BeforeEach
    void build() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("daybreak"))) {
            root = root.getParent();
        }
        Files.copy(root.resolve("daybreak"), home.resolve("daybreak"));
        Files.createDirectory(home.resolve(".mvn"));
        Files.copy(root.resolve(".mvn/find-jdk.sh"), home.resolve(".mvn/find-jdk.sh"));
        Path target = Files.createDirectories(home.resolve("cli/target"));
        Files.createDirectory(target.resolve("lib"));
        jarOfTheClassPath(target.resolve("lib/tests.jar"));
        // Tests must not wait for an AOT cache, nor spend what the compilers would take.
        Files.createFile(target.resolve("daybreak.aot.failed"));
        String flags =
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle"))
                        .collect(Collectors.joining(" "));
        Files.writeString(
                target.resolve("jvm.flags"),
                flags + " -XX:TieredStopAtLevel=1 -Dlogback.configurationFile=logback.xml");
    }

    private static void jarOfTheClassPath(Path jar) throws IOException {
        String path =
                Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" "));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, path);
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private Process start(String restart) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                "sh",
                                home.resolve("daybreak").toString(),
                                "server",
                                "--port=0",
                                "--admin-port=-1",
                                "--buffer-pool=32M",
                                "--data-dir=" + home.resolve("data")));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DAYBREAK_NO_BUILD", "1");
        builder.environment().put("DAYBREAK_RESTART", restart);
        builder.environment().remove("DAYBREAK_JAVA_OPTS");
        return builder.redirectErrorStream(true).redirectOutput(output().toFile()).start();
    }

    private Path output() {
        return home.resolve("output");
    }

    /** Waits until a server is ready for so many times, and logs in. */
    private Connection connect(Process launcher, int starts) throws Exception {
        while (true) {
            List<MatchResult> ready = READY.matcher(Files.readString(output())).results().toList();
            if (ready.size() == starts) {
                return DriverManager.getConnection(
                        "jdbc:mysql://127.0.0.1:"
                                + ready.getLast().group(1)
                                + "/?sslMode=DISABLED&user=root");
            }
            assertThat(launcher.isAlive()).as(Files.readString(output())).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void crash(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM CRASH");
        } catch (SQLException _) {
            // Nobody is left to answer.
        }
    }

    @Test
    void theServerComesBackAfterEachCrashAndStopsWhenItsLauncherIsTold() throws Exception {
        Process launcher = start("1");
        try {
            try (Connection connection = connect(launcher, 1);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE kept");
                statement.execute("CREATE TABLE kept.t (a INT PRIMARY KEY)");
                statement.execute("INSERT INTO kept.t VALUES (1)");
                crash(connection);
            }
            try (Connection connection = connect(launcher, 2);
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO kept.t VALUES (2)");
                crash(connection);
            }
            try (Connection connection = connect(launcher, 3);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT SUM(a) FROM kept.t")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(3);
            }
            List<ProcessHandle> servers = launcher.descendants().toList();
            assertThat(servers).isNotEmpty();
            launcher.destroy();
            assertThat(launcher.waitFor()).as(Files.readString(output())).isZero();
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(Files.readString(output())).endsWith("stopped\n");
        } finally {
            end(launcher);
        }
    }

    @Test
    void withoutBeingAskedToRestartItTheServerStaysDown() throws Exception {
        Process launcher = start("0");
        try {
            try (Connection connection = connect(launcher, 1)) {
                crash(connection);
            }
            assertThat(launcher.waitFor()).isEqualTo(99);
        } finally {
            end(launcher);
        }
    }

    private static void end(Process launcher) {
        launcher.descendants().forEach(ProcessHandle::destroyForcibly);
        launcher.destroyForcibly();
    }
}
