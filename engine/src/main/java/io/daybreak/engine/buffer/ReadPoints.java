package io.daybreak.engine.buffer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.quorum.api.Volume;
import java.util.TreeMap;

/**
 * The LSNs at which volume reads are under way, so that the promise given to storage (PGMRPL) stays
 * below all of them. Thread-safe.
 */
final class ReadPoints {
    @GuardedBy("this")
    private final TreeMap<Long, Integer> underWay = new TreeMap<>();

    /** The VDL, registered until {@link #end}. */
    synchronized long begin(Volume volume) {
        long asOf = volume.durableLsn();
        underWay.merge(asOf, 1, Integer::sum);
        return asOf;
    }

    synchronized void end(long asOf) {
        underWay.computeIfPresent(asOf, (_, count) -> count == 1 ? null : count - 1);
    }

    /** The greatest LSN below which no read will be from now on. */
    synchronized long publish(Volume volume) {
        return underWay.isEmpty() ? volume.durableLsn() : underWay.firstKey();
    }
}
