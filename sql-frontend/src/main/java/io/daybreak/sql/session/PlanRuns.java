package io.daybreak.sql.session;

/**
 * What the runs of a plan taught. Shared by sessions without a lock: a lost update only delays what
 * is learnt.
 *
 * <p>Trust: whether a plan is worth starting on an event loop. A plan that the planner calls short
 * is trusted from the beginning, another one after a run that read few rows; a run that read many
 * costs the trust of several that did not.
 */
final class PlanRuns {
    private static final int MOST = 64;
    private static final int LOSS = 16;

    private final boolean mayBeShort;
    private int trust;
    private long checkedVersion = -1;

    PlanRuns(boolean mayBeShort, boolean isShort) {
        this.mayBeShort = mayBeShort;
        this.trust = isShort ? MOST : 0;
    }

    boolean isTrusted() {
        return trust > 0;
    }

    /** A run ended that was not cut short. */
    void ran(boolean fewRows) {
        int now = trust;
        if (!mayBeShort || fewRows && now == MOST) {
            return;
        }
        trust = fewRows ? now + 1 : Math.max(0, now - LOSS);
    }

    /** Whether the plan's tables were what it was made for in this version of the dictionary. */
    boolean wasChecked(long dictionaryVersion) {
        return checkedVersion == dictionaryVersion;
    }

    void checked(long dictionaryVersion) {
        if (checkedVersion != dictionaryVersion) {
            checkedVersion = dictionaryVersion;
        }
    }
}
