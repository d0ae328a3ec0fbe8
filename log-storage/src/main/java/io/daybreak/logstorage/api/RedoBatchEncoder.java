package io.daybreak.logstorage.api;

import java.util.Arrays;

/**
 * The growing boxcar of one protection group: the writer feeds it record by record and closes it
 * into a {@link RedoBatch} when it ships. Knows the group's last LSN, so the batches chain by
 * themselves. Owned by one thread, or guarded by the writer's lock.
 */
public final class RedoBatchEncoder {
    private final ProtectionGroupId group;
    private final TimelineId timeline;

    private byte[] bytes = new byte[4096];
    private int length = RedoBatchCodec.HEADER_SIZE;
    private int count;
    private long previous;
    private long first;
    private long last;

    /**
     * @param last LSN of the group's last record so far; {@link Lsn#ZERO} for a new group
     */
    public RedoBatchEncoder(ProtectionGroupId group, TimelineId timeline, Lsn last) {
        this.group = group;
        this.timeline = timeline;
        this.previous = last.value();
        this.last = last.value();
    }

    /** Adds a record of a mini-transaction; the last one of it is its CPL. */
    public void add(long lsn, MiniTransaction mtr, int record) {
        int start = mtr.opsStart(record);
        add(
                lsn,
                mtr.pageNumber(record),
                mtr.kind(record),
                record == mtr.recordCount() - 1,
                mtr.ops(),
                start,
                mtr.opsEnd(record) - start);
    }

    /**
     * Adds a record.
     *
     * @param lsn above that of the group's last record
     * @throws IllegalArgumentException if the order is broken or the batch would grow over {@link
     *     RedoBatchCodec#BATCH_BYTES_MAX}
     */
    public void add(
            long lsn,
            long pageNumber,
            RedoKind kind,
            boolean consistencyPoint,
            byte[] ops,
            int opsOffset,
            int opsLength) {
        if (lsn <= last || pageNumber < 0 || pageNumber > PageId.MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "record " + lsn + " of page " + pageNumber + " after LSN " + last);
        }
        int needed = length + RedoBatchCodec.recordBytesMax(opsLength);
        if (needed > RedoBatchCodec.BATCH_BYTES_MAX) {
            throw new IllegalArgumentException("redo batch of more than " + needed + " bytes");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        int at = RedoBatchCodec.putVarint(bytes, length, lsn - last);
        bytes[at++] =
                (byte) (kind.code() | (consistencyPoint ? RedoBatchCodec.CONSISTENCY_POINT : 0));
        at = RedoBatchCodec.putVarint(bytes, at, pageNumber);
        at = RedoBatchCodec.putVarint(bytes, at, opsLength);
        System.arraycopy(ops, opsOffset, bytes, at, opsLength);
        at += opsLength;
        int crc = RedoBatchCodec.checksum(bytes, length, at - length) ^ RedoBatchCodec.mix(lsn);
        RedoBatchCodec.INT.set(bytes, at, crc);
        length = at + 4;
        if (count++ == 0) {
            first = lsn;
        }
        last = lsn;
    }

    /** Whether a record with a program of this length still fits into the batch. */
    public boolean hasRoomFor(int opsLength) {
        return length + RedoBatchCodec.recordBytesMax(opsLength) <= RedoBatchCodec.BATCH_BYTES_MAX;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public int recordCount() {
        return count;
    }

    /** Length of the batch if it were closed now. */
    public int lengthBytes() {
        return length;
    }

    /** LSN of the group's last record: in the open batch, else in the one before. */
    public long lastLsn() {
        return last;
    }

    public ProtectionGroupId group() {
        return group;
    }

    /**
     * Closes the batch and opens the next one behind it.
     *
     * @param wallClockMicros microseconds since 1970 UTC
     * @param durableLsn the writer's VDL now
     * @throws IllegalStateException if the batch is empty
     */
    public RedoBatch close(VolumeEpoch epoch, long wallClockMicros, long durableLsn) {
        if (count == 0) {
            throw new IllegalStateException("empty redo batch");
        }
        byte[] batch = Arrays.copyOf(bytes, length);
        RedoBatchCodec.INT.set(batch, RedoBatchCodec.MAGIC_OFFSET, RedoBatchCodec.MAGIC);
        batch[RedoBatchCodec.VERSION_OFFSET] = RedoBatchCodec.VERSION;
        RedoBatchCodec.LONG.set(batch, RedoBatchCodec.EPOCH_OFFSET, epoch.value());
        RedoBatchCodec.INT.set(batch, RedoBatchCodec.TIMELINE_OFFSET, timeline.value());
        RedoBatchCodec.INT.set(batch, RedoBatchCodec.GROUP_OFFSET, group.value());
        RedoBatchCodec.LONG.set(batch, RedoBatchCodec.PREVIOUS_OFFSET, previous);
        RedoBatchCodec.LONG.set(batch, RedoBatchCodec.FIRST_OFFSET, first);
        RedoBatchCodec.LONG.set(batch, RedoBatchCodec.LAST_OFFSET, last);
        RedoBatchCodec.LONG.set(batch, RedoBatchCodec.WALL_CLOCK_OFFSET, wallClockMicros);
        RedoBatchCodec.LONG.set(batch, RedoBatchCodec.DURABLE_OFFSET, durableLsn);
        RedoBatchCodec.INT.set(batch, RedoBatchCodec.COUNT_OFFSET, count);
        RedoBatchCodec.seal(batch);
        RedoBatch result =
                new RedoBatch(
                        batch, group, timeline, new Lsn(previous), new Lsn(first), new Lsn(last));
        previous = last;
        count = 0;
        length = RedoBatchCodec.HEADER_SIZE;
        return result;
    }
}
