package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program itself: what it prints, how it stops, what it says when it cannot start. */
class ServerProgramTest {
    @TempDir Path directory;

    @Test
    void printsThatItIsReadyAndStopsCleanlyAndComesBack() throws Exception {
        try (DaybreakServer server = DaybreakServer.in(directory)) {
            assertThat(server.output())
                    .contains("root has no password")
                    .containsPattern(
                            "ready for connections: 127.0.0.1:\\d+  \\(volume: 6 segments.* in az1"
                                    + " az2 az3, write quorum 4/6, VDL \\d+");
            try (Connection c = server.connect("");
                    Statement s = c.createStatement()) {
                s.execute("CREATE DATABASE kept");
                s.execute("CREATE TABLE kept.t (a INT PRIMARY KEY)");
                s.execute("INSERT INTO kept.t VALUES (1), (2)");
            }
            assertThat(server.stop()).isZero();
            server.start();
            assertThat(server.output()).doesNotContain("root has no password");
            try (Connection c = server.connect("kept");
                    Statement s = c.createStatement();
                    ResultSet r = s.executeQuery("SELECT SUM(a) FROM t")) {
                assertThat(r.next()).isTrue();
                assertThat(r.getInt(1)).isEqualTo(3);
            }
        }
    }

    @Test
    void saysWhatToDoWhenPortOrDirectoryIsTaken() throws Exception {
        try (DaybreakServer server = DaybreakServer.in(directory)) {
            assertThatThrownBy(() -> DaybreakServer.in(directory))
                    .hasMessageContaining("Another server uses this data directory");
            Path other = directory.resolve("other");
            java.nio.file.Files.createDirectories(other);
            assertThatThrownBy(() ->
                            DaybreakServer.in(other, "--port", Integer.toString(server.port())))
                    .hasMessageContaining("choose another one with --port");
        }
    }
}
