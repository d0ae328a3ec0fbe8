package io.daybreak.logstorage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
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

        CompletableFuture<int[]> policies = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    boolean granted = RealTime.enter();
                    int own = policy();
                    CompletableFuture<Integer> started = new CompletableFuture<>();
                    Thread.ofPlatform().start(() -> started.complete(policy()));
                    policies.complete(
                            new int[] {
                                granted ? FIRST_IN_FIRST_OUT : ORDINARY, own, started.join()
                            });
                });

        int[] found = policies.join();
        assertThat(found[1]).as("what was answered").isEqualTo(found[0]);
        assertThat(found[2]).as("a thread that it starts").isEqualTo(ORDINARY);
        assertThat(policy()).as("another thread").isEqualTo(ORDINARY);
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
