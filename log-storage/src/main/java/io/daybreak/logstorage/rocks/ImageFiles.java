package io.daybreak.logstorage.rocks;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.PageLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of page images, written once each and in the order they came, never changed. Which of them
 * are still of use the index says; a file goes when none is.
 *
 * <pre>
 * name    NNNNNNNN.images, the file's number in eight hex digits
 * offset  length  field
 *      0       8  magic and version, "DAYIMG" 0 1
 *      8       8  file number
 *     16     ...  zero up to 4096
 *   4096   16384  slot 0: a sealed image, see {@link PageLayout}
 *    ...
 * </pre>
 *
 * <p>The place of an image is {@code file << 16 | slot}. A start writes to a new file: behind the
 * images that the index knows there may be some in the last one that it does not.
 *
 * <p>Reads come from any thread; what appends and forces is serialised by the monitor.
 */
final class ImageFiles implements AutoCloseable {
    /** Of the first files. Each stays open, so those of a large store are larger. */
    static final int FILE_SLOTS = 4096;

    private static final int FILE_SLOTS_MAX = 65_536;
    private static final int FILES_OF_A_SIZE = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ImageFiles.class);

    private static final long MAGIC = 0x4441_5949_4d47_0001L;
    private static final String SUFFIX = ".images";
    private static final String PROBE = "probe";
    private static final int HEADER_BYTES = 4096;
    private static final int SLOT_BITS = 16;

    /**
     * So much is on its way to the disk at a time: a log on it waits for that, and must not wait
     * for a whole round.
     */
    private static final int UNFORCED_MAX = 1 << 20;

    /** More than an index needs to be opened; not zeroes, of which a device may make nothing. */
    private static final byte[] PROBE_BYTES = new byte[256 << 10];

    static {
        Arrays.fill(PROBE_BYTES, (byte) 0xda);
    }

    private final Path directory;
    private final int fileSlots;

    /** Every file, by number. */
    private final Map<Long, OneFile> files = new ConcurrentSkipListMap<>();

    @GuardedBy("this")
    private long nextFile = 1;

    @GuardedBy("this")
    private @Nullable OneFile current;

    /** Of the current file. */
    @GuardedBy("this")
    private int currentSlots;

    @GuardedBy("this")
    private long unforcedBytes;

    private final LongAdder writtenBytes;
    private final Forcing forcing;

    @GuardedBy("this")
    private long appended;

    /**
     * Of a force: what the system did not write it may have forgotten, and says so only once. So no
     * later force makes up for it, and nothing appended since the last good one counts as written.
     */
    @GuardedBy("this")
    private @Nullable IOException failure;

    private volatile boolean closed;

    /** How files get to stable storage. */
    interface Forcing {
        Forcing REAL = FileChannel::force;

        void force(FileChannel channel, boolean metadata) throws IOException;
    }

    /** A file; the slots are written by whoever holds the monitor of all files. */
    private static final class OneFile {
        final long number;
        final Path path;
        volatile int slots;
        private @Nullable FileChannel channel;

        OneFile(long number, Path path, int slots) {
            this.number = number;
            this.path = path;
            this.slots = slots;
        }

        /** Opened by the first use, and again after an interrupt of its user has closed it. */
        synchronized FileChannel channel() throws IOException {
            FileChannel open = channel;
            if (open == null || !open.isOpen()) {
                open = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                channel = open;
                verifyHeader(open);
            }
            return open;
        }

        private void verifyHeader(FileChannel open) throws IOException {
            ByteBuffer header = ByteBuffer.allocate(2 * Long.BYTES);
            open.read(header, 0);
            if (header.getLong(0) != MAGIC || header.getLong(Long.BYTES) != number) {
                open.close();
                throw new CorruptRedoException(path + " is not a file of images " + number);
            }
        }

        synchronized void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }
    }

    /**
     * @param writtenBytes grows by what is appended
     */
    ImageFiles(Path directory, int fileSlots, LongAdder writtenBytes, Forcing forcing)
            throws IOException {
        this.directory = Files.createDirectories(directory);
        this.writtenBytes = writtenBytes;
        this.forcing = forcing;
        this.fileSlots = fileSlots;
        try (Stream<Path> found = Files.list(directory)) {
            for (Path path : found.toList()) {
                String name = path.getFileName().toString();
                if (!name.matches("[0-9a-f]{8,15}\\" + SUFFIX)) {
                    continue;
                }
                long number =
                        Long.parseLong(name.substring(0, name.length() - SUFFIX.length()), 16);
                int slots =
                        (int) (Math.max(0, Files.size(path) - HEADER_BYTES) / PageLayout.PAGE_SIZE);
                files.put(number, new OneFile(number, path, slots));
                nextFile = Math.max(nextFile, number + 1);
            }
        }
    }

    static long fileOf(long place) {
        return place >>> SLOT_BITS;
    }

    private static long offset(long place) {
        long slot = place & (1 << SLOT_BITS) - 1;
        return HEADER_BYTES + slot * PageLayout.PAGE_SIZE;
    }

    /** Writes an image behind the others and returns its place. Not durable before a force. */
    synchronized long append(byte[] image) throws IOException {
        refuseAfterFailure();
        OneFile file = current;
        if (file == null || file.slots == currentSlots) {
            force();
            file = startFile();
        }
        long place = file.number << SLOT_BITS | file.slots;
        writeFully(file.channel(), ByteBuffer.wrap(image, 0, PageLayout.PAGE_SIZE), offset(place));
        file.slots++;
        unforcedBytes += PageLayout.PAGE_SIZE;
        writtenBytes.add(PageLayout.PAGE_SIZE);
        appended++;
        if (unforcedBytes >= UNFORCED_MAX) {
            force();
        }
        return place;
    }

    @GuardedBy("this")
    private OneFile startFile() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        // Its number is not used again if this fails: what was half made may come back.
        long number = nextFile++;
        Path path = directory.resolve("%08x%s".formatted(number, SUFFIX));
        try {
            makeFile(path, number);
        } catch (IOException e) {
            deleteQuietly(path);
            throw e;
        }
        OneFile file = new OneFile(number, path, 0);
        currentSlots = slotsOfNext(files.size());
        files.put(number, file);
        current = file;
        return file;
    }

    private void makeFile(Path path, long number) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putLong(number).rewind();
        try (FileChannel made =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeFully(made, header, 0);
            forcing.force(made, true);
        }
        forceDirectory();
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The next start finds a file that nobody needs.
            LOG.debug("{} stays", path, e);
        }
    }

    /** Fails if the disk takes no new files, or does not write them. */
    void probe() throws IOException {
        Path path = directory.resolve(PROBE);
        try (FileChannel made =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeFully(made, ByteBuffer.wrap(PROBE_BYTES), 0);
            forcing.force(made, true);
            forceDirectory();
        } finally {
            deleteQuietly(path);
        }
    }

    /** By how many files there are: a thousand hold half a TB, and each more holds a GB. */
    private int slotsOfNext(int others) {
        return (int) Math.min((long) fileSlots * (1 + others / FILES_OF_A_SIZE), FILE_SLOTS_MAX);
    }

    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            forcing.force(channel, true);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer from, long offset)
            throws IOException {
        int start = from.position();
        while (from.hasRemaining()) {
            channel.write(from, offset + from.position() - start);
        }
    }

    /** Returns when everything appended before is on stable storage. */
    synchronized void force() throws IOException {
        refuseAfterFailure();
        OneFile file = current;
        if (file != null && unforcedBytes > 0) {
            try {
                forcing.force(file.channel(), false);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
        unforcedBytes = 0;
    }

    /** A force failed: nothing is written any more. */
    synchronized boolean isInDoubt() {
        return failure != null;
    }

    @GuardedBy("this")
    private void refuseAfterFailure() throws IOException {
        if (failure != null) {
            throw new IOException("images could not be forced: " + failure, failure);
        }
    }

    /**
     * Reads what stands in a place; who gets it verifies it. What is behind the end of a file is
     * zero.
     *
     * @return false if the file is gone
     */
    boolean read(long place, byte[] into) throws IOException {
        OneFile file = files.get(fileOf(place));
        if (file == null) {
            return false;
        }
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, PageLayout.PAGE_SIZE);
        try {
            FileChannel channel = file.channel();
            while (buffer.hasRemaining()
                    && channel.read(buffer, offset(place) + buffer.position()) >= 0) {
                // A read may end early.
            }
        } catch (IOException e) {
            if (files.get(fileOf(place)) != file && !closed) {
                return false;
            }
            throw e;
        }
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0);
        }
        return true;
    }

    /** How many images stand in each of the files that get no more, oldest first. */
    synchronized Map<Long, Integer> slotsOfFull() {
        Map<Long, Integer> slots = new ConcurrentSkipListMap<>();
        files.forEach((number, file) -> {
            if (file != current) {
                slots.put(number, file.slots);
            }
        });
        return slots;
    }

    /** Deletes a file that nobody needs. A read under way may be told that it is gone. */
    void delete(long number) throws IOException {
        OneFile file = files.remove(number);
        if (file != null) {
            file.close();
            Files.deleteIfExists(file.path);
        }
    }

    /** How many images were appended since the start. */
    synchronized long appended() {
        return appended;
    }

    @Override
    public synchronized void close() {
        closed = true;
        current = null;
        for (OneFile file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("closing {}", file.path, e);
            }
        }
    }
}
