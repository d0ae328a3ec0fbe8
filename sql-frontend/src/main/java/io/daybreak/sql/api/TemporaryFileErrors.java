package io.daybreak.sql.api;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What MySQL's file layer says when a temporary file of a sort, a hash table or a cursor fails, on
 * a full disk above all.
 */
public final class TemporaryFileErrors {
    /** The numbers of Linux: Java has only the texts. */
    private static final Map<String, Integer> NUMBERS =
            Map.of(
                    "No such file or directory", 2,
                    "Input/output error", 5,
                    "Permission denied", 13,
                    "Too many open files", 24,
                    "File too large", 27,
                    "No space left on device", 28,
                    "Read-only file system", 30,
                    "Disk quota exceeded", 122);

    private TemporaryFileErrors() {}

    /**
     * @param where the file, or the directory that it was to be in
     */
    public static SqlException creating(Path where, IOException cause) {
        return error(MySqlError.EE_CANTCREATEFILE, where.toString(), cause);
    }

    public static SqlException writing(Path file, IOException cause) {
        return error(MySqlError.EE_WRITE, file.toString(), cause);
    }

    public static SqlException reading(Path file, IOException cause) {
        return error(MySqlError.EE_READ, file.toString(), cause);
    }

    /** Of a file whose name only the cause may know. */
    public static SqlException writing(IOException cause) {
        String file =
                cause instanceof FileSystemException named && named.getFile() != null
                        ? named.getFile()
                        : "temporary file";
        return error(MySqlError.EE_WRITE, file, cause);
    }

    private static SqlException error(MySqlError error, String file, IOException cause) {
        String reason =
                cause instanceof FileSystemException named && named.getReason() != null
                        ? named.getReason()
                        : String.valueOf(cause.getMessage());
        return new SqlException(error, file, NUMBERS.getOrDefault(reason, 5), reason);
    }
}
