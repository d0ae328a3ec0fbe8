package io.daybreak.logstorage.chronicle;

import io.daybreak.logstorage.posix.NativeCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on Linux, with the calls that Java has no name for. It is opened anew, beside whatever
 * channel there is: the kernel keeps account of write errors for each open file, so what is
 * reported here does not depend on who else was told.
 *
 * <p>Used by one thread at a time.
 */
final class RawFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RawFile.class);

    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;

    /** Differs between architectures; zero where nobody looked it up. */
    private static final int O_DIRECT =
            switch (System.getProperty("os.arch", "")) {
                case "amd64", "x86_64" -> 0x4000;
                case "aarch64" -> 0x10000;
                default -> 0;
            };

    private static final int RANGE_WRITE = 2;
    private static final int RANGE_WAIT_WRITE_WAIT = 1 | 2 | 4;

    /** Linked when they are loaded: that takes some tens of milliseconds. */
    private static final class Calls {
        static final MethodHandle OPEN =
                NativeCalls.function(
                        "open",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        // The mode, which is not passed.
                        Linker.Option.firstVariadicArg(2));
        static final MethodHandle CLOSE =
                NativeCalls.function(
                        "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        static final MethodHandle FDATASYNC =
                NativeCalls.function(
                        "fdatasync",
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        static final MethodHandle SYNC_FILE_RANGE =
                NativeCalls.function(
                        "sync_file_range",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));

        private Calls() {}
    }

    private static volatile boolean loaded;

    private final Path path;
    private static final int CLOSED = -1;

    /** The system gives the number to somebody else as soon as this file is closed. */
    private int descriptor;

    private final MemorySegment state;

    private RawFile(Path path, int descriptor, MemorySegment state) {
        this.path = path;
        this.descriptor = descriptor;
        this.state = state;
    }

    /** Makes the calls ready where there are any. Idempotent; takes its time the first time. */
    static void load() {
        if (loaded || !NativeCalls.isLinux()) {
            return;
        }
        try {
            loaded = Calls.SYNC_FILE_RANGE != null;
        } catch (LinkageError e) {
            LOG.info("no native calls here, every log is forced by itself", e);
        }
    }

    static boolean isLoaded() {
        return loaded;
    }

    /** Null before {@link #load}, where there are no such calls, or if it cannot be opened. */
    static @Nullable RawFile open(Path path) {
        return open(path, 0);
    }

    /** The same for whole blocks that go past the page cache. */
    static @Nullable RawFile openDirect(Path path) {
        return O_DIRECT == 0 ? null : open(path, O_DIRECT);
    }

    private static @Nullable RawFile open(Path path, int flags) {
        if (!loaded) {
            return null;
        }
        MemorySegment state = NativeCalls.state();
        try (Arena arena = Arena.ofConfined()) {
            Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
            MemorySegment name = arena.allocateFrom(path.toAbsolutePath().toString(), charset);
            int all = O_RDWR | O_CLOEXEC | flags;
            int descriptor = (int) Calls.OPEN.invokeExact(state, name, all);
            if (descriptor < 0) {
                LOG.warn(
                        "not opened for native calls: {}",
                        NativeCalls.error(state, "open", path).toString());
                return null;
            }
            return new RawFile(path, descriptor, state);
        } catch (Throwable e) {
            throw NativeCalls.unexpected(e);
        }
    }

    /** For calls of others; of no use once this is closed. */
    int descriptor() {
        return descriptor;
    }

    /**
     * Begins to write what is dirty in a range to the device. A hint: what is being written already
     * is skipped.
     */
    void beginWriting(long from, long to) throws IOException {
        syncRange(from, to, RANGE_WRITE);
    }

    /**
     * Returns when everything in a range that was dirty is with the device, which may still have it
     * in its cache.
     */
    void finishWriting(long from, long to) throws IOException {
        syncRange(from, to, RANGE_WAIT_WRITE_WAIT);
    }

    private void syncRange(long from, long to, int flags) throws IOException {
        try {
            int result;
            do {
                result =
                        (int)
                                Calls.SYNC_FILE_RANGE.invokeExact(
                                        state, descriptor, from, to - from, flags);
            } while (result < 0 && NativeCalls.errno(state) == NativeCalls.EINTR);
            if (result < 0) {
                throw NativeCalls.error(state, "sync_file_range", path);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw NativeCalls.unexpected(e);
        }
    }

    /** Writes what is dirty in the whole file, and empties the device's cache. */
    void force() throws IOException {
        try {
            int result;
            do {
                result = (int) Calls.FDATASYNC.invokeExact(state, descriptor);
            } while (result < 0 && NativeCalls.errno(state) == NativeCalls.EINTR);
            if (result < 0) {
                throw NativeCalls.error(state, "fdatasync", path);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw NativeCalls.unexpected(e);
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (descriptor == CLOSED) {
            return;
        }
        int closing = descriptor;
        descriptor = CLOSED;
        try {
            int result = (int) Calls.CLOSE.invokeExact(state, closing);
            if (result < 0) {
                LOG.warn("closing {}", path, NativeCalls.error(state, "close", path));
            }
        } catch (Throwable e) {
            throw NativeCalls.unexpected(e);
        }
    }
}
