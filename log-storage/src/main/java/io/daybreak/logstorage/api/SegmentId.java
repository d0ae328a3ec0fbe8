package io.daybreak.logstorage.api;

import org.jspecify.annotations.Nullable;

/**
 * One of the six replicas of a protection group.
 *
 * @param index 0 to 5; {@code index / 2} is the availability zone, and the even one of each zone is
 *     a full segment when the volume mixes full and tail segments
 */
public record SegmentId(ProtectionGroupId group, int index) {
    public static final int REPLICAS = 6;

    public SegmentId {
        if (index < 0 || index >= REPLICAS) {
            throw new IllegalArgumentException("segment index out of range: " + index);
        }
    }

    /** As a record's own, without the classes that those are made of when they are used first. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SegmentId that
                && index == that.index
                && group.value() == that.group.value();
    }

    @Override
    public int hashCode() {
        return group.value() * REPLICAS + index;
    }

    @Override
    public String toString() {
        return "segment " + group.value() + "/" + index;
    }
}
