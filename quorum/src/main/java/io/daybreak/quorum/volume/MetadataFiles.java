package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.quorum.api.VolumeOpenException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of {@link VolumeMetadata} in the directories of the six nodes. A copy is replaced by
 * an atomic rename; a change counts once a write quorum of nodes has it. Not thread-safe: guarded
 * by whoever changes the volume's shape.
 */
final class MetadataFiles {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataFiles.class);
    private static final String NAME = "volume.meta";

    private final Path[] directories;
    private boolean olderFormat;

    MetadataFiles(Path[] directories) {
        this.directories = directories.clone();
    }

    /**
     * The newest metadata that count; null if the volume was never created.
     *
     * @throws VolumeOpenException if copies are missing so that a newer version may exist
     */
    @Nullable VolumeMetadata read() {
        VolumeMetadata newest = null;
        int copies = 0;
        for (int node = 0; node < directories.length; node++) {
            VolumeMetadata copy = readCopy(node);
            if (copy == null) {
                continue;
            }
            copies++;
            if (newest != null && !newest.volume().equals(copy.volume())) {
                throw new VolumeOpenException(
                        directories[node] + " belongs to another volume: " + copy.volume());
            }
            if (newest == null || copy.version() > newest.version()) {
                newest = copy;
            }
        }
        if (newest != null && newest.version() > 1 && copies < Quorum.READ) {
            throw new VolumeOpenException(
                    "only "
                            + copies
                            + " of "
                            + SegmentId.REPLICAS
                            + " storage nodes have the volume's metadata; "
                            + Quorum.READ
                            + " are needed");
        }
        return newest;
    }

    /** Whether a copy that was read is of an older format. */
    boolean areOfOlderFormat() {
        return olderFormat;
    }

    private @Nullable VolumeMetadata readCopy(int node) {
        Path file = directories[node].resolve(NAME);
        try {
            byte[] bytes = Files.readAllBytes(file);
            VolumeMetadata copy = VolumeMetadata.decode(bytes, node);
            olderFormat |= VolumeMetadata.isOfOlderFormat(bytes);
            return copy;
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("{}: this copy of the volume's metadata is unusable: {}", file, e.toString());
            return null;
        }
    }

    /**
     * Writes all copies.
     *
     * @throws IOException if fewer than a write quorum of nodes took it; then it may or may not
     *     count
     */
    void write(VolumeMetadata metadata) throws IOException {
        int copies = 0;
        IOException last = null;
        for (int node = 0; node < directories.length; node++) {
            try {
                writeCopy(metadata, node);
                copies++;
            } catch (IOException e) {
                LOG.error(
                        "{}: cannot write the volume's metadata: {}",
                        directories[node],
                        e.toString());
                last = e;
            }
        }
        if (copies < Quorum.WRITE) {
            throw new IOException("the volume's metadata reached only " + copies + " nodes", last);
        }
    }

    private void writeCopy(VolumeMetadata metadata, int node) throws IOException {
        Path directory = Files.createDirectories(directories[node]);
        Path temporary = directory.resolve(NAME + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(metadata.encode(node));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                temporary,
                directory.resolve(NAME),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
