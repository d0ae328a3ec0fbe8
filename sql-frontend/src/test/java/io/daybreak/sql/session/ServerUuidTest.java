package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerUuidTest {
    @TempDir Path directory;

    @Test
    void isTheSameAfterARestart() {
        UUID first = ServerUuid.in(directory);
        assertThat(ServerUuid.in(directory)).isEqualTo(first);
    }

    @Test
    void differsBetweenDataDirectories() {
        assertThat(ServerUuid.in(directory.resolve("a")))
                .isNotEqualTo(ServerUuid.in(directory.resolve("b")));
    }

    @Test
    void aDamagedFileIsNotReplacedByAnotherName() throws Exception {
        Files.writeString(directory.resolve("auto.cnf"), "[auto]\nserver-uuid=x\n");
        assertThatThrownBy(() -> ServerUuid.in(directory)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void isASystemVariable() throws Exception {
        try (TestDatabase database = new TestDatabase(directory)) {
            assertThat(database.db.one("SELECT @@server_uuid"))
                    .isEqualTo(ServerUuid.in(directory).toString());
        }
    }
}
