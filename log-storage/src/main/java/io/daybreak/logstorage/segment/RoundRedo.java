package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.RedoBatch;
import java.util.HashMap;
import java.util.Map;

/**
 * What a round of page making read back from the log. A batch has records of many pages, and under
 * load the segments let go of redo faster than pages are made: without this a batch would be read
 * once per record. Bounded by the redo of a round. Owned by the round's thread.
 */
final class RoundRedo implements BatchSource {
    private final BatchSource log;
    private final Map<LogPlace, RedoBatch> batches = new HashMap<>();

    RoundRedo(BatchSource log) {
        this.log = log;
    }

    @Override
    public RedoBatch load(SegmentCore owner, LogPlace place) {
        RedoBatch batch = batches.get(place);
        if (batch == null) {
            batch = log.load(owner, place);
            batches.put(place, batch);
        }
        return batch;
    }
}
