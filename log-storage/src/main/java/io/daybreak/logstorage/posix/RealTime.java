package io.daybreak.logstorage.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real-time priority for a thread that works little at a time and that many wait for (man 7 sched).
 *
 * <p>A thread that wakes up otherwise stays behind those that run on its processor, though the
 * thread of another processor may be less urgent, and gives way to others that wake up meanwhile; a
 * nice value changes neither. With real-time priority it is put where it can run at once, and runs
 * until it waits again. The system grants that to root, with {@code CAP_SYS_NICE}, or under a
 * resource limit ({@code ulimit -r}) of at least 1. On a single processor nobody asks for it: there
 * is no other for those that it pushes aside.
 */
public final class RealTime {
    private static final Logger LOG = LoggerFactory.getLogger(RealTime.class);

    private static final int SCHED_FIFO = 1;

    /** Threads that this one starts are ordinary ones. */
    private static final int SCHED_RESET_ON_FORK = 0x40000000;

    private static final int LEAST_PRIORITY = 1;

    private static final class Calls {
        static final MethodHandle SET_SCHEDULER =
                NativeCalls.function(
                        "sched_setscheduler",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS));

        private Calls() {}
    }

    private static volatile boolean loaded;

    private RealTime() {}

    /** Makes the call ready. Idempotent; takes its time the first time. */
    public static void load() {
        if (!loaded && NativeCalls.isLinux() && Runtime.getRuntime().availableProcessors() > 1) {
            try {
                loaded = Calls.SET_SCHEDULER != null;
            } catch (LinkageError e) {
                LOG.info("no native calls here, all threads have the same priority", e);
            }
        }
    }

    public static boolean isLoaded() {
        return loaded;
    }

    /**
     * Asks for real-time priority for the thread that calls.
     *
     * @return whether it has that now; false before {@link #load}, and where the system refuses
     */
    public static boolean enter() {
        if (!loaded) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters =
                    arena.allocateFrom(ValueLayout.JAVA_INT, LEAST_PRIORITY); // sched_param
            int result =
                    (int)
                            Calls.SET_SCHEDULER.invokeExact(
                                    NativeCalls.state(),
                                    0,
                                    SCHED_FIFO | SCHED_RESET_ON_FORK,
                                    parameters);
            return result == 0;
        } catch (Throwable e) {
            throw NativeCalls.unexpected(e);
        }
    }
}
