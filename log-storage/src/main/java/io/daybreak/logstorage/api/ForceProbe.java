package io.daybreak.logstorage.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Measures what a force costs where a log is to be kept. No disk that keeps its promise is faster
 * than {@link #BELIEVABLE_NANOS}; memory, or a device that lies, is.
 *
 * @param fileSystem its type, such as ext4
 * @param forceNanos the median of a few forces
 */
public record ForceProbe(String fileSystem, long forceNanos) {
    /** A write to flash with a capacitor behind it takes about twice as long. */
    public static final long BELIEVABLE_NANOS = 10_000;

    private static final int FORCES = 9;
    private static final int BLOCK = 4096;
    private static final List<String> IN_MEMORY = List.of("tmpfs", "ramfs");

    /** Writes and forces a few blocks in a file of its own, and deletes it. */
    public static ForceProbe of(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "force", ".probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long[] nanos = new long[FORCES];
            for (int i = 0; i < FORCES; i++) {
                ByteBuffer block = ByteBuffer.allocate(BLOCK);
                block.putLong(0, i + 1L);
                channel.write(block, (long) i * BLOCK);
                long start = System.nanoTime();
                channel.force(false);
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            return new ForceProbe(Files.getFileStore(directory).type(), nanos[FORCES / 2]);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Whether what is forced there can be believed to survive a power cut. */
    public boolean isBelievable() {
        return !IN_MEMORY.contains(fileSystem) && forceNanos >= BELIEVABLE_NANOS;
    }
}
