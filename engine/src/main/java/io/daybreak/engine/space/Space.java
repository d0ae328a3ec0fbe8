package io.daybreak.engine.space;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.PageBytes;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.api.Volume;
import java.util.Arrays;
import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allocates and frees pages of the volume. Thread-safe.
 *
 * <p>Every {@link #PAGES_PER_MAP} pages have a space map, which is the second page of them: page 1,
 * {@code PAGES_PER_MAP + 1}, and so on. Big-endian:
 *
 * <pre>
 * offset  length  field
 *      0      32  page header, type {@link PageType#SPACE_MAP}
 *     32       4  free pages in this map
 *     36      28  reserved, zero
 *     64    8192  one bit per page, the highest bit of a byte first; 1 = in use
 * </pre>
 *
 * <p>A freed page may be given out again at once: nobody keeps a page number without the latch of
 * the page that holds it, or checks frame and version before use (saved cursors).
 */
public final class Space {
    private static final Logger LOG = LoggerFactory.getLogger(Space.class);

    /** 1 GiB of pages. */
    public static final int PAGES_PER_MAP = 65_536;

    private static final int FREE_OFFSET = PageLayout.HEADER_SIZE;
    private static final int BITS_OFFSET = 64;
    private static final int BIT_BYTES = PAGES_PER_MAP / 8;
    private static final int MAP_IN_MAP = 1;

    private final BufferPool pool;

    /** Per map: where to search first; -1 if the map was seen full. Racy hints. */
    private volatile int[] hints;

    /** A lower bound of the volume's capacity. */
    private volatile long knownCapacity;

    private Space(BufferPool pool, int maps) {
        this.pool = pool;
        hints = new int[maps];
    }

    /** Whether the volume was formatted. */
    public static boolean isFormatted(BufferPool pool) {
        Frame frame = pool.shared(VolumeHeader.PAGE, true);
        try {
            return PageLayout.type(frame.bytes()) != PageType.NONE;
        } finally {
            frame.releaseShared();
        }
    }

    /** Formats an empty volume. */
    public static Space format(BufferPool pool) {
        pool.volume().ensureCapacity(new PageId(MAP_IN_MAP));
        try (Mtr mtr = new Mtr(pool)) {
            mtr.start(true);
            mtr.kind(RedoKind.PAGE_ALLOCATE);
            Frame header =
                    mtr.create(VolumeHeader.PAGE, PageType.VOLUME_HEADER, LatchLevel.VOLUME_HEADER);
            mtr.putI64(header, VolumeHeader.MAGIC_OFFSET, VolumeHeader.MAGIC);
            mtr.putI32(header, VolumeHeader.VERSION_OFFSET, VolumeHeader.VERSION);
            mtr.putI32(header, VolumeHeader.MAPS_OFFSET, 1);
            createMap(mtr, 0);
            mtr.commit();
        }
        return new Space(pool, 1);
    }

    /**
     * @throws StorageFailedException if the volume has a format that this program does not know;
     *     then nothing was changed
     */
    public static Space open(BufferPool pool) {
        int maps;
        int version;
        Frame frame = pool.shared(VolumeHeader.PAGE, true);
        try {
            VolumeHeader.check(frame.bytes());
            version = VolumeHeader.version(frame.bytes());
            maps = PageBytes.i32(frame.bytes(), VolumeHeader.MAPS_OFFSET);
        } finally {
            frame.releaseShared();
        }
        if (version != VolumeHeader.VERSION) {
            raiseVersion(pool, version);
        }
        return new Space(pool, maps);
    }

    /** Before anything else is written: what follows it in the log may be of the new format. */
    private static void raiseVersion(BufferPool pool, int from) {
        try (Mtr mtr = new Mtr(pool)) {
            mtr.start(true);
            Frame header = mtr.exclusive(VolumeHeader.PAGE, LatchLevel.VOLUME_HEADER);
            mtr.putI32(header, VolumeHeader.VERSION_OFFSET, VolumeHeader.VERSION);
            mtr.commit();
        }
        LOG.info(
                "the volume's format is raised from {} to {}: a Daybreak of before refuses it now",
                from,
                VolumeHeader.VERSION);
    }

    public BufferPool pool() {
        return pool;
    }

    /**
     * A number of the header page.
     *
     * @param index 0 to 63; see the dictionary for who owns which
     */
    public long root(Mtr mtr, int index) {
        Frame header = mtr.shared(VolumeHeader.PAGE, LatchLevel.VOLUME_HEADER);
        return PageBytes.i64(header.bytes(), VolumeHeader.rootOffset(index));
    }

    public void setRoot(Mtr mtr, int index, long value) {
        Frame header = mtr.exclusive(VolumeHeader.PAGE, LatchLevel.VOLUME_HEADER);
        mtr.putI64(header, VolumeHeader.rootOffset(index), value);
    }

    /**
     * Takes a free page for this mini-transaction, which then makes it with {@link Mtr#create}.
     * Latches a space map: no latch of an earlier level is taken afterwards.
     */
    public long allocate(Mtr mtr) {
        int[] known = hints;
        for (int map = 0; map < known.length; map++) {
            if (known[map] >= 0) {
                long page = allocateIn(mtr, map);
                if (page >= 0) {
                    return page;
                }
            }
        }
        return allocateIn(mtr, addMap(mtr, known.length));
    }

    private long allocateIn(Mtr mtr, int map) {
        long mapPage = mapPage(map);
        boolean held = mtr.held(mapPage) != null;
        Frame frame = mtr.exclusive(mapPage, LatchLevel.SPACE);
        byte[] bytes = frame.bytes();
        int free = PageBytes.i32(bytes, FREE_OFFSET);
        int bit = free == 0 ? -1 : findFree(bytes, Math.max(0, hints[map]));
        if (bit < 0) {
            hints[map] = -1;
            if (!held) {
                mtr.release(frame);
            }
            return -1;
        }
        long page = (long) map * PAGES_PER_MAP + bit;
        ensureCapacity(mtr, page);
        RedoKind kind = mtr.kind();
        mtr.kind(RedoKind.PAGE_ALLOCATE);
        int at = BITS_OFFSET + (bit >> 3);
        mtr.putI32(frame, FREE_OFFSET, free - 1);
        mtr.putU8(frame, at, PageBytes.u8(bytes, at) | 0x80 >> (bit & 7));
        mtr.kind(kind);
        hints[map] = bit + 1;
        return page;
    }

    private static int findFree(byte[] bytes, int from) {
        int start = from >> 3;
        for (int i = 0; i < BIT_BYTES; i++) {
            int at = start + i < BIT_BYTES ? start + i : start + i - BIT_BYTES;
            int used = PageBytes.u8(bytes, BITS_OFFSET + at);
            if (used != 0xff) {
                return at * 8 + Integer.numberOfLeadingZeros(~used << 24);
            }
        }
        return -1;
    }

    private void ensureCapacity(Mtr mtr, long page) {
        if (page < knownCapacity) {
            return;
        }
        Volume volume = pool.volume();
        if (page >= volume.pageCapacity()) {
            if (!mtr.mayBlock()) {
                throw WouldBlockException.INSTANCE;
            }
            volume.ensureCapacity(new PageId(page));
        }
        knownCapacity = volume.pageCapacity();
    }

    /** Adds a space map in a mini-transaction of its own. */
    private int addMap(Mtr mtr, int map) {
        if (!mtr.mayBlock()) {
            throw WouldBlockException.INSTANCE;
        }
        pool.volume().ensureCapacity(new PageId(mapPage(map)));
        try (Mtr grow = new Mtr(pool)) {
            grow.startNested(true);
            grow.kind(RedoKind.PAGE_ALLOCATE);
            Frame header = grow.exclusive(VolumeHeader.PAGE, LatchLevel.VOLUME_HEADER);
            int maps = PageBytes.i32(header.bytes(), VolumeHeader.MAPS_OFFSET);
            if (maps == map) {
                createMap(grow, map);
                grow.putI32(header, VolumeHeader.MAPS_OFFSET, map + 1);
                // Before the header is free again: who waits for it goes on with the new map.
                hints = Arrays.copyOf(hints, map + 1);
                grow.commit();
            }
        }
        return map;
    }

    private static void createMap(Mtr mtr, int map) {
        Frame frame = mtr.create(mapPage(map), PageType.SPACE_MAP, LatchLevel.SPACE);
        mtr.putI32(frame, FREE_OFFSET, PAGES_PER_MAP - 2);
        // The first page of a map is the volume header, or reserved.
        mtr.putU8(frame, BITS_OFFSET, 0xC0);
    }

    /** Frees a page; the caller has removed what names it in the same mini-transaction. */
    public void free(Mtr mtr, long page) {
        int map = (int) (page / PAGES_PER_MAP);
        int bit = (int) (page % PAGES_PER_MAP);
        Frame frame = mtr.exclusive(mapPage(map), LatchLevel.SPACE);
        int at = BITS_OFFSET + (bit >> 3);
        int mask = 0x80 >> (bit & 7);
        int used = PageBytes.u8(frame.bytes(), at);
        if (bit <= MAP_IN_MAP || (used & mask) == 0) {
            throw new StorageFailedException("page " + page + " is freed but not in use");
        }
        RedoKind kind = mtr.kind();
        mtr.kind(RedoKind.PAGE_FREE);
        mtr.putI32(frame, FREE_OFFSET, PageBytes.i32(frame.bytes(), FREE_OFFSET) + 1);
        mtr.putU8(frame, at, used & ~mask);
        mtr.kind(kind);
        int hint = hints[map];
        if (hint < 0 || bit < hint) {
            hints[map] = bit;
        }
    }

    /** How many pages are in use, space maps and the header among them. */
    public long pagesInUse(Mtr mtr) {
        long free = 0;
        int maps = hints.length;
        for (int map = 0; map < maps; map++) {
            Frame frame = mtr.shared(mapPage(map), LatchLevel.SPACE);
            free += PageBytes.i32(frame.bytes(), FREE_OFFSET);
        }
        return (long) maps * PAGES_PER_MAP - free;
    }

    /** How many space maps there are: each stands for {@link #PAGES_PER_MAP} pages. */
    public int maps() {
        return hints.length;
    }

    /** The pages of a map that are in use now, counted from the map's first one. */
    public BitSet pagesInUse(int map) {
        BitSet used = new BitSet(PAGES_PER_MAP);
        Frame frame = pool.shared(mapPage(map), true);
        try {
            for (int i = 0; i < PAGES_PER_MAP; i++) {
                int bits = PageBytes.u8(frame.bytes(), BITS_OFFSET + (i >> 3));
                used.set(i, (bits & 0x80 >> (i & 7)) != 0);
            }
        } finally {
            frame.releaseShared();
        }
        return used;
    }

    /** The page that holds a map. */
    public static long mapPage(int map) {
        return (long) map * PAGES_PER_MAP + MAP_IN_MAP;
    }
}
