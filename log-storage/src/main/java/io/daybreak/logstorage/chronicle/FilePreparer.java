package io.daybreak.logstorage.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes the next log file beforehand: written full of zeroes in 4 KiB writes and forced, so that
 * later forces have no blocks to allocate and write back small folios only. In the background it
 * takes its time; when the log waits for the file it does not.
 *
 * <p>Used by the log thread, {@link #start} by any; the file is made on the executor.
 */
final class FilePreparer {
    /** Added to the name of a file that is full of zeroes, durably. */
    static final String READY = ".ready";

    private static final int WRITE_BYTES = 4096;
    private static final int STEP_BYTES = 1 << 20;
    private static final long PAUSE_MILLIS = 15;
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
            ByteBuffer zeroes = ByteBuffer.allocateDirect(WRITE_BYTES);
            for (long at = 0; at < size && !cancelled; at += WRITE_BYTES) {
                zeroes.clear();
                while (zeroes.hasRemaining()) {
                    channel.write(zeroes, at + zeroes.position());
                }
                if (at % STEP_BYTES == 0 && !urgent) {
                    channel.force(false);
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
            channel.force(true);
        }
        if (cancelled) {
            Files.deleteIfExists(file);
        } else {
            // Whoever finds it under this name may use it, in another process too.
            Files.move(file, ready, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
