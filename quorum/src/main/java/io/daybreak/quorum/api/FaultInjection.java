package io.daybreak.quorum.api;

import java.time.Duration;
import java.util.List;

/**
 * Faults on request, at the border between the volume and its storage nodes: so a laptop can lose
 * an availability zone. Data on disk stays what it is. Thread-safe.
 */
public interface FaultInjection {
    /** So many faults are in force at most at a time. */
    int IN_FORCE_MAX = 1_000;

    /** A fault that goes on. */
    record InForce(Fault fault, FaultTarget target, long remainingMillis) {}

    /**
     * The fault hits every request sent from now on, until the time is over. Several faults of a
     * segment are felt in the order dead, failing, hung, slow.
     *
     * @throws IllegalStateException if {@link #IN_FORCE_MAX} are in force
     */
    void inject(Fault fault, FaultTarget target, Duration duration);

    /** Ends all faults before their time. */
    void endAll();

    /** Oldest first. */
    List<InForce> inForce();
}
