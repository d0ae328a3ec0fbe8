package io.daybreak.logstorage.chronicle;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.posix.NativeCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.posix.PosixAPI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log on Chronicle Queue, one queue directory per start of the process:
 *
 * <pre>
 * directory/
 *   00000001/              named by its first file number
 *     19700102F.cq4        file 1: Chronicle takes file numbers for days since 1970
 *     19700102F.summary    what stands in it, see {@link SummaryFile}
 *     19700103F.cq4        file 2
 *     metadata.cq4t        Chronicle's own
 *   00000003/              after a restart
 *     19700104F.cq4        file 3
 *   flush                  empty and never written: an {@code fdatasync} of it empties the device's
 *                          cache and does nothing else
 *   next-1234-5.zeroes     the next file in the making; never the name of one that a log before
 *                          this may still be writing; with .ready behind it once it is made: the
 *                          next start takes it
 * </pre>
 *
 * <p>A Chronicle document is an extent of up to {@link #EXCERPT_BYTES_MAX}, laid out with its final
 * length when the first excerpt in it is written. Excerpts stand in it one behind the other, each
 * at the next multiple of four; zeroes follow the last one. So Chronicle's headers, which it stores
 * through a mapping, change once in thousands of forces.
 *
 * <p>A position is {@code file number << 36 | offset of the excerpt in the file}. The caller guards
 * the directory against a second process.
 */
public final class ChronicleSegmentLog implements SegmentLog, SharedForce.Log {
    private static final Logger LOG = LoggerFactory.getLogger(ChronicleSegmentLog.class);

    private static final int OFFSET_BITS = 36;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
    private static final int DISK_BLOCK = BlockBuffer.BLOCK_BYTES;
    private static final long DAY_MILLIS = 86_400_000L;

    /** Documents up to a quarter of a block fit. */
    private static final long BLOCK_BYTES = 4L * EXCERPT_BYTES_MAX;

    /** Written beforehand behind the size at which a roll is due. */
    private static final long SLACK_BYTES = 1 << 20;

    /** What Chronicle may write behind a document. */
    private static final long EXTENT_TRAILER_BYTES = 64;

    /** What Chronicle writes before a document. */
    private static final int DOCUMENT_HEADER_BYTES = 4;

    /** Zeroes are written up to the end of the block behind the one in which an extent ends. */
    private static final int BEHIND_EXTENT_BYTES = 2 * DISK_BLOCK;

    private static final byte[] ZERO_BLOCK = new byte[DISK_BLOCK];

    private static final long FIRST_FILE_BYTES = 4 << 20;

    /** A start has other work than to make the file after next, unless this part of one is full. */
    private static final int PREPARE_AT = 4;

    private static final long PREPARE_MILLIS = 3_000;
    private static final int GROWTH = 4;
    private static final String ZEROES = ".zeroes";
    private static final String FLUSHER = "flush";
    private static final String FILE_SUFFIX = "F.cq4";
    private static final AtomicLong PREPARED = new AtomicLong();

    static {
        // No banner, no usage statistics, no watch over disks; a flag on the command line wins.
        for (String name :
                new String[] {
                    "chronicle.announcer.disable",
                    "chronicle.analytics.disable",
                    "chronicle.disk.monitor.disable"
                }) {
            if (System.getProperty(name) == null) {
                System.setProperty(name, "true");
            }
        }
        // Its calls of the operating system, of which none is needed here: files are forced by
        // their channels. To make them callable costs a start more than opening a queue.
        PosixAPI.useNoOpPosixApi();
    }

    private final Path directory;
    private final long fileBytesMax;
    private final boolean forcing;
    private final boolean direct;
    private final Executor background;
    private final NavigableMap<Long, LogFile> files = new ConcurrentSkipListMap<>();

    private volatile long current;

    /** The first file of this start. */
    private long firstFile;

    private long fileBytes;
    private long rollAtBytes;
    private long appended;

    /** Where the document ends that Chronicle laid out last; no excerpt crosses it. */
    private long extentEnd;

    /** Where the first one began in the file before: Chronicle decides that, always alike. */
    private long firstExtent;

    /** The newest one's whole blocks: Chronicle, which maps the file, has nothing in them. */
    private long ownBlocks;

    private long ownBlocksEnd;

    /** Up to where the current file was forced. */
    private long forced;

    /** Up to where the current file was written full and forced before it was used. */
    private long preparedEnd;

    /** More than what was appended has to be forced: Chronicle wrote, too. */
    private boolean forceWholly;

    private final LongAdder written = new LongAdder();
    private @Nullable FilePreparer preparer;
    private @Nullable ChronicleQueue queue;
    private @Nullable ExcerptAppender appender;
    private @Nullable LogFile currentFile;
    private @Nullable RawFile flusher;
    private @Nullable Path run;

    /** A file made by a process before this; null once it is used. */
    private @Nullable Path adopted;

    /**
     * @param fileBytesMax a file of this size is full; the first ones of a start are smaller
     * @param forcing false: {@link #force} leaves durability to the operating system
     * @param direct whether forces may write past the page cache: for those who seldom read back,
     *     on a disk where the writes can be shared, see {@link SharedForce}
     * @param background makes files beforehand
     */
    public ChronicleSegmentLog(
            Path directory, long fileBytesMax, boolean forcing, boolean direct, Executor background)
            throws IOException {
        this.directory = directory;
        this.fileBytesMax = fileBytesMax;
        this.forcing = forcing;
        this.direct = direct;
        this.background = background;
        this.fileBytes = Math.min(fileBytesMax, FIRST_FILE_BYTES);
        Files.createDirectories(directory);
    }

    /** Loads Chronicle Queue. */
    public static void prepare() {
        SingleChronicleQueueBuilder.binary(Path.of(""));
    }

    @Override
    public void replay(Visitor visitor) throws IOException {
        openOldFiles();
        FileScanner scanner = new FileScanner();
        NewestExcerpt newest = new NewestExcerpt(visitor);
        for (LogFile file : files.values()) {
            file.summary.show(file.number, file.size(), newest);
            long covered = file.summary.covered();
            if (covered < file.size()) {
                newest.quiet = true;
                scanner.scan(file, covered, file.number << OFFSET_BITS, newest);
                // Before a summary tells of it: what a summary tells of counts as forced.
                if (forcing && newest.position >= 0) {
                    writeAgain(newest.position);
                    newest.position = -1;
                }
                newest.endOfFile(file.number);
                if (covered > 0 && newest.quiet && !scanner.isSuspicious()) {
                    noteEnd(file);
                }
            }
        }
        startQueue();
    }

    /**
     * The newest excerpt may have been read from the page cache alone: the process before died
     * before it was forced, or the force failed, and then the kernel takes its pages for clean
     * though the disk does not have them. What stands before it was forced before it was written,
     * and so was what a summary tells of.
     */
    private void writeAgain(long position) throws IOException {
        LogFile file = Objects.requireNonNull(files.get(fileOf(position)));
        byte[] excerpt = read(position);
        file.writeAgain(position & OFFSET_MASK, excerpt);
        written.add(excerpt.length);
    }

    /**
     * Remembers where the newest excerpt stands that is not told of by a summary, and whether there
     * was anything to see.
     */
    private static final class NewestExcerpt implements Visitor {
        private final Visitor visitor;
        long position = -1;
        boolean quiet;

        NewestExcerpt(Visitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public void excerpt(long at, byte[] bytes, int offset, int length) throws IOException {
            position = at;
            quiet = false;
            visitor.excerpt(at, bytes, offset, length);
        }

        @Override
        public boolean summary(long file, byte[] summary, boolean newest) throws IOException {
            position = -1;
            return visitor.summary(file, summary, newest);
        }

        @Override
        public void endOfFile(long file) throws IOException {
            visitor.endOfFile(file);
        }

        @Override
        public void damage(long file, String description) throws IOException {
            quiet = false;
            visitor.damage(file, description);
        }
    }

    /** The files in a node's log directory, oldest first, without opening a queue. */
    static NavigableMap<Long, Path> filesIn(Path directory) throws IOException {
        NavigableMap<Long, Path> found = new ConcurrentSkipListMap<>();
        try (Stream<Path> paths = Files.walk(directory, 2)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                long day = day(path.getFileName().toString());
                if (day >= 0) {
                    found.put(day, path);
                }
            }
        }
        return found;
    }

    /** The day that a log file is named by, year, month and day; negative for other files. */
    private static long day(String name) {
        int digits = name.length() - FILE_SUFFIX.length();
        if (!name.endsWith(FILE_SUFFIX) || digits < 8 || digits > 9) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits; i++) {
            if (!Character.isDigit(name.charAt(i))) {
                return -1;
            }
            number = number * 10 + Character.digit(name.charAt(i), 10);
        }
        return LocalDate.of(number / 10_000, number / 100 % 100, number % 100).toEpochDay();
    }

    /** Shows what a stopped node's log holds; changes nothing. */
    public static void scan(Path directory, Visitor visitor) throws IOException {
        FileScanner scanner = new FileScanner();
        for (var entry : filesIn(directory).entrySet()) {
            try (LogFile file = new LogFile(entry.getKey(), entry.getValue(), false)) {
                scanner.scan(file, 0, file.number << OFFSET_BITS, visitor);
            }
        }
    }

    private void openOldFiles() throws IOException {
        for (var entry : filesIn(directory).entrySet()) {
            files.put(entry.getKey(), new LogFile(entry.getKey(), entry.getValue(), false));
        }
        current = files.isEmpty() ? 0 : files.lastKey();
    }

    private void startQueue() throws IOException {
        adopted = leftover();
        if (adopted != null && Files.size(adopted) <= 2 * SLACK_BYTES) {
            adopted = null;
        }
        removeLeftovers();
        long first = current + 1;
        firstFile = first;
        Path path = directory.resolve("%08d".formatted(first));
        Files.createDirectories(path);
        FilePreparer.forceDirectory(directory);
        run = path;
        if (adopted == null) {
            prepareNext();
        }
        TimeProvider clock = () -> Math.max(first, current) * DAY_MILLIS;
        queue =
                SingleChronicleQueueBuilder.binary(path)
                        .rollCycle(RollCycles.FAST_DAILY)
                        .timeProvider(clock)
                        .blockSize(BLOCK_BYTES)
                        .syncMode(SyncMode.SYNC)
                        .build();
        ExcerptAppender created = queue.createAppender();
        created.singleThreadedCheckDisabled(true);
        appender = created;
        // Only now: a queue that finds a file of zeroes when it opens waits ten seconds for
        // somebody
        // else to write its header.
        openFile(first);
    }

    /** Files in the making when a process died, and runs whose log files are all deleted. */
    private void removeLeftovers() throws IOException {
        Set<Path> used = new HashSet<>();
        for (LogFile file : files.values()) {
            used.add(file.path.toAbsolutePath().resolve("..").normalize());
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                boolean made =
                        entry.toString().endsWith(ZEROES)
                                || entry.toString().endsWith(ZEROES + FilePreparer.READY);
                if (made && !entry.equals(adopted)) {
                    Files.deleteIfExists(entry);
                } else if (Files.isDirectory(entry)
                        && !used.contains(entry.toAbsolutePath().normalize())) {
                    removeRun(entry);
                }
            }
        }
    }

    private static void removeRun(Path entry) throws IOException {
        Files.deleteIfExists(entry.resolve("metadata.cq4t"));
        try (Stream<Path> left = Files.list(entry)) {
            for (Path orphan : left.filter(path -> path.toString().endsWith(".summary")).toList()) {
                Files.delete(orphan);
            }
        }
        try (Stream<Path> left = Files.list(entry)) {
            if (left.findAny().isEmpty()) {
                Files.delete(entry);
            }
        }
    }

    private void prepareNext() {
        FilePreparer next =
                new FilePreparer(
                        directory.resolve(
                                "next-%d-%d%s"
                                        .formatted(
                                                ProcessHandle.current().pid(),
                                                PREPARED.incrementAndGet(),
                                                ZEROES)),
                        fileBytes + SLACK_BYTES,
                        background);
        preparer = next;
        if (current == firstFile) {
            CompletableFuture.delayedExecutor(PREPARE_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(next::start);
        } else {
            next.start();
        }
    }

    /** What a process that died had made beforehand; null if there is nothing. */
    private @Nullable Path leftover() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.toString().endsWith(ZEROES + FilePreparer.READY))
                    .findFirst()
                    .orElse(null);
        }
    }

    private void openFile(long number) throws IOException {
        LocalDate day = LocalDate.ofEpochDay(number);
        Path path =
                Objects.requireNonNull(run)
                        .resolve(
                                "%04d%02d%02dF.cq4"
                                        .formatted(
                                                day.getYear(),
                                                day.getMonthValue(),
                                                day.getDayOfMonth()));
        Path made = adopted;
        adopted = null;
        if (made == null) {
            Objects.requireNonNull(preparer).moveTo(path);
            written.add(fileBytes + SLACK_BYTES);
            rollAtBytes = fileBytes;
            fileBytes = Math.min(fileBytesMax, fileBytes * GROWTH);
        } else {
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
            FilePreparer.forceDirectory(path.resolveSibling("."));
            rollAtBytes = Files.size(path) - SLACK_BYTES;
            fileBytes = fileBytesMax;
        }
        LogFile file = new LogFile(number, path, true);
        file.summary.delete();
        files.put(number, file);
        currentFile = file;
        current = number;
        appended = 0;
        extentEnd = 0;
        forced = 0;
        preparedEnd = rollAtBytes + SLACK_BYTES;
        prepareNext();
    }

    @Override
    public long append(byte[] bytes, int offset, int length) throws IOException {
        if (length > EXCERPT_BYTES_MAX) {
            throw new IOException("log excerpt of " + length + " bytes");
        }
        long at = FileScanner.align(appended);
        if (at + length > extentEnd) {
            at = startExtent(length);
        }
        LogFile file = Objects.requireNonNull(currentFile);
        if (goesPastCache(file, at, length)) {
            file.stage(at, bytes, offset, length);
        } else {
            // Through the file, not the mapping: a store to a mapped page makes the next force
            // flush every processor's address translations, and is a fault after it.
            file.write(at, bytes, offset, length, extentEnd);
        }
        appended = at + length;
        if (appended >= rollAtBytes / PREPARE_AT) {
            Objects.requireNonNull(preparer).start();
        }
        return current << OFFSET_BITS | at;
    }

    private boolean goesPastCache(LogFile file, long at, int length) {
        return direct
                && forcing
                && !forceWholly
                && at >= ownBlocks
                && at + length <= ownBlocksEnd
                && file.direct() != null;
    }

    /** Lets Chronicle lay out a document for many excerpts; returns where its first one goes. */
    private long startExtent(int length) throws IOException {
        cacheNextHeader(length);
        try (DocumentContext document = Objects.requireNonNull(appender).writingDocument()) {
            Bytes<?> target = Objects.requireNonNull(document.wire()).bytes();
            long start = target.writePosition();
            firstExtent = extentEnd > 0 ? firstExtent : start;
            target.writeSkip(extentBytes(start, length));
            extentEnd = target.writePosition();
            ownBlocks = (start + DISK_BLOCK - 1) / DISK_BLOCK * DISK_BLOCK;
            ownBlocksEnd = Math.min(extentEnd, preparedEnd) / DISK_BLOCK * DISK_BLOCK;
            forceWholly = true;
            return start;
        } catch (InternalError e) {
            // What the JVM makes of a mapped page that has no block on a full disk.
            throw new IOException("disk full under the log, or log file damaged", e);
        } catch (RuntimeException e) {
            throw new IOException("log append failed: " + e, e);
        }
    }

    private long extentBytes(long start, int length) {
        long prepared = preparedEnd - EXTENT_TRAILER_BYTES - start;
        return Math.max(length, Math.min(EXCERPT_BYTES_MAX, prepared));
    }

    /**
     * Chronicle touches what follows the document that it lays out, through its mapping. Zeroes
     * that went past the page cache would be read from the disk for that, with all that the kernel
     * reads ahead of a fault, megabytes, while the log thread waits. Those that are written here
     * are in the page cache.
     */
    private void cacheNextHeader(int length) throws IOException {
        long start =
                extentEnd > 0 ? FileScanner.align(extentEnd) + DOCUMENT_HEADER_BYTES : firstExtent;
        long end = start + extentBytes(start, length);
        long from = end / DISK_BLOCK * DISK_BLOCK;
        long to = Math.min(preparedEnd, from + BEHIND_EXTENT_BYTES);
        if (start > 0 && from > start) {
            // Block by block: what is written at once is one folio of the page cache, and goes with
            // the block of it that is written past that.
            for (long at = from; at < to; at += DISK_BLOCK) {
                int bytes = (int) Math.min(to - at, DISK_BLOCK);
                Objects.requireNonNull(currentFile).write(at, ZERO_BLOCK, 0, bytes, to);
            }
        }
    }

    @Override
    public void force() throws IOException {
        LogFile file = Objects.requireNonNull(currentFile);
        file.writeStaged();
        if (forcing) {
            file.force();
        }
        forced();
    }

    // ---- a force in parts

    @Override
    public boolean isForcing() {
        return forcing;
    }

    @Override
    public boolean isForceableInPart() {
        return !forceWholly
                && appended <= preparedEnd
                && Objects.requireNonNull(currentFile).openRaw();
    }

    /** Whether what was appended last waits for a force to write it. */
    boolean isDirect() {
        return Objects.requireNonNull(currentFile).staged() != null;
    }

    @Override
    public boolean addTo(WriteRing ring) {
        LogFile file = Objects.requireNonNull(currentFile);
        BlockBuffer blocks = file.staged();
        RawFile target = file.direct();
        if (blocks == null || target == null) {
            return false;
        }
        ring.add(target, blocks.address(), blocks.length(), blocks.offset());
        return true;
    }

    @Override
    public void writtenDirectly(int result) throws IOException {
        LogFile file = Objects.requireNonNull(currentFile);
        if (result < 0) {
            throw NativeCalls.error(-result, "write", file.path);
        }
        if (result < Objects.requireNonNull(file.staged()).length()) {
            throw new IOException("only " + result + " bytes were written of " + file.path);
        }
        file.stagedWritten();
    }

    @Override
    public void beginWriting() throws IOException {
        Objects.requireNonNull(currentFile).writeStaged();
        raw().beginWriting(firstUnforcedBlock(), appended);
    }

    @Override
    public void finishWriting() throws IOException {
        raw().finishWriting(firstUnforcedBlock(), appended);
    }

    @Override
    public void flushDevice() throws IOException {
        if (flusher == null) {
            flusher = flusher();
        }
        (flusher == null ? raw() : flusher).force();
    }

    /** Null if there is none; a log's own file does as well. */
    private @Nullable RawFile flusher() {
        Path path = directory.resolve(FLUSHER);
        try {
            if (!Files.exists(path)) {
                Files.createFile(path);
            }
            return RawFile.open(path);
        } catch (IOException e) {
            LOG.debug("{} cannot be made", path, e);
            return null;
        }
    }

    @Override
    public void forced() {
        long blocks = (appended + DISK_BLOCK - 1) / DISK_BLOCK - forced / DISK_BLOCK;
        written.add(blocks * DISK_BLOCK);
        forced = appended;
        forceWholly = false;
    }

    private RawFile raw() {
        return Objects.requireNonNull(Objects.requireNonNull(currentFile).raw());
    }

    private long firstUnforcedBlock() {
        return forced / DISK_BLOCK * DISK_BLOCK;
    }

    @Override
    public void summarize(long number, byte[] summary) throws IOException {
        LogFile file = files.get(number);
        if (file == null) {
            throw new IOException("log file " + number + " is gone");
        }
        if (!forcing) {
            // A summary that outlives what it tells of would be believed.
            file.force();
        }
        written.add(summary.length);
        file.summary.append(summary, file == currentFile ? appended : file.size());
    }

    /**
     * Behind what its summary covers the file has nothing, and never will: a start need not look
     * for more in what is left of it.
     */
    private static void noteEnd(LogFile file) {
        try {
            if (file.summary.covered() < file.size()) {
                file.summary.append(new byte[0], file.size());
            }
        } catch (IOException e) {
            LOG.debug("{} is looked through at the next start, too", file.path, e);
        }
    }

    @Override
    public boolean isRollDue() {
        return appended >= rollAtBytes;
    }

    @Override
    public void roll() throws IOException {
        if (forced < appended) {
            force();
        }
        LogFile full = Objects.requireNonNull(currentFile);
        full.closeRaw();
        if (full.summary.covered() == appended) {
            noteEnd(full);
        }
        openFile(current + 1);
    }

    @Override
    public byte[] read(long position) throws IOException {
        LogFile file = files.get(fileOf(position));
        if (file == null) {
            throw new IOException("log file " + fileOf(position) + " is gone");
        }
        long offset = position & OFFSET_MASK;
        byte[] header = new byte[ExcerptLayout.HEADER_SIZE];
        file.readFully(offset, header);
        int length = ExcerptLayout.length(header, 0);
        if (!ExcerptLayout.startsAt(header, 0)
                || length < ExcerptLayout.HEADER_SIZE
                || length > EXCERPT_BYTES_MAX) {
            throw new IOException("no excerpt at " + offset + " of " + file.path);
        }
        byte[] excerpt = new byte[length];
        file.readFully(offset, excerpt);
        return excerpt;
    }

    @Override
    public byte[] read(long position, int offset, int length) throws IOException {
        LogFile file = files.get(fileOf(position));
        if (file == null) {
            throw new IOException("log file " + fileOf(position) + " is gone");
        }
        byte[] bytes = new byte[length];
        int filled = file.read((position & OFFSET_MASK) + offset, bytes, 0, length);
        return filled == length ? bytes : Arrays.copyOf(bytes, filled);
    }

    @Override
    public long fileOf(long position) {
        return position >>> OFFSET_BITS;
    }

    @Override
    public long currentFile() {
        return current;
    }

    @Override
    public void deleteBelow(long file) throws IOException {
        for (LogFile old : List.copyOf(files.headMap(Math.min(file, current)).values())) {
            files.remove(old.number);
            old.delete();
        }
    }

    @Override
    public long writtenBytes() {
        return written.sum();
    }

    @Override
    public long bytes() {
        long bytes = 0;
        try {
            for (LogFile file : files.values()) {
                bytes += file.size();
            }
        } catch (IOException e) {
            // A file deleted meanwhile; the number is for people.
            LOG.debug("size of the log", e);
        }
        return bytes;
    }

    @Override
    public void close() {
        if (preparer != null) {
            preparer.cancel();
        }
        if (queue != null) {
            queue.close();
        }
        if (flusher != null) {
            flusher.close();
        }
        for (LogFile file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("closing {}", file.path, e);
            }
        }
    }
}
