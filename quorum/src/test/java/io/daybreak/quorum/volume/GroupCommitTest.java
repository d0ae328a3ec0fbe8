package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GroupCommitTest {
    private final GroupCommit group = new GroupCommit();
    private long now;

    private void arrive(int count) {
        for (int i = 0; i < count; i++) {
            group.arrived();
        }
    }

    /** A round with so many commits leaves and completes, while others arrive. */
    private void round(int sent, int meanwhile) {
        arrive(sent);
        group.left();
        arrive(meanwhile);
        group.completed(now);
    }

    /** Holds a round until it is given up. */
    private void holdInVain() {
        assertThat(group.isHeld()).isTrue();
        now += GroupCommit.HOLD_NANOS;
        group.tick(now);
        assertThat(group.isHeld()).isFalse();
    }

    /** How many rounds pass before one is held again. */
    private int roundsUntilHeld() {
        int rounds = 0;
        while (!group.isHeld()) {
            round(0, 8);
            rounds++;
        }
        return rounds;
    }

    @Test
    void holdsARoundUntilThreeQuartersWaitAgain() {
        round(8, 8);
        assertThat(group.isHeld()).isTrue();
        arrive(3);
        assertThat(group.isHeld()).isTrue();
        arrive(1);
        assertThat(group.isHeld()).isFalse();
    }

    @Test
    void neverHoldsWhoCommitsAlone() {
        for (int i = 0; i < 100; i++) {
            assertThat(group.isHeld()).isFalse();
            round(1, 0);
        }
    }

    @Test
    void countsWhoComesWhenHisRedoHasLeft() {
        group.left();
        for (int i = 0; i < 4; i++) {
            group.arrivedLate();
        }
        group.completed(now);
        arrive(2);
        assertThat(group.isHeld()).isTrue();
        arrive(1);
        assertThat(group.isHeld()).isFalse();
    }

    @Test
    void givesUpWhenNobodyComesBackAndTriesLessAndLessOften() {
        round(8, 8);
        group.tick(now + GroupCommit.HOLD_NANOS - 1);
        holdInVain();
        int pause = GroupCommit.PAUSE_MIN;
        for (int i = 0; i < 10; i++) {
            assertThat(roundsUntilHeld()).isEqualTo(pause + 1);
            holdInVain();
            pause = Math.min(GroupCommit.PAUSE_MAX, pause * 2);
        }
        assertThat(pause).isEqualTo(GroupCommit.PAUSE_MAX);
    }

    @Test
    void triesMoreOftenAgainWhenItHelps() {
        round(8, 8);
        holdInVain();
        roundsUntilHeld();
        holdInVain();
        roundsUntilHeld();
        for (int i = 0; i < 5; i++) {
            arrive(20);
            assertThat(group.isHeld()).isFalse();
            round(0, 8);
        }
        holdInVain();
        assertThat(roundsUntilHeld()).isEqualTo(GroupCommit.PAUSE_MIN + 1);
    }
}
