package io.daybreak.engine.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.TemporaryFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeySorterTest {
    @TempDir Path directory;

    private long files() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.count();
        }
    }

    @Test
    void sortsMoreThanItsMemoryInFilesOfTheDirectoryAndLeavesNone() throws IOException {
        Random random = new Random(5);
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> sorted = new ArrayList<>();
        try (KeySorter sorter = new KeySorter(directory, 10_000)) {
            for (int i = 0; i < 2_000; i++) {
                byte[] key = new byte[random.nextInt(40)];
                random.nextBytes(key);
                keys.add(key);
                sorter.add(key);
            }
            assertThat(files()).isPositive();
            for (byte[] key = sorter.first(); key != null; key = sorter.next()) {
                sorted.add(key);
            }
        }
        keys.sort(Arrays::compareUnsigned);
        assertThat(sorted).containsExactlyElementsOf(keys);
        assertThat(files()).isZero();
    }

    @Test
    void saysThatATemporaryFileCannotBeMade() throws IOException {
        Path file = Files.createFile(directory.resolve("no directory"));
        try (KeySorter sorter = new KeySorter(file, 0)) {
            assertThatThrownBy(() -> sorter.add(new byte[8]))
                    .isInstanceOf(TemporaryFileException.class);
        }
    }
}
