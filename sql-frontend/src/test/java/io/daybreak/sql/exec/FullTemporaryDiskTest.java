package io.daybreak.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.TemporaryFileErrors;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporary files on a disk that is full. */
final class FullTemporaryDiskTest {
    private static final byte[] KEY = new byte[1000];

    @TempDir Path directory;

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** The last bytes are still in memory when the file is closed, and cannot be written then. */
    @Test
    void aFileThatCannotBeWrittenIsDeletedAllTheSame() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k", "none", directory.toString()) == 0,
                "no small file system: mounting one needs root");
        try {
            SpillFile file = new SpillFile(directory, _ -> {});
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    file.write(KEY, new Object[] {1L});
                                }
                            })
                    .isInstanceOf(SqlException.class)
                    .hasMessageMatching(
                            "Error writing file '.*' \\(OS errno 28 - No space left on device\\)");
            file.close();
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left).isEmpty();
            }
        } finally {
            run("umount", directory.toString());
        }
    }

    @Test
    void errorsAreThoseOfMySqlsFileLayer() {
        SqlException full =
                TemporaryFileErrors.writing(
                        new FileSystemException("/t/rows1", null, "No space left on device"));
        assertThat(full.error()).isEqualTo(MySqlError.EE_WRITE);
        assertThat(full)
                .hasMessage(
                        "Error writing file '/t/rows1' (OS errno 28 - No space left on device)");
        assertThat(TemporaryFileErrors.creating(Path.of("/t"), new IOException("odd")))
                .hasMessage("Can't create/write to file '/t' (OS errno 5 - odd)");
    }
}
