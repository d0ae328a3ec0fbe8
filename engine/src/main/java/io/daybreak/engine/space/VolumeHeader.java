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
 */
final class VolumeHeader {
    static final long PAGE = 0;
    static final long MAGIC = 0x444159425245414BL;
    static final int VERSION = 1;

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
        int version = PageBytes.i32(page, VERSION_OFFSET);
        if (version != VERSION) {
            throw new StorageFailedException(
                    "the volume has format " + version + ", this program knows " + VERSION);
        }
    }

    static int rootOffset(int root) {
        if (root < 0 || root >= ROOTS) {
            throw new IllegalArgumentException("root " + root);
        }
        return ROOTS_OFFSET + 8 * root;
    }
}
