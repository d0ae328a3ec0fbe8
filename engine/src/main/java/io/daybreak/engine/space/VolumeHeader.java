package io.daybreak.engine.space;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.buffer.PageBytes;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.logstorage.api.PageLayout;

/**
 * Page 0. Big-endian.
 *
 * <pre>
 * offset  length  field
 *      0      32  page header, type {@link PageType#VOLUME_HEADER}
 *     32       8  magic, "DAYBREAK"
 *     40       4  version of the engine's formats, {@link #VERSION}
 *     44       4  number of space maps
 *     48     512  roots: 64 page numbers or other numbers of 8 bytes for the dictionary and transactions, 0 = none
 * </pre>
 *
 * <p>The version stands for whatever the engine keeps in pages. It rises with each change that a
 * program of before would read wrongly, and is raised by the first open for writing:
 *
 * <pre>
 * 1  the first
 * 2  undo records of type UNOWNED
 * 3  undo records of type UPDATE_DIFF_AND_ENTRIES
 * </pre>
 */
final class VolumeHeader {
    static final long PAGE = 0;
    static final long MAGIC = 0x444159425245414BL;
    static final int VERSION = 3;

    /** Volumes from this version on are read as they are. */
    private static final int OLDEST_VERSION = 1;

    static final int MAGIC_OFFSET = PageLayout.HEADER_SIZE;
    static final int VERSION_OFFSET = MAGIC_OFFSET + 8;
    static final int MAPS_OFFSET = VERSION_OFFSET + 4;
    static final int ROOTS_OFFSET = MAPS_OFFSET + 4;
    static final int ROOTS = 64;

    private VolumeHeader() {}

    static void check(byte[] page) {
        if (PageLayout.type(page) != PageType.VOLUME_HEADER
                || PageBytes.i64(page, MAGIC_OFFSET) != MAGIC) {
            throw new StorageFailedException("page 0 is not the header of a Daybreak volume");
        }
        int version = version(page);
        if (version > VERSION) {
            throw new StorageFailedException(
                    "the volume has engine format %d, a newer Daybreak wrote it; this one knows %d"
                                    .formatted(version, VERSION)
                            + " and those before: start the newer one");
        }
        if (version < OLDEST_VERSION) {
            throw new StorageFailedException(
                    "the volume has engine format %d; this Daybreak reads %d to %d"
                            .formatted(version, OLDEST_VERSION, VERSION));
        }
    }

    static int version(byte[] page) {
        return PageBytes.i32(page, VERSION_OFFSET);
    }

    static int rootOffset(int root) {
        if (root < 0 || root >= ROOTS) {
            throw new IllegalArgumentException("root " + root);
        }
        return ROOTS_OFFSET + 8 * root;
    }
}
