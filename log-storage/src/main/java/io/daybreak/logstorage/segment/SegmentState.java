package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a segment must not forget besides redo; the layout is {@code ExcerptLayout}'s.
 *
 * @param restart whether the chain starts anew here
 * @param scl the SCL; after a restart where the chain starts
 */
record SegmentState(
        SegmentKind kind,
        boolean restart,
        TimelineId timeline,
        VolumeEpoch epoch,
        VolumeEpoch joined,
        long scl,
        long durableLsn,
        long minReadPoint,
        long collectBelow,
        List<Truncation> truncations) {
    private static final int FIXED_SIZE = 60;
    private static final int RANGE_SIZE = 24;
    private static final byte VERSION = 1;

    SegmentState {
        truncations = List.copyOf(truncations);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(FIXED_SIZE + RANGE_SIZE * truncations.size());
        out.put(VERSION);
        out.put((byte) (kind == SegmentKind.FULL ? 0 : 1));
        out.put((byte) (restart ? 1 : 0));
        out.put((byte) 0);
        out.putInt(timeline.value());
        out.putLong(epoch.value());
        out.putLong(joined.value());
        out.putLong(scl);
        out.putLong(durableLsn);
        out.putLong(minReadPoint);
        out.putLong(collectBelow);
        out.putInt(truncations.size());
        for (Truncation range : truncations) {
            out.putLong(range.epoch().value());
            out.putLong(range.from().value());
            out.putLong(range.to().value());
        }
        return out.array();
    }

    static SegmentState decode(byte[] bytes, int offset, int length) {
        if (length < FIXED_SIZE || bytes[offset] != VERSION) {
            throw new CorruptRedoException("segment state of unknown version or too short");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, offset + 1, length - 1);
        SegmentKind kind = in.get() == 0 ? SegmentKind.FULL : SegmentKind.TAIL;
        boolean restart = (in.get() & 1) != 0;
        in.get();
        TimelineId timeline = new TimelineId(in.getInt());
        VolumeEpoch epoch = new VolumeEpoch(in.getLong());
        VolumeEpoch joined = new VolumeEpoch(in.getLong());
        long scl = in.getLong();
        long durableLsn = in.getLong();
        long minReadPoint = in.getLong();
        long collectBelow = in.getLong();
        int count = in.getInt();
        if (count < 0 || count > (length - FIXED_SIZE) / RANGE_SIZE) {
            throw new CorruptRedoException("segment state with " + count + " truncation ranges");
        }
        List<Truncation> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ranges.add(
                    new Truncation(
                            new VolumeEpoch(in.getLong()),
                            new Lsn(in.getLong()),
                            new Lsn(in.getLong())));
        }
        return new SegmentState(
                kind,
                restart,
                timeline,
                epoch,
                joined,
                scl,
                durableLsn,
                minReadPoint,
                collectBelow,
                ranges);
    }
}
