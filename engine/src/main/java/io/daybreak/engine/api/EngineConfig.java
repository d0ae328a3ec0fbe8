package io.daybreak.engine.api;

/**
 * @param bufferPoolBytes memory for page frames; at least 64 pages
 * @param purgeThreads background threads that remove old versions; 0 only in tests
 * @param lockBytesMax memory for row locks, about; whoever needs more is rolled back
 */
public record EngineConfig(long bufferPoolBytes, int purgeThreads, long lockBytesMax) {
    private static final long LOCK_BYTES_LEAST = 256L << 20;

    public EngineConfig(long bufferPoolBytes, int purgeThreads) {
        this(bufferPoolBytes, purgeThreads, LOCK_BYTES_LEAST + bufferPoolBytes / 16);
    }
}
