package io.daybreak.logstorage.api;

/**
 * A protection group: a run of consecutive pages, stored as six segments.
 *
 * @param value from 0
 */
public record ProtectionGroupId(int value) {
    public ProtectionGroupId {
        if (value < 0) {
            throw new IllegalArgumentException("negative protection group " + value);
        }
    }
}
