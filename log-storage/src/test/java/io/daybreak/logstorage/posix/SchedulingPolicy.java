package io.daybreak.logstorage.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** By which rule Linux schedules a thread (man 7 sched), as {@code /proc} says. */
public final class SchedulingPolicy {
    public static final int ORDINARY = 0;
    public static final int FIRST_IN_FIRST_OUT = 1;

    /** Of /proc/PID/stat, counted from behind the name: 41 less the first two. */
    private static final int POLICY_FIELD = 38;

    private SchedulingPolicy() {}

    /** Of the thread that asks. */
    public static int own() {
        return of(Path.of("/proc/thread-self"));
    }

    /**
     * @param task the thread's directory
     */
    public static int of(Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            return Integer.parseInt(
                    stat.substring(stat.lastIndexOf(')') + 2).split(" ")[POLICY_FIELD]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
