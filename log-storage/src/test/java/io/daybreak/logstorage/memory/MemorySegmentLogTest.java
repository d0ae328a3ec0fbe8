package io.daybreak.logstorage.memory;

import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.api.SegmentLogContract;

class MemorySegmentLogTest extends SegmentLogContract {
    private final MemorySegmentLog log = new MemorySegmentLog(100_000);

    @Override
    protected SegmentLog open() {
        return log;
    }
}
