package io.daybreak.logstorage.chronicle;

import io.daybreak.logstorage.api.SegmentLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The summary of one log file, beside it, so that a start need not read the log itself. Parts are
 * appended while the log grows and never forced: what does not verify is cut off, and the log is
 * read from there. Big-endian.
 *
 * <pre>
 * part
 *      0       4  CRC32C of bytes 4 (inclusive) to the total length
 *      4       4  magic, "DBSM"
 *      8       4  total length in bytes, this header included
 *     12       4  format version, 1; 2 in the last part of a file that is full
 *     16       8  offset in the log file from which the part covers it, inclusive
 *     24       8  offset up to which it does, exclusive
 *     32       -  the summary; version 2 has none: no excerpt stands in what the part covers
 * </pre>
 *
 * <p>Owned by the thread that owns the log.
 */
final class SummaryFile {
    private static final int MAGIC = 0x4442534d;
    private static final int VERSION = 1;
    private static final int VERSION_OF_END = 2;
    private static final int HEADER_SIZE = 32;
    private static final int PART_BYTES_MAX = 64 << 20;

    private final Path path;
    private long covered;

    SummaryFile(Path path) {
        this.path = path;
    }

    /** The summary's path for a log file. */
    static Path of(Path logFile) {
        String name = logFile.getFileName().toString();
        return logFile.resolveSibling(name.substring(0, name.indexOf('.')) + ".summary");
    }

    /** Up to which offset the log file is covered, exclusive. */
    long covered() {
        return covered;
    }

    /**
     * Shows the parts that verify, and cuts off the rest.
     *
     * @param limit size of the log file
     */
    void show(long file, long limit, SegmentLog.Visitor visitor) throws IOException {
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long at = 0;
            Part part = part(channel, at, covered, limit);
            while (part != null) {
                long next = at + HEADER_SIZE + part.summary.length;
                Part after = part(channel, next, part.end, limit);
                boolean newest = after == null || after.isEmpty();
                if (!part.isEmpty() && !visitor.summary(file, part.summary, newest)) {
                    break;
                }
                covered = part.end;
                at = next;
                part = after;
            }
            channel.truncate(at);
        } catch (NoSuchFileException _) {
            covered = 0;
        }
    }

    private record Part(byte[] summary, long end) {
        boolean isEmpty() {
            return summary.length == 0;
        }
    }

    /** The part that starts at the offset; null if none that verifies does. */
    private static @Nullable Part part(FileChannel channel, long at, long from, long limit)
            throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE);
        if (!fill(channel, header, at)
                || header.getInt(4) != MAGIC
                || header.getInt(8) < HEADER_SIZE
                || header.getInt(12) != version(header.getInt(8) - HEADER_SIZE)
                || header.getInt(8) > Math.min(PART_BYTES_MAX, channel.size() - at)
                || header.getLong(16) != from
                || header.getLong(24) < from
                || header.getLong(24) > limit) {
            return null;
        }
        byte[] summary = new byte[header.getInt(8) - HEADER_SIZE];
        return fill(channel, ByteBuffer.wrap(summary), at + HEADER_SIZE)
                        && header.getInt(0) == checksum(header, summary)
                ? new Part(summary, header.getLong(24))
                : null;
    }

    /** Whoever does not know of ends cuts them off. */
    private static int version(int summaryBytes) {
        return summaryBytes == 0 ? VERSION_OF_END : VERSION;
    }

    private static boolean fill(FileChannel channel, ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Adds a part that covers the log file from where the last one ends. */
    void append(byte[] summary, long end) throws IOException {
        ByteBuffer part = ByteBuffer.allocate(HEADER_SIZE + summary.length);
        part.putInt(0).putInt(MAGIC).putInt(part.capacity()).putInt(version(summary.length));
        part.putLong(covered).putLong(end).put(summary);
        part.putInt(0, checksum(part, summary)).flip();
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long at = channel.size();
            while (part.hasRemaining()) {
                channel.write(part, at + part.position());
            }
        }
        covered = end;
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    private static int checksum(ByteBuffer header, byte[] summary) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(4, HEADER_SIZE - 4));
        crc.update(summary, 0, summary.length);
        return (int) crc.getValue();
    }
}
