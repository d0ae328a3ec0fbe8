package io.daybreak.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator is worth its name only if it finds mistakes: these, and soon. */
final class MutationTest {
    private static final int SEEDS_MAX = 500;

    @ParameterizedTest
    @EnumSource
    void findsEveryDeliberateMistake(Mutation mutation) {
        MutatedProduct product = new MutatedProduct(mutation);
        for (long seed = 1; seed <= SEEDS_MAX; seed++) {
            String failure = product.failureOf(seed);
            assertThat(product.places()).as("places of %s", mutation).isEqualTo(mutation.places);
            if (failure != null) {
                System.out.printf("%s: seed %d: %s%n", mutation, seed, firstLine(failure));
                return;
            }
        }
        throw new AssertionError(SEEDS_MAX + " seeds did not find " + mutation);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
