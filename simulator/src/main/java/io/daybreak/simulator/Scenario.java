package io.daybreak.simulator;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * The shape of one run, drawn from its seed: how large the volume is, how long things go wrong,
 * which faults there are and how often. Runs that differ that much find more than runs that all
 * have a bit of everything.
 *
 * @param groups protection groups at the start
 * @param groupsMax how many there may be in the end
 * @param pagesPerGroup pages in each
 * @param kinds of the six segments
 * @param faultyNanos how long faults happen
 * @param faultGapNanos the time between two faults, at most
 * @param faults the faults of this run
 * @param fileBytes a log file of this size is full
 * @param appendGapNanos the time between two bursts of appends, typically
 * @param readers sessions that read pages, each at a read point of its own
 * @param readPointNanos how long a reader keeps a read point, at most
 * @param growth how likely it is that the volume grows, at a tick
 * @param pendingBatchesMax batches out of order that a segment keeps
 * @param keptLogBytesMax log that a node keeps for lagging peers
 * @param lostDisksMax so many nodes may have lost log or redo at the same time
 */
record Scenario(
        int groups,
        int groupsMax,
        int pagesPerGroup,
        SegmentKind[] kinds,
        long faultyNanos,
        long faultGapNanos,
        Set<Fault> faults,
        long fileBytes,
        long appendGapNanos,
        int readers,
        long readPointNanos,
        double growth,
        int pendingBatchesMax,
        long keptLogBytesMax,
        int lostDisksMax) {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    static Scenario draw(SimRandom random) {
        int groups = random.oneOf(1, 1, 1, 2, 2, 3, 3, 5, 10);
        EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
        double share = random.oneOf(0.25, 0.5, 0.5, 0.9);
        for (Fault fault : Fault.values()) {
            if (random.chance(share)) {
                faults.add(fault);
            }
        }
        return new Scenario(
                groups,
                groups + random.below(5),
                random.oneOf(1, 2, 4, 4, 8),
                kinds(random.chance(0.25)),
                random.oneOf(1, 2, 2, 4, 4, 12) * SECOND,
                random.oneOf(60, 250, 250, 1_000) * MILLI,
                faults,
                random.oneOf(2, 8, 8, 32) << 10,
                random.oneOf(2, 8, 20, 40) * MILLI,
                random.below(5),
                random.oneOf(10, 100, 2_000) * MILLI,
                random.oneOf(0.0, 0.005, 0.02),
                random.oneOf(16, 128, 128),
                random.oneOf(16, 256, 256) << 10,
                random.oneOf(1, 1, 2));
    }

    private static SegmentKind[] kinds(boolean allFull) {
        SegmentKind[] kinds = new SegmentKind[SegmentId.REPLICAS];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = allFull || i % 2 == 0 ? SegmentKind.FULL : SegmentKind.TAIL;
        }
        return kinds;
    }

    String describe() {
        int full = 0;
        for (SegmentKind kind : kinds) {
            full += kind == SegmentKind.FULL ? 1 : 0;
        }
        return groups
                + " to "
                + groupsMax
                + " groups of "
                + pagesPerGroup
                + " pages, "
                + full
                + " full segments each, "
                + readers
                + " readers, log files of "
                + fileBytes
                + " bytes; "
                + faultyNanos / SECOND
                + " s with a fault every "
                + faultGapNanos / MILLI
                + " ms at most: "
                + faults;
    }
}
