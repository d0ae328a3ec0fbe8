package io.daybreak.sql.exec;

import io.daybreak.engine.api.RowId;
import io.daybreak.sql.api.TemporaryFileErrors;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary file of keyed rows: written once, then read, deleted on close. Never outlives the
 * execution (what a crash leaves is deleted at the next start), so it carries no magic or checksum.
 * Owned by one operator.
 */
public final class SpillFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);

    private static final int BUFFER_BYTES = 1 << 16;
    private static final String PREFIX = "rows";

    private final Path path;
    private final DataOutputStream out;
    private final Consumer<SpillFile> closed;
    private @Nullable DataInputStream in;

    /**
     * @param closed is told when the file is gone
     */
    SpillFile(Path directory, Consumer<SpillFile> closed) {
        this.closed = closed;
        try {
            Files.createDirectories(directory);
            path = Files.createTempFile(directory, PREFIX, ".tmp");
        } catch (IOException e) {
            throw TemporaryFileErrors.creating(directory, e);
        }
        try {
            out =
                    new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES));
        } catch (IOException e) {
            delete();
            throw TemporaryFileErrors.creating(path, e);
        }
    }

    void write(byte[] key, @Nullable Object[] row) {
        try {
            out.writeInt(key.length);
            out.write(key);
            out.writeShort(row.length);
            for (Object value : row) {
                writeValue(value);
            }
        } catch (IOException e) {
            throw TemporaryFileErrors.writing(path, e);
        }
    }

    private void writeValue(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte(0);
            case Long number -> {
                out.writeByte(1);
                out.writeLong(number);
            }
            case Double number -> {
                out.writeByte(2);
                out.writeDouble(number);
            }
            case BigDecimal decimal -> {
                out.writeByte(3);
                out.writeInt(decimal.scale());
                writeBytes(decimal.unscaledValue().toByteArray());
            }
            case byte[] bytes -> {
                out.writeByte(4);
                writeBytes(bytes);
            }
            case RowId id -> {
                out.writeByte(5);
                writeBytes(id.key());
            }
            default -> throw new IllegalStateException("a slot holds " + value.getClass());
        }
    }

    private void writeBytes(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** To the first row; as often as wanted, but nothing can be written any more. */
    void rewind() {
        try {
            out.close();
        } catch (IOException e) {
            throw TemporaryFileErrors.writing(path, e);
        }
        try {
            if (in != null) {
                in.close();
            }
            in =
                    new DataInputStream(
                            new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES));
        } catch (IOException e) {
            throw TemporaryFileErrors.reading(path, e);
        }
    }

    /** Null at the end. */
    byte @Nullable [] readKey() {
        DataInputStream input = input();
        try {
            return input.readNBytes(input.readInt());
        } catch (EOFException _) {
            // The file ends between two rows: all are read.
            return null;
        } catch (IOException e) {
            throw TemporaryFileErrors.reading(path, e);
        }
    }

    @Nullable Object[] readRow() {
        DataInputStream input = input();
        try {
            @Nullable Object[] row = new Object[input.readUnsignedShort()];
            for (int i = 0; i < row.length; i++) {
                row[i] = readValue(input);
            }
            return row;
        } catch (IOException e) {
            throw TemporaryFileErrors.reading(path, e);
        }
    }

    private static @Nullable Object readValue(DataInputStream input) throws IOException {
        int tag = input.readByte();
        return switch (tag) {
            case 0 -> null;
            case 1 -> input.readLong();
            case 2 -> input.readDouble();
            case 3 -> {
                int scale = input.readInt();
                yield new BigDecimal(new BigInteger(input.readNBytes(input.readInt())), scale);
            }
            case 4 -> input.readNBytes(input.readInt());
            case 5 -> new RowId(input.readNBytes(input.readInt()));
            default -> throw new IOException("temporary file " + tag + " is damaged");
        };
    }

    private DataInputStream input() {
        if (in == null) {
            throw new IllegalStateException("not rewound");
        }
        return in;
    }

    /** Deletes what a server that was killed left. */
    public static void deleteLeftovers(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*.tmp")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The disk needs the space, above all if the last bytes cannot be written. */
    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            // Who needed them was told by rewind, or does not need them any more.
            LOG.debug("{} was given up", path, e);
        }
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            LOG.debug("closing {}", path, e);
        }
        delete();
        closed.accept(this);
    }

    private void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{} stays until the next start: {}", path, e.toString());
        }
    }
}
