package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchEncoder;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;

/** Batches of one record, which initialises the group's one page. */
final class OneRecord {
    private OneRecord() {}

    static RedoBatch batch(SegmentId id, long lsn) {
        RedoBatchEncoder encoder =
                new RedoBatchEncoder(id.group(), TimelineId.FIRST, new Lsn(lsn - 1));
        MiniTransaction mtr = new MiniTransaction();
        mtr.record(7, RedoKind.OTHER);
        mtr.init(1);
        encoder.add(lsn, mtr, 0);
        return encoder.close(new VolumeEpoch(1), 0, lsn - 1);
    }
}
