package io.daybreak.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole volumes, simulated: every seed is another story of crashes, partitions and takeovers. A
 * failure prints its seed and what happened.
 */
final class SimulatorTest {
    private static final int SEEDS = Integer.getInteger("daybreak.seeds", 200);
    private static final int THREADS = 2;

    @Test
    void keepsItsPromisesWhateverFails() throws InterruptedException {
        Report report = clean(1, SEEDS);
        // A simulator that does nothing finds nothing.
        for (Path path : Path.values()) {
            assertThat(report.of(path)).as(path.meaning).isPositive();
        }
        for (Fault fault : Fault.values()) {
            assertThat(report.of(fault)).as(fault.meaning).isPositive();
        }
    }

    /**
     * 50071: after a start, pages that change all the time were made from the redo below the images
     * of before.
     */
    @Test
    void seedsThatFailedOnceAreClean() throws InterruptedException {
        clean(50_071, 1);
    }

    @Test
    @Tag("slow")
    void keepsItsPromisesOverThousandsOfSeeds() throws InterruptedException {
        clean(ThreadLocalRandom.current().nextLong(1L << 40), 10_000);
    }

    @Test
    void oneSeedGivesTheSameRunAgain() {
        for (long seed = 1; seed <= 5; seed++) {
            List<String> firstEvents = new ArrayList<>();
            List<String> secondEvents = new ArrayList<>();
            Outcome silent = Simulator.run(seed);
            Simulator.trace(seed, firstEvents::add);
            Simulator.trace(seed, secondEvents::add);
            assertThat(secondEvents).isEqualTo(firstEvents).hasSizeGreaterThan(100);
            Outcome again = Simulator.run(seed);
            assertThat(again).isEqualTo(silent);
        }
    }

    private static Report clean(long firstSeed, int seeds) throws InterruptedException {
        Report report = Simulator.run(firstSeed, seeds, THREADS, _ -> {});
        for (Outcome failure : report.failures()) {
            throw new AssertionError(
                    "seed "
                            + failure.seed()
                            + " fails: "
                            + failure.failure()
                            + "\nreplay: ./daybreak simulate --trace --seed "
                            + failure.seed()
                            + "\n"
                            + failure.history());
        }
        assertThat(report.runs()).isEqualTo(seeds);
        System.out.println(report.lines().getLast());
        return report;
    }
}
