package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.SegmentKind;
import java.util.concurrent.atomic.AtomicLong;

/** How much redo the segments of a node hold in memory together. Thread-safe. */
final class HeldRedo {
    private final AtomicLong full = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    private AtomicLong of(SegmentKind kind) {
        return kind == SegmentKind.FULL ? full : tail;
    }

    void add(SegmentKind kind, long bytes) {
        of(kind).addAndGet(bytes);
    }

    boolean exceeds(SegmentKind kind, SegmentLimits limits) {
        long limit = kind == SegmentKind.FULL ? limits.heldBytesMax() : limits.tailHeldBytesMax();
        return of(kind).get() > limit;
    }

    /** Whether redo that was read back may stay. */
    boolean takesReadBack(SegmentLimits limits) {
        return full.get() < limits.readBackBytesMax();
    }

    long bytes() {
        return full.get() + tail.get();
    }
}
