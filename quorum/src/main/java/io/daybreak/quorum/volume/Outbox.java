package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentRequest;

/** Where a core puts what it wants sent. An entry is not sent before the core's call returns. */
public interface Outbox {
    void send(SegmentId segment, SegmentRequest request);
}
