package io.daybreak.logstorage.api;

/**
 * Raised by every recovery of the volume and recorded at a write quorum of every group; storage
 * refuses requests of older epochs.
 *
 * @param value from 0; 0 is the epoch of a segment that no writer has opened yet
 */
public record VolumeEpoch(long value) implements Comparable<VolumeEpoch> {
    public static final VolumeEpoch NONE = new VolumeEpoch(0);

    public VolumeEpoch {
        if (value < 0) {
            throw new IllegalArgumentException("negative epoch " + value);
        }
    }

    public VolumeEpoch next() {
        return new VolumeEpoch(value + 1);
    }

    @Override
    public int compareTo(VolumeEpoch other) {
        return Long.compare(value, other.value);
    }
}
