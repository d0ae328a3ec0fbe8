package io.daybreak.logstorage.chronicle;

import io.daybreak.logstorage.posix.NativeCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to several files that are under way at the same time, begun and awaited with one system
 * call: {@code io_uring} (man 7 io_uring; the offsets are those of {@code linux/io_uring.h}).
 *
 * <p>It asks for completions that are worked on by the thread that waits for them, so a kernel
 * since 6.1 is needed, and a container that allows the calls. Used by the thread that opened it.
 */
final class WriteRing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteRing.class);

    private static final long SYS_SETUP = 425;
    private static final long SYS_ENTER = 426;

    private static final int SETUP_CLAMP = 1 << 4;
    private static final int SETUP_SINGLE_ISSUER = 1 << 12;
    private static final int SETUP_DEFER_TASKRUN = 1 << 13;
    private static final int FEATURE_SINGLE_MMAP = 1;
    private static final int ENTER_GETEVENTS = 1;
    private static final byte OPERATION_WRITE = 23;
    private static final long ENTRIES_OFFSET = 0x10000000L;
    private static final long RING_OFFSET = 0;

    private static final int PARAMETERS_BYTES = 120;
    private static final int SUBMISSION_BYTES = 64;
    private static final int COMPLETION_BYTES = 16;

    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_SHARED_POPULATE = 1 | 0x8000;
    private static final int EAGAIN = 11;
    private static final int EBUSY = 16;

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private static final class Calls {
        static final MethodHandle SYSCALL =
                NativeCalls.function(
                        "syscall",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.firstVariadicArg(1));
        static final MethodHandle MMAP =
                NativeCalls.function(
                        "mmap",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG));
        static final MethodHandle MUNMAP =
                NativeCalls.function(
                        "munmap",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG));
        static final MethodHandle CLOSE =
                NativeCalls.function(
                        "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private Calls() {}
    }

    private static volatile boolean loaded;

    private final MemorySegment state = NativeCalls.state();
    private final int descriptor;

    /** Heads, tails and completions; and what is submitted. */
    private MemorySegment ring = MemorySegment.NULL;

    private MemorySegment entries = MemorySegment.NULL;
    private long submissionTail;
    private long completionHead;
    private long completionTail;
    private long completions;
    private int completionMask;
    private int capacity;

    private int count;
    private int[] results = new int[8];

    private WriteRing(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Makes the calls ready. Idempotent; takes its time the first time. */
    static void load() {
        if (!loaded && NativeCalls.isLinux()) {
            try {
                loaded = Calls.SYSCALL != null;
            } catch (LinkageError e) {
                LOG.info("no native calls here, logs go through the page cache", e);
            }
        }
    }

    static boolean isLoaded() {
        return loaded;
    }

    /**
     * Null before {@link #load} and where the system has no such thing, or does not allow it.
     *
     * @param capacity writes at the same time
     */
    static @Nullable WriteRing open(int capacity) {
        if (!loaded) {
            return null;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = NativeCalls.state();
            MemorySegment parameters = arena.allocate(PARAMETERS_BYTES, Long.BYTES);
            parameters.set(
                    ValueLayout.JAVA_INT,
                    8,
                    SETUP_CLAMP | SETUP_SINGLE_ISSUER | SETUP_DEFER_TASKRUN);
            long descriptor =
                    (long)
                            Calls.SYSCALL.invokeExact(
                                    state,
                                    SYS_SETUP,
                                    (long) capacity,
                                    parameters.address(),
                                    0L,
                                    0L,
                                    0L,
                                    0L);
            if (descriptor < 0) {
                LOG.debug("no io_uring: {}", NativeCalls.errno(state));
                return null;
            }
            WriteRing made = new WriteRing((int) descriptor);
            if (!made.map(parameters)) {
                made.close();
                return null;
            }
            return made;
        } catch (Throwable e) {
            throw NativeCalls.unexpected(e);
        }
    }

    private boolean map(MemorySegment parameters) throws Throwable {
        if ((parameters.get(ValueLayout.JAVA_INT, 20) & FEATURE_SINGLE_MMAP) == 0) {
            return false;
        }
        capacity = parameters.get(ValueLayout.JAVA_INT, 0);
        completionMask = parameters.get(ValueLayout.JAVA_INT, 4) - 1;
        long submissions = 40;
        long completed = 80;
        long array = at(parameters, submissions + 24);
        completions = at(parameters, completed + 20);
        long bytes =
                Math.max(
                        array + (long) capacity * Integer.BYTES,
                        completions + (completionMask + 1L) * COMPLETION_BYTES);
        ring = map(bytes, RING_OFFSET);
        entries = map((long) capacity * SUBMISSION_BYTES, ENTRIES_OFFSET);
        if (ring.equals(MemorySegment.NULL) || entries.equals(MemorySegment.NULL)) {
            return false;
        }
        submissionTail = at(parameters, submissions + 4);
        completionHead = at(parameters, completed);
        completionTail = at(parameters, completed + 4);
        for (int i = 0; i < capacity; i++) {
            ring.set(ValueLayout.JAVA_INT, array + (long) i * Integer.BYTES, i);
        }
        return true;
    }

    private static long at(MemorySegment parameters, long offset) {
        return parameters.get(ValueLayout.JAVA_INT, offset);
    }

    @SuppressWarnings("restricted") // The length is what was mapped.
    private MemorySegment map(long bytes, long offset) throws Throwable {
        long address =
                (long)
                        Calls.MMAP.invokeExact(
                                state,
                                0L,
                                bytes,
                                PROT_READ_WRITE,
                                MAP_SHARED_POPULATE,
                                descriptor,
                                offset);
        return address == -1
                ? MemorySegment.NULL
                : MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /** Whether there is room for another {@link #add}. */
    boolean hasRoom() {
        return count < capacity;
    }

    /**
     * Adds a write to those that {@link #run} does.
     *
     * @param address of bytes that stay where and as they are until then
     */
    void add(RawFile file, long address, int length, long offset) {
        int tail = ring.get(ValueLayout.JAVA_INT, submissionTail) + count;
        long at = (long) (tail & capacity - 1) * SUBMISSION_BYTES;
        for (long field = at; field < at + SUBMISSION_BYTES; field += Long.BYTES) {
            entries.set(ValueLayout.JAVA_LONG, field, 0);
        }
        entries.set(ValueLayout.JAVA_BYTE, at, OPERATION_WRITE);
        entries.set(ValueLayout.JAVA_INT, at + 4, file.descriptor());
        entries.set(ValueLayout.JAVA_LONG, at + 8, offset);
        entries.set(ValueLayout.JAVA_LONG, at + 16, address);
        entries.set(ValueLayout.JAVA_INT, at + 24, length);
        entries.set(ValueLayout.JAVA_LONG, at + 32, (long) count);
        count++;
    }

    /**
     * Does what was added, and returns when all of it has ended, well or not.
     *
     * @return for each write, in the order of the calls, the bytes written or a negative {@code
     *     errno}; reused
     * @throws IOException if the kernel does not take all of it: then the ring is of no further use
     */
    int[] run() throws IOException {
        int total = count;
        count = 0;
        if (results.length < total) {
            results = new int[total];
        }
        INT.setRelease(
                ring, submissionTail, ring.get(ValueLayout.JAVA_INT, submissionTail) + total);
        int left = total;
        int underWay = 0;
        int failure = 0;
        while (underWay > 0 || left > 0 && failure == 0) {
            int submit = failure == 0 ? left : 0;
            int entered = enter(submit, underWay + submit);
            if (entered >= 0) {
                left -= entered;
                underWay += entered;
            } else if (!isPassing(-entered)) {
                if (failure != 0) {
                    break;
                }
                failure = -entered;
            }
            underWay -= takeCompletions();
        }
        if (failure != 0) {
            throw NativeCalls.error(failure, "io_uring_enter", total + " writes");
        }
        return results;
    }

    /** Interrupted, or short of memory until something has ended. */
    private static boolean isPassing(int errno) {
        return errno == NativeCalls.EINTR || errno == EAGAIN || errno == EBUSY;
    }

    private int enter(int submit, int await) {
        try {
            long result =
                    (long)
                            Calls.SYSCALL.invokeExact(
                                    state,
                                    SYS_ENTER,
                                    (long) descriptor,
                                    (long) submit,
                                    (long) await,
                                    (long) ENTER_GETEVENTS,
                                    0L,
                                    0L);
            return result < 0 ? -NativeCalls.errno(state) : (int) result;
        } catch (Throwable e) {
            throw NativeCalls.unexpected(e);
        }
    }

    private int takeCompletions() {
        int head = ring.get(ValueLayout.JAVA_INT, completionHead);
        int tail = (int) INT.getAcquire(ring, completionTail);
        for (int i = head; i != tail; i++) {
            long at = completions + (long) (i & completionMask) * COMPLETION_BYTES;
            results[(int) ring.get(ValueLayout.JAVA_LONG, at)] =
                    ring.get(ValueLayout.JAVA_INT, at + 8);
        }
        INT.setRelease(ring, completionHead, tail);
        return tail - head;
    }

    @Override
    public void close() {
        try {
            unmap(ring);
            unmap(entries);
            int result = (int) Calls.CLOSE.invokeExact(state, descriptor);
            if (result < 0) {
                LOG.debug("closing a ring: {}", NativeCalls.errno(state));
            }
        } catch (Throwable e) {
            throw NativeCalls.unexpected(e);
        }
    }

    private void unmap(MemorySegment mapped) throws Throwable {
        if (mapped.byteSize() > 0) {
            int result = (int) Calls.MUNMAP.invokeExact(state, mapped.address(), mapped.byteSize());
            if (result < 0) {
                LOG.debug("unmapping a ring: {}", NativeCalls.errno(state));
            }
        }
    }
}
