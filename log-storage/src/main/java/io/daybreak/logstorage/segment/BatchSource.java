package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.RedoBatch;
import org.jspecify.annotations.Nullable;

/** Where batches come from that a segment does not hold in memory. */
interface BatchSource {
    /**
     * @param owner learns of damage
     * @throws CorruptRedoException if the log does not have the batch as it was written
     */
    RedoBatch load(SegmentCore owner, LogPlace place);

    /**
     * The bytes of one record, which start it and may end behind it; null if the batch has to be
     * loaded for it.
     *
     * @param offset of the record in the batch
     */
    default byte @Nullable [] record(LogPlace place, int offset, long lsn) {
        return null;
    }
}
