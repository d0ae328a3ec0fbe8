package io.daybreak.logstorage.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** Functions of the C library, and what they leave in {@code errno}. */
public final class NativeCalls {
    public static final int EINTR = 4;
    private static final int EIO = 5;
    private static final int ENOSPC = 28;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private NativeCalls() {}

    /** A function that takes the address of a {@link #state} before its own parameters. */
    @SuppressWarnings("restricted") // The signatures are those of the manual pages.
    public static MethodHandle function(
            String name, FunctionDescriptor descriptor, Linker.Option... variadic) {
        Linker linker = Linker.nativeLinker();
        List<Linker.Option> options = new ArrayList<>(List.of(variadic));
        options.add(Linker.Option.captureCallState("errno"));
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                descriptor,
                options.toArray(Linker.Option[]::new));
    }

    /** The numbers and structures that callers use are those of Linux. */
    public static boolean isLinux() {
        return System.getProperty("os.name", "").equals("Linux");
    }

    /** Where a call leaves its error; of one thread at a time. */
    public static MemorySegment state() {
        return Arena.ofAuto().allocate(STATE);
    }

    public static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    public static IOException error(MemorySegment state, String call, Object of) {
        return error(errno(state), call, of);
    }

    public static IOException error(int errno, String call, Object of) {
        String reason =
                switch (errno) {
                    case EIO -> "Input/output error";
                    case ENOSPC -> "No space left on device";
                    default -> "error " + errno;
                };
        return new IOException(reason + ": " + call + " of " + of);
    }

    /** Of calls that throw nothing by themselves. */
    public static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
}
