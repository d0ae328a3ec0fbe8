package io.daybreak.logstorage.rocks;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.DamagedPageStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** A page store's files while they are open. Closed when nobody uses it any more. */
record OpenIndex(RocksDB index, ImageFiles images, ImagePlaces places, ImageCleaner cleaner)
        implements AutoCloseable {
    interface Images {
        ImageFiles in(Path directory) throws IOException;
    }

    static OpenIndex of(Path directory, Options options, Images images, long censusImagesMin)
            throws IOException {
        Files.createDirectories(directory);
        ImageFiles files = images.in(directory.resolve("images"));
        try {
            RocksDB index = RocksDB.open(options, directory.toString());
            return new OpenIndex(
                    index, files, new ImagePlaces(), new ImageCleaner(files, censusImagesMin));
        } catch (RocksDBException e) {
            files.close();
            if (isOfDisk(e)) {
                throw new IOException("page store: " + e.getMessage(), e);
            }
            throw new DamagedPageStoreException("page store: " + e.getMessage(), e);
        }
    }

    /** A disk that is full or fails: what is on it may be sound, and is when that has passed. */
    private static boolean isOfDisk(RocksDBException e) {
        Status status = e.getStatus();
        return status != null
                && status.getCode() == Status.Code.IOError
                // Which has no code of its own here: a file that is gone does not come back.
                && !String.valueOf(e.getMessage()).contains("No such file");
    }

    /**
     * What cannot be read may be a single image; what cannot be written is the store's end. Other
     * errors, a full disk above all, pass.
     */
    static IOException failure(RocksDBException e, boolean reading, String what) {
        Status status = e.getStatus();
        boolean corrupt = status != null && status.getCode() == Status.Code.Corruption;
        String message = what + ": " + e.getMessage();
        if (corrupt && reading) {
            CorruptRedoException damaged = new CorruptRedoException(message);
            damaged.initCause(e);
            throw damaged;
        }
        return corrupt ? new DamagedPageStoreException(message, e) : new IOException(message, e);
    }

    /** What was not flushed is lost. */
    @Override
    public void close() {
        index.close();
        images.close();
    }
}
