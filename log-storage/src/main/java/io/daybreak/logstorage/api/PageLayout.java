package io.daybreak.logstorage.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The header that every 16 KiB page starts with. Big-endian. The body, from {@link #HEADER_SIZE},
 * belongs to the engine.
 *
 * <pre>
 * offset  length  field
 *      0       4  CRC32C of bytes 4 (inclusive) to 16384; kept only in images at rest or on the wire, not in the buffer pool
 *      4       1  format version, {@link #VERSION}
 *      5       1  type; the engine's, 0 = never initialised
 *      6       2  reserved, zero
 *      8       8  page number
 *     16       8  page LSN: the LSN of the last record applied
 *     24       8  reserved, zero
 * </pre>
 *
 * <p>Static methods over {@code byte[]}; no state.
 */
public final class PageLayout {
    public static final int PAGE_SIZE = 16 * 1024;
    public static final int VERSION = 1;

    public static final int CRC_OFFSET = 0;
    public static final int VERSION_OFFSET = 4;
    public static final int TYPE_OFFSET = 5;
    public static final int PAGE_NUMBER_OFFSET = 8;
    public static final int LSN_OFFSET = 16;
    public static final int HEADER_SIZE = 32;

    /** No page that anybody makes is of this type. */
    private static final int LOST_TYPE = 255;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private PageLayout() {}

    public static long lsn(byte[] page) {
        return (long) LONG.get(page, LSN_OFFSET);
    }

    public static void setLsn(byte[] page, long lsn) {
        LONG.set(page, LSN_OFFSET, lsn);
    }

    public static long pageNumber(byte[] page) {
        return (long) LONG.get(page, PAGE_NUMBER_OFFSET);
    }

    public static int type(byte[] page) {
        return page[TYPE_OFFSET] & 0xff;
    }

    /**
     * Makes the page empty: all zero but for the header fields. What the page operation INIT does.
     */
    public static void initialize(byte[] page, long pageNumber, int type) {
        java.util.Arrays.fill(page, 0, PAGE_SIZE, (byte) 0);
        page[VERSION_OFFSET] = VERSION;
        page[TYPE_OFFSET] = (byte) type;
        LONG.set(page, PAGE_NUMBER_OFFSET, pageNumber);
    }

    /**
     * What a page store keeps in place of an image that is lost, and a peer gets in its place: that
     * there is a page, but not here.
     */
    public static byte[] lost(long pageNumber, long lsn) {
        byte[] page = new byte[PAGE_SIZE];
        initialize(page, pageNumber, LOST_TYPE);
        setLsn(page, lsn);
        seal(page);
        return page;
    }

    /** Whether this is what {@link #lost} made. */
    public static boolean isLost(byte[] page) {
        return type(page) == LOST_TYPE && isSealed(page);
    }

    /** Writes the checksum into the page: before it goes to rest or on the wire. */
    public static void seal(byte[] page) {
        INT.set(page, CRC_OFFSET, checksum(page));
    }

    /** Whether the stored checksum is that of the bytes. An all-zero page is not valid. */
    public static boolean isSealed(byte[] page) {
        return page[VERSION_OFFSET] != 0 && (int) INT.get(page, CRC_OFFSET) == checksum(page);
    }

    private static int checksum(byte[] page) {
        CRC32C crc = new CRC32C();
        crc.update(page, VERSION_OFFSET, PAGE_SIZE - VERSION_OFFSET);
        return (int) crc.getValue();
    }
}
