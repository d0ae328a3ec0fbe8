package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.RedoBatch;

/** Where batches come from that a segment does not hold in memory. */
interface BatchSource {
    /**
     * @param owner learns of damage
     * @throws CorruptRedoException if the log does not have the batch as it was written
     */
    RedoBatch load(SegmentCore owner, LogPlace place);
}
