package io.daybreak.logstorage.api;

/**
 * Redo records of one protection group, framed, checksummed and never changed after it is made: the
 * unit that travels from the writer to the six segments and stands in their logs. The writer builds
 * it once; the six in-process replicas share the bytes.
 *
 * <p>The layout and codec are {@code io.daybreak.logstorage.api.RedoBatchCodec}'s.
 *
 * @param bytes the framed batch; the record owns it and nobody changes it
 * @param group the group all its records belong to
 * @param previous LSN of the group's last record before this batch; {@link Lsn#ZERO} for the first
 * @param first LSN of the first record
 * @param last LSN of the last record
 */
public record RedoBatch(
        byte[] bytes,
        ProtectionGroupId group,
        TimelineId timeline,
        Lsn previous,
        Lsn first,
        Lsn last) {
    public RedoBatch {
        if (previous.value() >= first.value() || first.value() > last.value()) {
            throw new IllegalArgumentException(
                    "batch out of order: " + previous + ", " + first + ", " + last);
        }
    }
}
