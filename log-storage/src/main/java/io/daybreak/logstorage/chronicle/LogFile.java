package io.daybreak.logstorage.chronicle;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One file of the log, read and forced beside Chronicle's mapping of it. Thread-safe but for what
 * is said of the raw file: that belongs to the thread that owns the log.
 */
final class LogFile implements FileScanner.Source, AutoCloseable {
    final long number;
    final Path path;
    final SummaryFile summary;
    private final FileChannel channel;
    private @Nullable RawFile raw;

    LogFile(long number, Path path, boolean writable) throws IOException {
        this.number = number;
        this.path = path;
        this.summary = new SummaryFile(SummaryFile.of(path));
        this.channel =
                writable
                        ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                        : FileChannel.open(path, StandardOpenOption.READ);
    }

    long size() throws IOException {
        return channel.size();
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** Opens the file for native calls unless it is; returns whether it is then. */
    boolean openRaw() {
        if (raw == null) {
            raw = RawFile.open(path);
        }
        return raw != null;
    }

    @Nullable RawFile raw() {
        return raw;
    }

    void closeRaw() {
        if (raw != null) {
            raw.close();
            raw = null;
        }
    }

    void write(long offset, byte[] from, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(from, at, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer, offset + buffer.position() - at);
        }
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, offset + buffer.position() - at);
            if (count < 0) {
                break;
            }
        }
        return buffer.position() - at;
    }

    void readFully(long offset, byte[] into) throws IOException {
        if (read(offset, into, 0, into.length) != into.length) {
            throw new EOFException(path + " ends before " + (offset + into.length));
        }
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
        summary.delete();
    }

    @Override
    public void close() throws IOException {
        closeRaw();
        channel.close();
    }
}
