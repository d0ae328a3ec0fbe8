package io.daybreak.logstorage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RealTimeTest {
    private static final int ORDINARY = 0;
    private static final int FIRST_IN_FIRST_OUT = 1;

    /** Of /proc/PID/stat, counted from behind the name: 41 less the first two. */
    private static final int POLICY_FIELD = 38;

    @Test
    void theThreadIsPreferredAndThoseItStartsAreNot() {
        RealTime.load();
        assumeTrue(RealTime.isLoaded(), "needs Linux and more than one processor");

        boolean[] granted = new boolean[1];
        int[] started = new int[1];
        int own =
                inThread(() -> {
                    granted[0] = RealTime.enter();
                    started[0] = inThread(RealTimeTest::policy);
                    return policy();
                });

        assertThat(own)
                .as("what was answered")
                .isEqualTo(granted[0] ? FIRST_IN_FIRST_OUT : ORDINARY);
        assertThat(started[0]).as("a thread that it starts").isEqualTo(ORDINARY);
        assertThat(policy()).as("another thread").isEqualTo(ORDINARY);
    }

    private static int inThread(Supplier<Integer> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task)).join();
    }

    private static int policy() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(
                    stat.substring(stat.lastIndexOf(')') + 2).split(" ")[POLICY_FIELD]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
