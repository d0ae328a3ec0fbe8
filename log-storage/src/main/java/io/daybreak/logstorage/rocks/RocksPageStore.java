package io.daybreak.logstorage.rocks;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.DamagedPageStoreException;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.TimelineId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's page images: {@link ImageFiles}, and one RocksDB that says where each is. It is opened
 * by the first use, so a node of tail segments has none. Big-endian keys, newest image of a page
 * first:
 *
 * <pre>
 * image  'P' group:4 timeline:4 page:8 (LSN inverted):8   value: place:8, or the sealed image itself
 * mark   'M' group:4 timeline:4                           value: complete:8 readableFrom:8
 * </pre>
 *
 * <p>Values that are images stand in stores from before there were image files; nobody writes them
 * any more.
 *
 * <p>Without a write-ahead log RocksDB loses a suffix of the writes in a crash, in one column
 * family never anything else: memtables are flushed in order, and only when this class says so,
 * which forces the images first. So the index never tells of an image that a crash took. RocksDB's
 * own blob files would do the same, but pass each image through a memtable, and a checksum without
 * the processor's instruction; and a compaction either moves images between which there is no
 * garbage, or leaves garbage alone.
 *
 * <p>Thread-safe; changes one after the other.
 */
public final class RocksPageStore implements PageStore {
    private static final Logger LOG = LoggerFactory.getLogger(RocksPageStore.class);

    private static final String READ = "read";

    /** A flush is due after so many changes: that many fit into a memtable many times over. */
    private static final int UNFLUSHED_MAX = 32_768;

    /** An image that is somewhere else whenever it is looked for is nowhere. */
    private static final int TRIES = 10;

    private static final long REOPEN_NANOS = 500_000_000;

    private final Path directory;
    private final long memoryBytes;
    private final ReadWriteLock uses = new ReentrantReadWriteLock();

    /** Held for changes, and by the flush: it must not meet the index of an image too new. */
    private final Object changes = new Object();

    private final int fileSlots;
    private final long censusImagesMin;
    private final ImageFiles.Forcing forcing;

    @GuardedBy("changes")
    private int unflushed;

    /** Why nobody knows what is on disk of the changes since the last flush; null if known. */
    private volatile @Nullable IOException doubt;

    private final AtomicInteger rollbacks = new AtomicInteger();

    /** Of the last try to open: whoever reads must not try again and again. */
    @GuardedBy("this")
    private @Nullable IOException openFailure;

    @GuardedBy("this")
    private long openFailedNanos;

    /** Written to image files. */
    private final LongAdder imageBytes = new LongAdder();

    private volatile @Nullable OpenIndex opened;
    private volatile @Nullable Statistics statistics;
    private volatile boolean closed;

    /**
     * @param memoryBytes for write buffers and cache, shared with the stores of the same number
     */
    public RocksPageStore(Path directory, long memoryBytes) {
        this(
                directory,
                memoryBytes,
                ImageFiles.FILE_SLOTS,
                ImageCleaner.CENSUS_IMAGES_MIN,
                ImageFiles.Forcing.REAL);
    }

    RocksPageStore(
            Path directory,
            long memoryBytes,
            int fileSlots,
            long censusImagesMin,
            ImageFiles.Forcing forcing) {
        this.directory = directory;
        this.memoryBytes = memoryBytes;
        this.fileSlots = fileSlots;
        this.censusImagesMin = censusImagesMin;
        this.forcing = forcing;
    }

    /** Loads RocksDB. */
    public static void prepare() {
        RocksDB.loadLibrary();
    }

    @Override
    public long writtenBytes() {
        Statistics counters = statistics;
        return counters == null
                ? 0
                : imageBytes.sum()
                        + counters.getTickerCount(TickerType.FLUSH_WRITE_BYTES)
                        + counters.getTickerCount(TickerType.COMPACT_WRITE_BYTES);
    }

    /** What is done with the open store. */
    private interface Use<T> {
        T with(OpenIndex open) throws IOException, RocksDBException;
    }

    /** Keeps the store open meanwhile: native code does not survive a close under it. */
    private <T> T use(String what, Use<T> use) throws IOException {
        uses.readLock().lock();
        try {
            OpenIndex open = opened;
            return use.with(open != null ? open : opened());
        } catch (RocksDBException e) {
            throw OpenIndex.failure(e, what.equals(READ), "page store " + what);
        } finally {
            uses.readLock().unlock();
        }
    }

    @Override
    public void open() throws IOException {
        use("open", _ -> true);
    }

    private synchronized OpenIndex opened() throws IOException {
        OpenIndex open = opened;
        if (open == null) {
            if (closed) {
                throw new IOException("the page store is closed");
            }
            IOException before = openFailure;
            if (before != null && System.nanoTime() - openFailedNanos < REOPEN_NANOS) {
                throw new IOException(before.getMessage(), before);
            }
            try {
                open = OpenIndex.of(directory, options(), this::imageFiles, censusImagesMin);
            } catch (DamagedPageStoreException e) {
                throw e;
            } catch (IOException e) {
                openFailure = e;
                openFailedNanos = System.nanoTime();
                throw e;
            }
            openFailure = null;
            opened = open;
        }
        return open;
    }

    private ImageFiles imageFiles(Path images) throws IOException {
        return new ImageFiles(images, fileSlots, imageBytes, forcing);
    }

    private Options options() {
        RocksShared shared = RocksShared.of(memoryBytes);
        Statistics counters = statistics;
        if (counters == null) {
            counters = new Statistics();
            counters.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
            statistics = counters;
        }
        return shared.options(counters);
    }

    // ---- reading

    @Override
    public boolean read(
            ProtectionGroupId group, TimelineId timeline, long pageNumber, long asOf, byte[] into)
            throws IOException {
        return use(
                READ,
                open ->
                        readKnown(open, group, timeline, pageNumber, asOf, into)
                                || readFound(open, group, timeline, pageNumber, asOf, into));
    }

    private static boolean readKnown(
            OpenIndex open,
            ProtectionGroupId group,
            TimelineId timeline,
            long pageNumber,
            long asOf,
            byte[] into)
            throws IOException {
        ImagePlaces.Newest newest = open.places().find(group, timeline, pageNumber, asOf);
        return newest != null && copy(open, newest.place(), newest.lsn(), into);
    }

    private static boolean readFound(
            OpenIndex open,
            ProtectionGroupId group,
            TimelineId timeline,
            long pageNumber,
            long asOf,
            byte[] into)
            throws IOException, RocksDBException {
        byte[] from = PageKeys.image(group, timeline, pageNumber, asOf);
        byte[] end = PageKeys.pageEnd(group, timeline, pageNumber);
        for (int i = 0; i < TRIES; i++) {
            // Bounded: what stands behind the page, damaged perhaps, is none of its business.
            try (Slice bound = new Slice(end);
                    ReadOptions options = new ReadOptions().setIterateUpperBound(bound);
                    RocksIterator iterator = open.index().newIterator(options)) {
                iterator.seek(from);
                if (!iterator.isValid()) {
                    iterator.status();
                    return false;
                }
                if (copy(open, iterator, into)) {
                    return true;
                }
            }
        }
        throw new CorruptRedoException("no file has an image of page " + pageNumber);
    }

    /**
     * What is there goes to the caller's check.
     *
     * @return false if the image moved since the iterator was made, and its file is gone
     */
    private static boolean copy(OpenIndex open, RocksIterator at, byte[] into) throws IOException {
        int length = at.value(into, 0, PageLayout.PAGE_SIZE);
        if (length == Long.BYTES) {
            return copy(open, ByteBuffer.wrap(into).getLong(0), PageKeys.lsn(at.key()), into);
        }
        if (length < PageLayout.PAGE_SIZE) {
            Arrays.fill(into, length, PageLayout.PAGE_SIZE, (byte) 0);
        }
        return true;
    }

    /** An image that is not the key's does not verify. */
    private static boolean copy(OpenIndex open, long place, long lsn, byte[] into)
            throws IOException {
        if (!open.images().read(place, into)) {
            return false;
        }
        if (PageLayout.lsn(into) != lsn) {
            Arrays.fill(into, 0, PageLayout.PAGE_SIZE, (byte) 0);
        }
        return true;
    }

    @Override
    public void scan(ProtectionGroupId group, TimelineId timeline, long fromPage, Visitor visitor)
            throws IOException {
        byte[] from = PageKeys.pageStart(group, timeline, fromPage);
        use(READ, open -> scan(open, from, visitor));
    }

    private static boolean scan(OpenIndex open, byte[] from, Visitor visitor)
            throws IOException, RocksDBException {
        byte[] at = from;
        for (int i = 0; i < TRIES; i++) {
            byte[] missed = scanOnce(open, at, visitor);
            if (missed == null) {
                return true;
            }
            i = Arrays.equals(at, missed) ? i : 0;
            at = missed;
        }
        throw new CorruptRedoException("no file has an image of page " + PageKeys.page(at));
    }

    /** Returns where to go on with a new iterator: an image moved meanwhile. */
    private static byte @Nullable [] scanOnce(OpenIndex open, byte[] from, Visitor visitor)
            throws IOException, RocksDBException {
        long last = -1;
        // Bounded, so that damage in another group's images is none of this one's.
        try (Slice bound = new Slice(PageKeys.timelineEnd(from));
                ReadOptions options =
                        new ReadOptions().setFillCache(false).setIterateUpperBound(bound);
                RocksIterator iterator = open.index().newIterator(options)) {
            for (iterator.seek(from); iterator.isValid(); iterator.next()) {
                byte[] key = iterator.key();
                long page = PageKeys.page(key);
                if (page == last) {
                    continue;
                }
                last = page;
                byte[] image = new byte[PageLayout.PAGE_SIZE];
                if (!copy(open, iterator, image)) {
                    return key;
                }
                if (!visitor.image(page, image)) {
                    return null;
                }
            }
            iterator.status();
            return null;
        }
    }

    @Override
    public long complete(ProtectionGroupId group, TimelineId timeline) throws IOException {
        return mark(group, timeline, 0);
    }

    @Override
    public long readableFrom(ProtectionGroupId group, TimelineId timeline) throws IOException {
        return mark(group, timeline, 8);
    }

    private long mark(ProtectionGroupId group, TimelineId timeline, int offset) throws IOException {
        return use(
                READ,
                open -> {
                    byte @Nullable [] value = open.index().get(PageKeys.mark(group, timeline));
                    return value == null || value.length != 16
                            ? 0L
                            : ByteBuffer.wrap(value).getLong(offset);
                });
    }

    @Override
    public void verify() throws IOException {
        use(
                "verification",
                open -> {
                    open.index().verifyChecksum();
                    return true;
                });
    }

    // ---- changes

    /** Fills a batch of changes. */
    private interface Change {
        void fill(OpenIndex open, WriteBatch batch) throws IOException, RocksDBException;
    }

    private void change(String what, Change change) throws IOException {
        use(
                what,
                open -> {
                    synchronized (changes) {
                        return change(open, change);
                    }
                });
    }

    @GuardedBy("changes")
    private boolean change(OpenIndex open, Change change) throws IOException, RocksDBException {
        refuseInDoubt();
        try (WriteBatch batch = new WriteBatch();
                WriteOptions options = new WriteOptions().setDisableWAL(true)) {
            fill(open, change, batch);
            open.index().write(options, batch);
            unflushed += batch.count();
        } catch (RocksDBException e) {
            open.places().clear();
            throw inDoubt(OpenIndex.failure(e, false, "page store write"));
        }
        if (unflushed >= UNFLUSHED_MAX) {
            flush(open);
        }
        return true;
    }

    @GuardedBy("changes")
    private void fill(OpenIndex open, Change change, WriteBatch batch)
            throws IOException, RocksDBException {
        try {
            change.fill(open, batch);
        } catch (IOException e) {
            // A full disk that refuses an image leaves no doubt: there is nothing of it.
            throw open.images().isInDoubt() ? inDoubt(e) : e;
        }
    }

    private IOException inDoubt(IOException e) {
        doubt = e;
        return e;
    }

    private void refuseInDoubt() throws IOException {
        IOException reason = doubt;
        if (reason != null) {
            throw new IOException("the page store is in doubt: " + reason.getMessage(), reason);
        }
    }

    @SuppressWarnings("GuardedBy") // Held by the flush whose cleaning this is.
    private void moveImage(OpenIndex open, byte[] key, byte[] image)
            throws IOException, RocksDBException {
        change(open, (_, batch) -> putImage(open, batch, key, image));
    }

    private static long putImage(OpenIndex open, WriteBatch batch, byte[] key, byte[] image)
            throws IOException, RocksDBException {
        long place = open.images().append(image);
        batch.put(key, ByteBuffer.allocate(Long.BYTES).putLong(place).array());
        return place;
    }

    /** Whether the page has an image with a greater LSN. */
    private static boolean hasNewer(
            OpenIndex open,
            ProtectionGroupId group,
            TimelineId timeline,
            long pageNumber,
            byte[] key)
            throws RocksDBException {
        try (Slice bound = new Slice(key);
                ReadOptions options = new ReadOptions().setIterateUpperBound(bound);
                RocksIterator iterator = open.index().newIterator(options)) {
            iterator.seek(PageKeys.pageStart(group, timeline, pageNumber));
            iterator.status();
            return iterator.isValid();
        }
    }

    @Override
    public void put(
            ProtectionGroupId group,
            TimelineId timeline,
            long pageNumber,
            byte[] image,
            long replaces)
            throws IOException {
        long lsn = PageLayout.lsn(image);
        byte[] key = PageKeys.image(group, timeline, pageNumber, lsn);
        change(
                "write",
                (open, batch) -> {
                    ImagePlaces places = open.places();
                    boolean isNewest =
                            places.isFree(group, timeline, pageNumber)
                                    && !hasNewer(open, group, timeline, pageNumber, key);
                    long place = putImage(open, batch, key, image);
                    if (replaces >= 0) {
                        batch.delete(PageKeys.image(group, timeline, pageNumber, replaces));
                    }
                    places.stored(group, timeline, pageNumber, lsn, place, isNewest);
                });
    }

    @Override
    public void remove(ProtectionGroupId group, TimelineId timeline, long pageNumber)
            throws IOException {
        byte[] from = PageKeys.pageStart(group, timeline, pageNumber);
        byte[] to = PageKeys.pageEnd(group, timeline, pageNumber);
        // Without a look at what is there: it may be damaged.
        change(
                "delete",
                (open, batch) -> {
                    batch.deleteRange(from, to);
                    open.places().removed(group, timeline, pageNumber);
                });
    }

    @Override
    public void replace(ProtectionGroupId group, TimelineId timeline, long pageNumber, byte[] image)
            throws IOException {
        byte[] from = PageKeys.pageStart(group, timeline, pageNumber);
        byte[] to = PageKeys.pageEnd(group, timeline, pageNumber);
        long lsn = PageLayout.lsn(image);
        byte[] key = PageKeys.image(group, timeline, pageNumber, lsn);
        change(
                "write",
                (open, batch) -> {
                    batch.deleteRange(from, to);
                    long place = putImage(open, batch, key, image);
                    open.places().removed(group, timeline, pageNumber);
                    open.places().stored(group, timeline, pageNumber, lsn, place, true);
                });
    }

    @Override
    public void markComplete(
            ProtectionGroupId group, TimelineId timeline, long complete, long readableFrom)
            throws IOException {
        byte[] key = PageKeys.mark(group, timeline);
        byte[] value = ByteBuffer.allocate(16).putLong(complete).putLong(readableFrom).array();
        change("write", (_, batch) -> batch.put(key, value));
    }

    @Override
    public void clear(ProtectionGroupId group) throws IOException {
        change(
                "delete",
                (open, batch) -> {
                    open.places().clear();
                    for (byte type : new byte[] {PageKeys.MARK, PageKeys.IMAGE}) {
                        batch.deleteRange(
                                PageKeys.group(type, group.value()),
                                PageKeys.group(type, group.value() + 1));
                    }
                });
    }

    @Override
    public void flush() throws IOException {
        use(
                "flush",
                open -> {
                    synchronized (changes) {
                        flush(open);
                        clean(open);
                        return true;
                    }
                });
    }

    @GuardedBy("changes")
    private void flush(OpenIndex open) throws IOException {
        refuseInDoubt();
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            open.images().force();
            open.index().flush(options);
        } catch (RocksDBException e) {
            throw inDoubt(OpenIndex.failure(e, false, "page store flush"));
        } catch (IOException e) {
            throw inDoubt(e);
        }
        unflushed = 0;
    }

    /** What was flushed is on disk, whether there is space for images to be moved or not. */
    @GuardedBy("changes")
    private void clean(OpenIndex open) {
        try {
            open.cleaner()
                    .step(
                            new CleanedIndex(
                                    open.index(), (key, image) -> moveImage(open, key, image)));
        } catch (IOException | RocksDBException e) {
            LOG.debug("{}: images that nobody needs stay", directory, e);
        }
    }

    // ---- failures

    @Override
    public boolean isInDoubt() {
        return doubt != null;
    }

    @Override
    public int rollbacks() {
        return rollbacks.get();
    }

    @Override
    public void rollBack() throws IOException {
        uses.writeLock().lock();
        try {
            if (doubt == null) {
                return;
            }
            OpenIndex open = opened;
            if (open != null) {
                // While the disk does not write, a store that is open can be read at least.
                open.images().probe();
                opened = null;
                open.close();
            }
            rollbacks.incrementAndGet();
            doubt = null;
            forgetUnflushed();
            opened();
        } finally {
            uses.writeLock().unlock();
        }
    }

    private void forgetUnflushed() {
        synchronized (changes) {
            unflushed = 0;
        }
    }

    // ---- the end

    @Override
    public void reset() throws IOException {
        uses.writeLock().lock();
        try {
            OpenIndex open = opened;
            opened = null;
            if (open != null) {
                open.close();
            }
            if (doubt != null) {
                rollbacks.incrementAndGet();
                doubt = null;
            }
            forgetUnflushed();
            // Kept for people until it happens again: peers may have lost the same pages.
            if (Files.isDirectory(directory)) {
                Path aside = directory.resolveSibling(directory.getFileName() + ".damaged");
                deleteTree(aside);
                Files.move(directory, aside);
            }
        } finally {
            uses.writeLock().unlock();
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What was not flushed is lost: the log has it. */
    @Override
    public void close() {
        uses.writeLock().lock();
        try {
            closed = true;
            OpenIndex open = opened;
            if (open != null) {
                opened = null;
                open.close();
            }
        } finally {
            uses.writeLock().unlock();
        }
    }
}
