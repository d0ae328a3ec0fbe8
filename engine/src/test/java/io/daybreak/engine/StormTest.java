package io.daybreak.engine;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: whatever sessions do side by side, and wherever a crash cuts them off, every view is of one
 * moment, what was acknowledged is there, and nothing is left behind: no lock, no latch, no undo
 * and no page without an owner. Method: sessions with models of their rows, and others with
 * invariants over shared ones, on a pool that is far too small; after each round everything is
 * compared, checked and counted.
 */
class StormTest {
    @Test
    @Timeout(120)
    void everyViewIsOfOneMomentAndNothingIsLeftBehind() throws Exception {
        long seed = Long.getLong("daybreak.seed", System.nanoTime());
        for (int i = 0; i < 3; i++) {
            run(seed + i, 2, 250);
        }
    }

    @Test
    @Tag("slow")
    void everyViewIsOfOneMomentForLong() throws Exception {
        long seconds = Long.getLong("daybreak.storm.seconds", 120);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long seed = Long.getLong("daybreak.seed", System.nanoTime());
                System.nanoTime() < end;
                seed++) {
            run(seed, 3, 500);
        }
    }

    /** Crashes between the rounds, and ends in peace. */
    static void run(long seed, int rounds, int millis) throws Exception {
        try (Storm storm = new Storm(seed)) {
            for (int round = 1; round <= rounds; round++) {
                storm.round(millis, round < rounds);
            }
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
