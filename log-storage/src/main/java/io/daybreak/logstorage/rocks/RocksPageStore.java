package io.daybreak.logstorage.rocks;

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
import org.rocksdb.Status;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A node's page images in one RocksDB. It is opened by the first use, so a node of tail segments
 * has none. Big-endian keys, newest image of a page first:
 *
 * <pre>
 * image  'P' group:4 timeline:4 page:8 (LSN inverted):8   value: the sealed image
 * mark   'M' group:4 timeline:4                           value: complete:8 readableFrom:8
 * </pre>
 *
 * <p>Without a write-ahead log RocksDB loses a suffix of the writes in a crash, in one column
 * family never anything else: memtables are flushed in order. Thread-safe.
 */
public final class RocksPageStore implements PageStore {
    private static final String READ = "read";
    private static final byte IMAGE = 'P';
    private static final byte MARK = 'M';
    private static final int GROUP_PREFIX = 5;
    private static final int TIMELINE_PREFIX = 9;
    private static final int KEY_SIZE = 25;

    private final Path directory;
    private final long memoryBytes;
    private final ReadWriteLock uses = new ReentrantReadWriteLock();
    private volatile @Nullable RocksDB db;
    private volatile @Nullable Statistics statistics;
    private volatile boolean closed;

    /**
     * @param memoryBytes for write buffers and cache, shared with the stores of the same number
     */
    public RocksPageStore(Path directory, long memoryBytes) {
        this.directory = directory;
        this.memoryBytes = memoryBytes;
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
                : counters.getTickerCount(TickerType.FLUSH_WRITE_BYTES)
                        + counters.getTickerCount(TickerType.COMPACT_WRITE_BYTES);
    }

    /** What is done with the open database. */
    private interface Use<T> {
        T with(RocksDB open) throws IOException, RocksDBException;
    }

    /** Keeps the database open meanwhile: native code does not survive a close under it. */
    private <T> T use(String what, Use<T> use) throws IOException {
        uses.readLock().lock();
        try {
            RocksDB open = db;
            return use.with(open != null ? open : opened());
        } catch (RocksDBException e) {
            throw failure(what, e);
        } finally {
            uses.readLock().unlock();
        }
    }

    @Override
    public void open() throws IOException {
        use("open", _ -> true);
    }

    /**
     * What cannot be read may be a single image; what cannot be written is the store's end. Other
     * errors, a full disk above all, pass.
     */
    private static IOException failure(String what, RocksDBException e) {
        Status status = e.getStatus();
        boolean corrupt = status != null && status.getCode() == Status.Code.Corruption;
        String message = "page store " + what + ": " + e.getMessage();
        if (corrupt && what.equals(READ)) {
            CorruptRedoException damaged = new CorruptRedoException(message);
            damaged.initCause(e);
            throw damaged;
        }
        return corrupt ? new DamagedPageStoreException(message, e) : new IOException(message, e);
    }

    private static boolean isFull(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getSubCode() == Status.SubCode.NoSpace;
    }

    private synchronized RocksDB opened() throws IOException {
        RocksDB open = db;
        if (open == null) {
            if (closed) {
                throw new IOException("the page store is closed");
            }
            Files.createDirectories(directory);
            try {
                open = RocksDB.open(options(), directory.toString());
            } catch (RocksDBException e) {
                if (isFull(e)) {
                    throw new IOException("page store: " + e.getMessage(), e);
                }
                throw new DamagedPageStoreException("page store: " + e.getMessage(), e);
            }
            db = open;
        }
        return open;
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

    private static byte[] imageKey(
            ProtectionGroupId group, TimelineId timeline, long page, long lsn) {
        return ByteBuffer.allocate(KEY_SIZE)
                .put(IMAGE)
                .putInt(group.value())
                .putInt(timeline.value())
                .putLong(page)
                .putLong(~lsn)
                .array();
    }

    private static byte[] markKey(ProtectionGroupId group, TimelineId timeline) {
        return ByteBuffer.allocate(TIMELINE_PREFIX)
                .put(MARK)
                .putInt(group.value())
                .putInt(timeline.value())
                .array();
    }

    private static boolean samePrefix(byte[] a, byte[] b, int length) {
        return a.length >= length && Arrays.equals(a, 0, length, b, 0, length);
    }

    @Override
    public boolean read(
            ProtectionGroupId group, TimelineId timeline, long pageNumber, long asOf, byte[] into)
            throws IOException {
        byte[] key = imageKey(group, timeline, pageNumber, asOf);
        return use(
                READ,
                open -> {
                    // Bounded: what stands behind the page, damaged perhaps, is none of its
                    // business.
                    try (Slice end = new Slice(pageEnd(group, timeline, pageNumber));
                            ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                            RocksIterator iterator = open.newIterator(options)) {
                        iterator.seek(key);
                        if (!iterator.isValid()) {
                            iterator.status();
                            return false;
                        }
                        copy(iterator, into);
                        return true;
                    }
                });
    }

    /** An image of a wrong length does not verify; what is there goes to the caller's check. */
    private static void copy(RocksIterator at, byte[] into) {
        int length = at.value(into, 0, PageLayout.PAGE_SIZE);
        if (length < PageLayout.PAGE_SIZE) {
            Arrays.fill(into, length, PageLayout.PAGE_SIZE, (byte) 0);
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
        byte[] key = imageKey(group, timeline, pageNumber, PageLayout.lsn(image));
        use(
                "write",
                open -> {
                    try (WriteBatch batch = new WriteBatch()) {
                        batch.put(key, image);
                        if (replaces >= 0) {
                            batch.delete(imageKey(group, timeline, pageNumber, replaces));
                        }
                        return write(open, batch);
                    }
                });
    }

    private static boolean write(RocksDB open, WriteBatch batch) throws RocksDBException {
        try (WriteOptions options = new WriteOptions().setDisableWAL(true)) {
            open.write(options, batch);
            return true;
        }
    }

    @Override
    public void remove(ProtectionGroupId group, TimelineId timeline, long pageNumber)
            throws IOException {
        byte[] from = imageKey(group, timeline, pageNumber, Long.MAX_VALUE);
        byte[] to = pageEnd(group, timeline, pageNumber);
        // Without a look at what is there: it may be damaged.
        use(
                "delete",
                open -> {
                    try (WriteBatch batch = new WriteBatch()) {
                        batch.deleteRange(from, to);
                        return write(open, batch);
                    }
                });
    }

    @Override
    public void replace(ProtectionGroupId group, TimelineId timeline, long pageNumber, byte[] image)
            throws IOException {
        byte[] from = imageKey(group, timeline, pageNumber, Long.MAX_VALUE);
        byte[] to = pageEnd(group, timeline, pageNumber);
        byte[] key = imageKey(group, timeline, pageNumber, PageLayout.lsn(image));
        use(
                "write",
                open -> {
                    try (WriteBatch batch = new WriteBatch()) {
                        batch.deleteRange(from, to);
                        batch.put(key, image);
                        return write(open, batch);
                    }
                });
    }

    private static byte[] pageEnd(ProtectionGroupId group, TimelineId timeline, long page) {
        return imageKey(group, timeline, page + 1, Long.MAX_VALUE);
    }

    private void removeRange(byte[] from, byte[] to) throws IOException {
        use(
                "delete",
                open -> {
                    try (WriteBatch batch = new WriteBatch();
                            RocksIterator iterator = open.newIterator()) {
                        for (iterator.seek(from); iterator.isValid(); iterator.next()) {
                            byte[] key = iterator.key();
                            if (Arrays.compareUnsigned(key, to) >= 0) {
                                break;
                            }
                            batch.delete(key);
                        }
                        iterator.status();
                        return write(open, batch);
                    }
                });
    }

    @Override
    public void scan(ProtectionGroupId group, TimelineId timeline, long fromPage, Visitor visitor)
            throws IOException {
        byte[] from = imageKey(group, timeline, fromPage, Long.MAX_VALUE);
        use(READ, open -> scan(open, from, visitor));
    }

    private static boolean scan(RocksDB open, byte[] from, Visitor visitor)
            throws RocksDBException {
        long last = -1;
        // Bounded, so that damage in another group's images is none of this one's.
        byte[] end = Arrays.copyOf(from, TIMELINE_PREFIX + Long.BYTES);
        Arrays.fill(end, TIMELINE_PREFIX, end.length, (byte) 0xff);
        try (Slice bound = new Slice(end);
                ReadOptions options =
                        new ReadOptions().setFillCache(false).setIterateUpperBound(bound);
                RocksIterator iterator = open.newIterator(options)) {
            for (iterator.seek(from); iterator.isValid(); iterator.next()) {
                byte[] key = iterator.key();
                if (!samePrefix(key, from, TIMELINE_PREFIX)) {
                    return true;
                }
                long page = ByteBuffer.wrap(key).getLong(TIMELINE_PREFIX);
                if (page == last) {
                    continue;
                }
                last = page;
                byte[] image = new byte[PageLayout.PAGE_SIZE];
                copy(iterator, image);
                if (!visitor.image(page, image)) {
                    return true;
                }
            }
            iterator.status();
            return true;
        }
    }

    @Override
    public void markComplete(
            ProtectionGroupId group, TimelineId timeline, long complete, long readableFrom)
            throws IOException {
        byte[] value = ByteBuffer.allocate(16).putLong(complete).putLong(readableFrom).array();
        use(
                "write",
                open -> {
                    try (WriteBatch batch = new WriteBatch()) {
                        batch.put(markKey(group, timeline), value);
                        return write(open, batch);
                    }
                });
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
                    byte @Nullable [] value = open.get(markKey(group, timeline));
                    return value == null || value.length != 16
                            ? 0L
                            : ByteBuffer.wrap(value).getLong(offset);
                });
    }

    @Override
    public void clear(ProtectionGroupId group) throws IOException {
        for (byte type : new byte[] {MARK, IMAGE}) {
            byte[] from = ByteBuffer.allocate(GROUP_PREFIX).put(type).putInt(group.value()).array();
            byte[] to =
                    ByteBuffer.allocate(GROUP_PREFIX).put(type).putInt(group.value() + 1).array();
            removeRange(from, to);
        }
    }

    @Override
    public void verify() throws IOException {
        use(
                "verification",
                open -> {
                    open.verifyChecksum();
                    return true;
                });
    }

    @Override
    public void reset() throws IOException {
        uses.writeLock().lock();
        try {
            RocksDB open = db;
            db = null;
            if (open != null) {
                open.close();
            }
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

    @Override
    public void flush() throws IOException {
        use(
                "flush",
                open -> {
                    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
                        open.flush(options);
                        return true;
                    }
                });
    }

    @Override
    public void close() {
        uses.writeLock().lock();
        try {
            closed = true;
            RocksDB open = db;
            if (open != null) {
                db = null;
                open.close();
            }
        } finally {
            uses.writeLock().unlock();
        }
    }
}
