package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole volumes, simulated: every seed is another story of crashes, partitions and takeovers. A
 * failure prints its seed and what happened; {@code -Ddaybreak.seed=N} runs that seed alone.
 */
final class VolumeSimulationTest {
    private static final int SEEDS = Integer.getInteger("daybreak.seeds", 200);

    @Test
    void keepsItsPromisesWhateverFails() {
        Long only = Long.getLong("daybreak.seed");
        long acknowledged = 0;
        long recoveries = 0;
        long reads = 0;
        long start = only == null ? Long.getLong("daybreak.firstSeed", 1) : only;
        long end = only == null ? start + SEEDS - 1 : only;
        for (long seed = start; seed <= end; seed++) {
            SimCluster cluster = run(seed, SimCluster.Mutation.NONE);
            acknowledged += cluster.model.acknowledgedCount();
            recoveries += cluster.recoveries();
            reads += cluster.reads;
        }
        // A simulator that does nothing finds nothing.
        long runs = end - start + 1;
        assertThat(acknowledged / runs).as("acknowledged records per run").isGreaterThan(50);
        assertThat(recoveries / runs).as("recoveries per run").isGreaterThanOrEqualTo(2);
        assertThat(reads / runs).as("page reads per run").isGreaterThan(5);
    }

    @Test
    @Tag("slow")
    void keepsItsPromisesOverThousandsOfSeeds() {
        long first = ThreadLocalRandom.current().nextLong(1L << 40);
        for (long seed = first; seed < first + 5_000; seed++) {
            run(seed, SimCluster.Mutation.NONE);
        }
    }

    @Test
    void oneSeedGivesTheSameRunAgain() {
        for (long seed = 1; seed <= 5; seed++) {
            SimCluster first = run(seed, SimCluster.Mutation.NONE);
            SimCluster second = run(seed, SimCluster.Mutation.NONE);
            assertThat(second.simulation.log()).isEqualTo(first.simulation.log());
            assertThat(second.simulation.logHash()).isEqualTo(first.simulation.logHash());
            assertThat(second.simulation.steps()).isEqualTo(first.simulation.steps());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void findsEveryDeliberateMistake(SimCluster.Mutation mutation) {
        for (long seed = 1; seed <= 200; seed++) {
            try {
                new SimCluster(seed, mutation).run();
            } catch (AssertionError | RuntimeException e) {
                System.out.printf("%s: seed %d: %s%n", mutation, seed, e.getMessage());
                return;
            }
        }
        throw new AssertionError("200 seeds did not find " + mutation);
    }

    private static SimCluster run(long seed, SimCluster.Mutation mutation) {
        SimCluster cluster = new SimCluster(seed, mutation);
        try {
            cluster.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed "
                            + seed
                            + " fails: "
                            + e.getMessage()
                            + "\nreplay: ./mvnw test -pl quorum -am"
                            + " -Dtest=VolumeSimulationTest#keepsItsPromisesWhateverFails"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Ddaybreak.seed="
                            + seed
                            + "\n"
                            + cluster.simulation.log(),
                    e);
        }
        return cluster;
    }
}
