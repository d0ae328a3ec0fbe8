package io.daybreak.testsupport.history;

import java.util.EnumSet;
import java.util.Set;

/** What can be wrong with a history, by the names of Adya and of Elle. */
public enum Anomaly {
    /** A cycle of writes over writes. */
    DIRTY_WRITE_G0,
    /** A read of what was rolled back. */
    ABORTED_READ_G1A,
    /** A read of a transaction's work before it was finished. */
    INTERMEDIATE_READ_G1B,
    /** A cycle of writes and reads of writes. */
    CIRCULAR_INFORMATION_FLOW_G1C,
    /** A read that misses what the transaction itself wrote, or shows what was never written. */
    INTERNAL,
    /**
     * Two reads that disagree about the order of the list, or an acknowledged append that is gone.
     */
    LOST_WRITE,
    /** Two transactions read the same list with locks and both appended to it. */
    LOST_UPDATE,
    /** Two transactions found with locks that a list is not there, and both made it. */
    PHANTOM,
    /** Consistent reads of one transaction that belong to no single moment. */
    FRACTURED_SNAPSHOT,
    /** A cycle with one read that a later write overtook: reads of one moment, broken. */
    READ_SKEW_G_SINGLE,
    /** A cycle with several of those: write skew. */
    WRITE_SKEW_G2,
    /** A transaction that began after another's acknowledgement does not see it. */
    STALE_READ;

    /** What no isolation level of MySQL allows. */
    public static Set<Anomaly> alwaysForbidden() {
        return EnumSet.of(
                DIRTY_WRITE_G0,
                ABORTED_READ_G1A,
                INTERMEDIATE_READ_G1B,
                CIRCULAR_INFORMATION_FLOW_G1C,
                INTERNAL,
                LOST_WRITE,
                LOST_UPDATE);
    }

    /** REPEATABLE READ: consistent reads are of one moment, locking reads lock gaps. */
    public static Set<Anomaly> forbiddenUnderRepeatableRead() {
        EnumSet<Anomaly> all = EnumSet.copyOf(alwaysForbidden());
        all.add(FRACTURED_SNAPSHOT);
        all.add(PHANTOM);
        all.add(STALE_READ);
        return all;
    }

    public static Set<Anomaly> forbiddenUnderSerializable() {
        return EnumSet.allOf(Anomaly.class);
    }
}
