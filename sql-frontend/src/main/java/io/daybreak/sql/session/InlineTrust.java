package io.daybreak.sql.session;

/**
 * Whether a plan is worth starting on an event loop: learnt from its runs. A plan that the planner
 * calls short is trusted from the beginning, another one after a run that read few rows; a run that
 * read many costs the trust of several that did not.
 *
 * <p>Shared by sessions without a lock: a lost update only delays what is learnt.
 */
final class InlineTrust {
    private static final int MOST = 64;
    private static final int LOSS = 16;

    private final boolean possible;
    private int trust;

    InlineTrust(boolean possible, boolean trusted) {
        this.possible = possible;
        this.trust = trusted ? MOST : 0;
    }

    boolean isTrusted() {
        return trust > 0;
    }

    /** A run ended that had all the time it wanted, or was short. */
    void ran(boolean fewRows) {
        int now = trust;
        if (!possible || fewRows && now == MOST) {
            return;
        }
        trust = fewRows ? now + 1 : Math.max(0, now - LOSS);
    }
}
