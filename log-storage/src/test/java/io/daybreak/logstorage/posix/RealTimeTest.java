package io.daybreak.logstorage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RealTimeTest {
    @Test
    void theThreadIsPreferredAndThoseItStartsAreNot() {
        RealTime.load();
        assumeTrue(RealTime.isLoaded(), "needs Linux and more than one processor");

        boolean[] granted = new boolean[1];
        int[] started = new int[1];
        int own =
                inThread(() -> {
                    granted[0] = RealTime.enter();
                    started[0] = inThread(SchedulingPolicy::own);
                    return SchedulingPolicy.own();
                });

        assertThat(own)
                .as("what was answered")
                .isEqualTo(
                        granted[0]
                                ? SchedulingPolicy.FIRST_IN_FIRST_OUT
                                : SchedulingPolicy.ORDINARY);
        assertThat(started[0]).as("a thread that it starts").isEqualTo(SchedulingPolicy.ORDINARY);
        assertThat(SchedulingPolicy.own())
                .as("another thread")
                .isEqualTo(SchedulingPolicy.ORDINARY);
    }

    private static int inThread(Supplier<Integer> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task)).join();
    }
}
