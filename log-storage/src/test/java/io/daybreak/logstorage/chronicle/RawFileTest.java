package io.daybreak.logstorage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RawFileTest {
    @TempDir Path directory;

    @BeforeAll
    static void load() {
        RawFile.load();
    }

    private RawFile open(String name) throws IOException {
        RawFile file = RawFile.open(Files.createFile(directory.resolve(name)));
        assumeTrue(file != null, "no native calls here");
        assertThat(file).isNotNull();
        return file;
    }

    /** The system gives the number of a file that was closed to the next one that is opened. */
    @Test
    void closingAgainLeavesTheFilesOfOthersOpen() throws IOException {
        RawFile first = open("first");
        first.close();
        List<RawFile> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(open("other" + i));
        }
        first.close();
        for (RawFile other : others) {
            assertThatCode(other::force).doesNotThrowAnyException();
            other.close();
        }
    }

    @Test
    void aClosedFileForcesNothing() throws IOException {
        RawFile file = open("file");
        file.close();
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> file.finishWriting(0, 1)).isInstanceOf(IOException.class);
    }
}
