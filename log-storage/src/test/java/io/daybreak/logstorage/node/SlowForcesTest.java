package io.daybreak.logstorage.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlowForcesTest {
    private static final long SECOND = 1_000_000_000;

    private final SlowForces forces = new SlowForces();

    @Test
    void aForceInTimeIsNoNews() {
        assertThat(forces.took(SlowForces.SLOW_NANOS - 1, 6, 0)).isNull();
    }

    @Test
    void aBadHourIsALineNowAndThen() {
        long now = -SlowForces.QUIET_NANOS;
        assertThat(forces.took(2 * SECOND, 6, now))
                .isEqualTo("a force of 6 logs took 2000 ms: commits wait for the disk");
        assertThat(forces.took(5 * SECOND, 6, now + 1)).isNull();
        assertThat(forces.took(3 * SECOND, 6, now + SlowForces.QUIET_NANOS - 1)).isNull();
        assertThat(forces.took(SECOND, 4, now + SlowForces.QUIET_NANOS))
                .isEqualTo(
                        "a force of 4 logs took 1000 ms: commits wait for the disk; 2 more since the"
                                + " last warning, up to 5000 ms");
        assertThat(forces.took(SECOND, 4, now + 2 * SlowForces.QUIET_NANOS))
                .doesNotContain("more since");
    }
}
