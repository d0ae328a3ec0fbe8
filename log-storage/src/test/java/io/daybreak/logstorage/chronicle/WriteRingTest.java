package io.daybreak.logstorage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriteRingTest {
    private static final int BLOCK = BlockBuffer.BLOCK_BYTES;
    private static final int BAD_FILE = -9;

    @TempDir Path directory;

    private final List<RawFile> files = new ArrayList<>();
    private WriteRing ring;

    @BeforeEach
    void open() throws IOException {
        RawFile.load();
        WriteRing.load();
        WriteRing made = WriteRing.open(5);
        assumeTrue(made != null, "no io_uring here");
        ring = Objects.requireNonNull(made);
        for (int i = 0; i < 6; i++) {
            Path path = directory.resolve("file" + i);
            Files.write(path, new byte[64 * BLOCK]);
            RawFile file = RawFile.openDirect(path);
            assumeTrue(file != null, "no direct I/O here");
            files.add(Objects.requireNonNull(file));
        }
    }

    @AfterEach
    void close() {
        files.forEach(RawFile::close);
        if (ring != null) {
            ring.close();
        }
    }

    private static BlockBuffer filled(byte[] content, long at) throws IOException {
        BlockBuffer buffer = new BlockBuffer();
        buffer.put(new EmptySource(), at, content, 0, content.length);
        return buffer;
    }

    @Test
    void manyRoundsEndUpInTheirFiles() throws IOException {
        Random random = new Random(17);
        byte[][] model = new byte[files.size()][64 * BLOCK];
        for (int round = 0; round < 500; round++) {
            List<BlockBuffer> buffers = new ArrayList<>();
            int count = 1 + random.nextInt(5);
            for (int i = 0; i < count; i++) {
                int file = (round + i) % files.size();
                byte[] content = new byte[(1 + random.nextInt(3)) * BLOCK];
                random.nextBytes(content);
                int at = random.nextInt(61) * BLOCK;
                System.arraycopy(content, 0, model[file], at, content.length);
                BlockBuffer buffer = filled(content, at);
                buffers.add(buffer);
                assertThat(ring.hasRoom()).isTrue();
                ring.add(files.get(file), buffer.address(), buffer.length(), buffer.offset());
            }
            int[] results = ring.run();
            for (int i = 0; i < count; i++) {
                assertThat(results[i]).isEqualTo(buffers.get(i).length());
            }
        }
        for (int i = 0; i < files.size(); i++) {
            byte[] found = Files.readAllBytes(directory.resolve("file" + i));
            assertThat(Arrays.equals(found, model[i])).as("file %s", i).isTrue();
        }
    }

    /** What was in the page cache is not what is read afterwards. */
    @Test
    void readersSeeWhatWentPastThePageCache() throws IOException {
        for (int round = 1; round <= 50; round++) {
            byte[] content = new byte[BLOCK];
            Arrays.fill(content, (byte) round);
            BlockBuffer buffer = filled(content, 0);
            ring.add(files.getFirst(), buffer.address(), buffer.length(), 0);
            assertThat(ring.run()[0]).isEqualTo(BLOCK);
            byte[] found = Files.readAllBytes(directory.resolve("file0"));
            assertThat(found[0]).isEqualTo((byte) round);
            assertThat(found[BLOCK - 1]).isEqualTo((byte) round);
        }
    }

    @Test
    void anErrorIsThatOfOneWrite() throws IOException {
        BlockBuffer buffer = filled(new byte[BLOCK], 0);
        files.get(1).close();
        for (int i = 0; i < 3; i++) {
            ring.add(files.get(i), buffer.address(), buffer.length(), 0);
        }
        int[] results = ring.run();
        assertThat(Arrays.copyOf(results, 3)).containsExactly(BLOCK, BAD_FILE, BLOCK);
    }

    @Test
    void hasRoomForWhatItWasOpenedFor() throws IOException {
        BlockBuffer buffer = filled(new byte[BLOCK], 0);
        int added = 0;
        while (ring.hasRoom()) {
            ring.add(files.getFirst(), buffer.address(), buffer.length(), (long) added * BLOCK);
            added++;
        }
        assertThat(added).isBetween(5, 8);
        int[] results = ring.run();
        assertThat(Arrays.copyOf(results, added)).containsOnly(BLOCK);
        assertThat(ring.hasRoom()).isTrue();
    }
}
