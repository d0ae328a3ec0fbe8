package io.daybreak.logstorage.chronicle;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the next log file beforehand: written full of zeroes and forced, so that later forces have
 * no blocks to allocate. In the background it takes its time; when the log waits for the file it
 * does not.
 *
 * <p>The zeroes go past the page cache where the file system lets them: half a gigabyte of them for
 * every generation of six files would cost a page allocated, filled and written back for each block
 * only to be overwritten. The log fills whole blocks and so need not read them, see {@link
 * LogFile#write}; only the head, which Chronicle maps, is put into the page cache as well: a fault
 * would read megabytes ahead. Where they cannot, they are written 4 KiB at a time: larger writes
 * make larger folios, and a force then writes, or at least counts, all of a folio for a few bytes
 * of it.
 *
 * <p>Used by the log thread, {@link #start} by any; the file is made on the executor.
 */
final class FilePreparer {
    private static final Logger LOG = LoggerFactory.getLogger(FilePreparer.class);

    /** Added to the name of a file that is full of zeroes, durably. */
    static final String READY = ".ready";

    private static final int WRITE_BYTES = 4096;

    /** Chronicle's own at the head of a file, read and written through its mapping. */
    private static final long HEAD_BYTES = 128 << 10;

    /**
     * A device that takes one request after the other keeps a force waiting for so much of ours; a
     * megabyte takes longer than most commits.
     */
    private static final int STEP_BYTES = 256 << 10;

    private static final long PAUSE_MILLIS = 4;
    private static final long CANCEL_MILLIS = 2_000;

    private final Path file;
    private final Path ready;
    private final long size;
    private final Executor executor;
    private final FutureTask<Void> task;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean urgent;
    private volatile boolean cancelled;

    FilePreparer(Path file, long size, Executor executor) {
        this.file = file;
        this.ready = file.resolveSibling(file.getFileName() + READY);
        this.size = size;
        this.executor = executor;
        this.task =
                new FutureTask<>(() -> {
                    try {
                        write();
                    } catch (IOException e) {
                        // A disk that is full needs the space.
                        Files.deleteIfExists(file);
                        throw e;
                    }
                    return null;
                });
    }

    /** Starts in the background, the first time it is called. */
    void start() {
        if (!started.get() && started.compareAndSet(false, true)) {
            executor.execute(task);
        }
    }

    /** Waits for the file and moves it where the log wants it. */
    void moveTo(Path target) throws IOException {
        urgent = true;
        task.run();
        try {
            task.get();
        } catch (ExecutionException e) {
            // The reason is what people and the writer look for: a full disk above all.
            throw new IOException(
                    "cannot make the log file " + target + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a log file was made", e);
        }
        Files.move(ready, target, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(target.toAbsolutePath().resolve("..").normalize());
    }

    /** Gives the file up, and waits a moment until nobody touches the directory any more. */
    void cancel() {
        cancelled = true;
        urgent = true;
        // If nobody has started it, it ends here and now.
        task.run();
        try {
            task.get(CANCEL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // Given up either way: what it leaves behind is removed by the next start.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() throws IOException, InterruptedException {
        if (cancelled) {
            throw new IOException("cancelled");
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long filled = fillDirectly() ? size / STEP_BYTES * STEP_BYTES : 0;
            ByteBuffer zeroes = ByteBuffer.allocateDirect(WRITE_BYTES);
            fill(channel, 0, Math.min(filled, HEAD_BYTES), zeroes);
            fill(channel, filled, size, zeroes);
            channel.force(true);
        }
        if (cancelled) {
            Files.deleteIfExists(file);
        } else {
            // Whoever finds it under this name may use it, in another process too.
            Files.move(file, ready, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Fills all whole steps; false if the file system cannot do that, or it fails. */
    private boolean fillDirectly() throws InterruptedException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, direct());
                Arena arena = Arena.ofConfined()) {
            long blockBytes = Files.getFileStore(file).getBlockSize();
            ByteBuffer zeroes = arena.allocate(STEP_BYTES, blockBytes).asByteBuffer();
            fill(channel, 0, size / STEP_BYTES * STEP_BYTES, zeroes);
            return true;
        } catch (UnsupportedOperationException | IllegalArgumentException | IOException e) {
            // If it was an error of the disk, the other way meets it too.
            LOG.debug("{} is not filled past the page cache", file, e);
            return false;
        }
    }

    /** The JDK's own; the compiler warns of its name, which cannot be turned off. */
    private static OpenOption direct() {
        try {
            for (Object option :
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
                if (option.toString().equals("DIRECT")) {
                    return (OpenOption) option;
                }
            }
        } catch (ClassNotFoundException e) {
            throw new UnsupportedOperationException("no direct I/O in this JDK", e);
        }
        throw new UnsupportedOperationException("no direct I/O in this JDK");
    }

    /** Writes zeroes up to the end, or a little more. */
    private void fill(FileChannel channel, long from, long end, ByteBuffer zeroes)
            throws IOException, InterruptedException {
        for (long at = from; at < end && !cancelled; at += zeroes.capacity()) {
            zeroes.clear();
            while (zeroes.hasRemaining()) {
                channel.write(zeroes, at + zeroes.position());
            }
            if (at % STEP_BYTES == 0 && !urgent) {
                if (zeroes.capacity() < STEP_BYTES) {
                    channel.force(false);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
