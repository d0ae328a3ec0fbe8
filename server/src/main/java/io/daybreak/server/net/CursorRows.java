package io.daybreak.server.net;

import io.daybreak.server.wire.PacketWriter;
import io.daybreak.sql.api.TemporaryFileErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an open cursor (CURSOR_TYPE_READ_ONLY), in binary-protocol form: MySQL materialises
 * them, too. The first {@link #MEMORY_MAX} bytes are kept in memory, the rest in a temporary file
 * that is gone with the cursor. Used by the thread that runs the connection's command.
 */
final class CursorRows {
    static final long MEMORY_MAX = 4L << 20;

    private final Path directory;
    private final ArrayDeque<byte[]> memory = new ArrayDeque<>();
    private long memoryBytes;
    private @Nullable FileChannel file;
    private long written;
    private long read;
    private boolean complete;

    CursorRows(Path directory) {
        this.directory = directory;
    }

    void add(byte[] row) {
        if (file == null && memoryBytes + row.length <= MEMORY_MAX) {
            memory.add(row);
            memoryBytes += row.length;
            return;
        }
        try {
            FileChannel spill = file != null ? file : open();
            ByteBuffer bytes = ByteBuffer.allocate(4 + row.length).putInt(row.length).put(row);
            bytes.flip();
            while (bytes.hasRemaining()) {
                written += spill.write(bytes, written);
            }
        } catch (IOException e) {
            throw TemporaryFileErrors.writing(directory, e);
        }
    }

    private FileChannel open() throws IOException {
        Files.createDirectories(directory);
        Path path = Files.createTempFile(directory, "cursor-", ".tmp");
        FileChannel spill =
                FileChannel.open(
                        path,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
        file = spill;
        return spill;
    }

    void complete() {
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether fetching reads the file: then it must not happen on an event loop. */
    boolean isSpilled() {
        return file != null;
    }

    /**
     * Writes up to {@code count} rows as packets.
     *
     * @return whether rows are left or the end was not reached exactly by running out
     */
    boolean fetch(long count, PacketWriter out, Runnable flushIfFull) {
        for (long i = 0; i < count; i++) {
            byte[] row = next();
            if (row == null) {
                return false;
            }
            out.beginPacket();
            out.writeBytes(row, 0, row.length);
            out.endPacket();
            flushIfFull.run();
        }
        return true;
    }

    private byte @Nullable [] next() {
        byte[] row = memory.poll();
        if (row != null) {
            return row;
        }
        FileChannel spill = file;
        if (spill == null || read == written) {
            return null;
        }
        try {
            byte[] fromFile = new byte[readFully(spill, 4).getInt()];
            readFully(spill, fromFile.length).get(fromFile);
            return fromFile;
        } catch (IOException e) {
            throw TemporaryFileErrors.reading(directory, e);
        }
    }

    private ByteBuffer readFully(FileChannel spill, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            int got = spill.read(bytes, read);
            if (got < 0) {
                throw new IOException("file of cursor rows ends early");
            }
            read += got;
        }
        return bytes.flip();
    }

    void close() {
        memory.clear();
        FileChannel spill = file;
        file = null;
        if (spill != null) {
            try {
                spill.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
