package io.daybreak.logstorage.api;

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

    @Override
    public String toString() {
        return "segment " + group.value() + "/" + index;
    }
}
