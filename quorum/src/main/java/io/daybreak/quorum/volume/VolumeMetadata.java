package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.quorum.api.VolumeOpenException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What a volume knows of itself. Every storage node keeps a copy; a version counts once four nodes
 * have it, so any three copies hold the newest one that counts. Big-endian.
 *
 * <pre>
 * offset  length  field
 *      0       4  CRC32C of bytes 4 (inclusive) to 96
 *      4       4  magic, "DBVM"
 *      8       1  format version, 2: of these data and of all that the storage nodes keep
 *      9       3  reserved, zero
 *     12       4  total length, 96; of later formats perhaps more
 *     16      16  volume id
 *     32       8  version of these data, raised by every change
 *     40       8  epoch that was given out last
 *     48       8  pages per protection group
 *     56       4  number of protection groups
 *     60       4  reserved, zero
 *     64       8  LSN allocation limit
 *     72       6  kind of the segment on each node: 1 = full, 2 = tail
 *     78       1  node that keeps this copy, 0 to 5
 *     79      17  reserved, zero
 * </pre>
 *
 * <p>The format version stands for the log and the page store too: it is the only one that is
 * looked at before a node is opened, and a program that met newer redo there would take it for
 * damage. So it rises with each of theirs; not with that of log summaries, which are read from the
 * log again where they are not known. Checksum, magic, format and length stay where they are in
 * every format, so that a newer one can be told from damage.
 *
 * <p>Format 1 differs in the page store: images stand in RocksDB itself, which is still read. Every
 * opening raises the epoch, and so writes format 2.
 *
 * @param version from 1
 */
record VolumeMetadata(
        UUID volume,
        long version,
        VolumeEpoch epoch,
        long pagesPerGroup,
        int groupCount,
        long lsnAllocationLimit,
        SegmentKind[] kinds) {
    static final int LENGTH = 96;
    private static final int MAGIC = 0x4442564d;
    static final byte FORMAT = 2;
    private static final byte OLDEST_FORMAT = 1;
    private static final int PREFIX_LENGTH = 16;
    private static final int NODE_OFFSET = 78;

    VolumeMetadata {
        kinds = kinds.clone();
        if (version < 1
                || groupCount < 1
                || pagesPerGroup < 1
                || lsnAllocationLimit < 1
                || kinds.length != SegmentId.REPLICAS) {
            throw new IllegalArgumentException("impossible volume metadata");
        }
    }

    VolumeMetadata withEpoch(VolumeEpoch next) {
        return new VolumeMetadata(
                volume, version + 1, next, pagesPerGroup, groupCount, lsnAllocationLimit, kinds);
    }

    VolumeMetadata withGroups(int count) {
        return new VolumeMetadata(
                volume, version + 1, epoch, pagesPerGroup, count, lsnAllocationLimit, kinds);
    }

    boolean isFull(int index) {
        return kinds[index] == SegmentKind.FULL;
    }

    byte[] encode(int node) {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
        buffer.putInt(0).putInt(MAGIC).put(FORMAT).position(12);
        buffer.putInt(LENGTH);
        buffer.putLong(volume.getMostSignificantBits());
        buffer.putLong(volume.getLeastSignificantBits());
        buffer.putLong(version).putLong(epoch.value()).putLong(pagesPerGroup);
        buffer.putInt(groupCount).putInt(0).putLong(lsnAllocationLimit);
        for (SegmentKind kind : kinds) {
            buffer.put((byte) (kind == SegmentKind.FULL ? 1 : 2));
        }
        buffer.put((byte) node);
        buffer.putInt(0, checksum(buffer.array()));
        return buffer.array();
    }

    /**
     * @throws IllegalArgumentException if the bytes are not what {@link #encode} made for this node
     * @throws VolumeOpenException if a newer program made them
     */
    static VolumeMetadata decode(byte[] bytes, int node) {
        refuseNewer(bytes);
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("volume metadata of " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt(4) != MAGIC) {
            throw new IllegalArgumentException("not volume metadata");
        }
        if (buffer.get(8) < OLDEST_FORMAT) {
            throw new IllegalArgumentException("volume metadata of format " + buffer.get(8));
        }
        if (buffer.getInt(0) != checksum(bytes)) {
            throw new IllegalArgumentException("volume metadata with a wrong checksum");
        }
        if (buffer.get(NODE_OFFSET) != node) {
            throw new IllegalArgumentException(
                    "volume metadata of node " + buffer.get(NODE_OFFSET) + ", not " + node);
        }
        SegmentKind[] kinds = new SegmentKind[SegmentId.REPLICAS];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = bytes[72 + i] == 1 ? SegmentKind.FULL : SegmentKind.TAIL;
        }
        return new VolumeMetadata(
                new UUID(buffer.getLong(16), buffer.getLong(24)),
                buffer.getLong(32),
                new VolumeEpoch(buffer.getLong(40)),
                buffer.getLong(48),
                buffer.getInt(56),
                buffer.getLong(64),
                kinds);
    }

    /** Whether an older program wrote them: what the storage nodes keep may have another format. */
    static boolean isOfOlderFormat(byte[] bytes) {
        return bytes.length == LENGTH && bytes[8] < FORMAT;
    }

    private static void refuseNewer(byte[] bytes) {
        if (bytes.length < PREFIX_LENGTH) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int format = Byte.toUnsignedInt(buffer.get(8));
        if (buffer.getInt(4) == MAGIC
                && format > FORMAT
                && buffer.getInt(12) == bytes.length
                && buffer.getInt(0) == checksum(bytes)) {
            throw new VolumeOpenException(
                    "the volume has storage format "
                            + format
                            + ", a newer Daybreak wrote it; this one knows "
                            + FORMAT
                            + ": start the newer one");
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 4, bytes.length - 4);
        return (int) crc.getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VolumeMetadata that
                && volume.equals(that.volume)
                && version == that.version
                && epoch.equals(that.epoch)
                && pagesPerGroup == that.pagesPerGroup
                && groupCount == that.groupCount
                && lsnAllocationLimit == that.lsnAllocationLimit
                && Arrays.equals(kinds, that.kinds);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(version) * 31 + volume.hashCode();
    }
}
