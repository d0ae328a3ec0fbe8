package io.daybreak.quorum.volume;

/**
 * Decides how many waiting commits a round of boxcars should gather before it leaves.
 *
 * <p>Sessions that commit in a closed loop fall into two halves: while one half's redo is forced
 * the other half commits, and leaves alone the moment the force ends; so every round carries half
 * of what it could. Here a round is held back until three quarters of those who waited lately wait
 * again. Whoever commits alone is never held: three quarters of one session are none.
 *
 * <p>Sessions that do not come back soon would wait for nothing. A round is held for {@link
 * #HOLD_NANOS} and then let go by the next tick; after one that was held so long in vain the next
 * ones are not held at all: 16, and twice as many every time it happens again, up to 1,024.
 *
 * <p>Owned by {@link WriterCore}.
 */
final class GroupCommit {
    static final long HOLD_NANOS = 500_000;
    static final int PAUSE_MIN = 16;
    static final int PAUSE_MAX = 1024;

    /** Commits that wait and have not left. */
    private int waiting;

    /** Commits that are on their way. */
    private int sent;

    /** So many have to wait before a round leaves; 0 = whoever comes first. */
    private int target;

    private long heldSinceNanos;
    private int pause = PAUSE_MIN;
    private int roundsUnheld;

    /** Somebody waits for redo that has not left. */
    void arrived() {
        waiting++;
    }

    /** Somebody waits for redo that has left already. */
    void arrivedLate() {
        sent++;
    }

    /** Whether a round should be held back for now. */
    boolean isHeld() {
        return waiting < target;
    }

    /** A round left. */
    void left() {
        if (target > 0 && waiting >= target) {
            pause = Math.max(PAUSE_MIN, pause / 2);
        }
        target = 0;
        sent += waiting;
        waiting = 0;
    }

    /** Nothing is on its way any more. */
    void completed(long nowNanos) {
        int lately = waiting + sent;
        sent = 0;
        if (roundsUnheld > 0) {
            roundsUnheld--;
        } else {
            target = lately * 3 / 4;
            heldSinceNanos = nowNanos;
        }
    }

    /** Time passes: nothing is held for too long. */
    void tick(long nowNanos) {
        if (isHeld() && nowNanos - heldSinceNanos >= HOLD_NANOS) {
            target = 0;
            roundsUnheld = pause;
            pause = Math.min(PAUSE_MAX, pause * 2);
        }
    }
}
