package io.daybreak.engine.api;

/** Counters since start, for SHOW STATUS and metrics. */
public record EngineStatus(
        long bufferPoolPages,
        long bufferPoolPagesUsed,
        long pageReads,
        long pageRequests,
        long rowLockWaits,
        long deadlocks,
        long activeTransactions,
        long historyLength,
        long rowsRead,
        long rowsInserted,
        long rowsUpdated,
        long rowsDeleted) {}
