package io.daybreak.logstorage.chronicle;

import io.daybreak.logstorage.api.SegmentLog;
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
 * is written, and for the raw file: those belong to the thread that owns the log.
 */
final class LogFile implements FileScanner.Source, AutoCloseable {
    private static final int BUFFER_MIN = 64 << 10;
    private static final int BUFFER_MAX = SegmentLog.EXCERPT_BYTES_MAX + BlockBuffer.BLOCK_BYTES;

    final long number;
    final Path path;
    final SummaryFile summary;
    private final FileChannel channel;
    private @Nullable RawFile raw;
    private @Nullable RawFile direct;
    private boolean directTried;
    private @Nullable ByteBuffer out;

    /** An excerpt that {@link #stage} took and nobody has written yet. */
    private boolean staged;

    private final BlockBuffer blocks = new BlockBuffer();

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

    /** Opens the file for writes past the page cache unless it is; null if it cannot be. */
    @Nullable RawFile direct() {
        if (!directTried && RawFile.isLoaded()) {
            directTried = true;
            direct = RawFile.openDirect(path);
        }
        return direct;
    }

    /** Nothing more is written. */
    void closeRaw() {
        out = null;
        blocks.free();
        if (direct != null) {
            direct.close();
            direct = null;
        }
        if (raw != null) {
            raw.close();
            raw = null;
        }
    }

    /**
     * Writes bytes, and zeroes behind them up to the end of the block. A block that is written
     * whole need not be read from the disk first, where its zeroes were put past the page cache;
     * the one that the bytes start in was written by those before them.
     *
     * @param limit no zeroes at or behind this offset
     */
    void write(long offset, byte[] from, int at, int length, long limit) throws IOException {
        blocks.forget();
        long end = offset + length;
        long padded =
                Math.min(
                        limit,
                        (end + BlockBuffer.BLOCK_BYTES - 1)
                                / BlockBuffer.BLOCK_BYTES
                                * BlockBuffer.BLOCK_BYTES);
        ByteBuffer buffer = buffer((int) (padded - offset));
        buffer.put(from, at, length);
        while (buffer.position() < padded - offset) {
            buffer.put((byte) 0);
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer, offset + buffer.position());
        }
    }

    /**
     * Takes bytes that are written later, as whole blocks: past the page cache by whoever takes
     * {@link #staged}, or by {@link #writeStaged}.
     */
    void stage(long offset, byte[] from, int at, int length) throws IOException {
        blocks.put(this, offset, from, at, length);
        staged = true;
    }

    /** What is staged; null if nothing is. */
    @Nullable BlockBuffer staged() {
        return staged ? blocks : null;
    }

    /** What was staged is in the file. */
    void stagedWritten() {
        staged = false;
    }

    /** Writes what is staged through the page cache, if anything is. */
    void writeStaged() throws IOException {
        if (staged) {
            ByteBuffer buffer = blocks.bytes();
            while (buffer.hasRemaining()) {
                channel.write(buffer, blocks.offset() + buffer.position());
            }
            staged = false;
        }
    }

    /** Writes bytes that were read there, and forces the file. */
    void writeAgain(long offset, byte[] bytes) throws IOException {
        try (FileChannel own = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                own.write(buffer, offset + buffer.position());
            }
            own.force(false);
        }
    }

    private ByteBuffer buffer(int bytes) {
        ByteBuffer buffer = out;
        if (buffer == null || buffer.capacity() < bytes) {
            int power = Integer.highestOneBit(bytes) * 2;
            buffer = ByteBuffer.allocateDirect(Math.clamp(power, BUFFER_MIN, BUFFER_MAX));
            out = buffer;
        }
        return buffer.clear();
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
