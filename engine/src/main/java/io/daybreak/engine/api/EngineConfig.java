package io.daybreak.engine.api;

import java.nio.file.Path;

/**
 * @param bufferPoolBytes memory for page frames; at least 64 pages
 * @param purgeThreads background threads that remove old versions; 0 only in tests
 * @param lockBytesMax memory for row locks, about; whoever needs more is rolled back
 * @param temporaryDirectory for what an index build sorts beyond its memory; made when needed
 */
public record EngineConfig(
        long bufferPoolBytes, int purgeThreads, long lockBytesMax, Path temporaryDirectory) {
    private static final long LOCK_BYTES_LEAST = 256L << 20;

    public EngineConfig(long bufferPoolBytes, int purgeThreads) {
        this(bufferPoolBytes, purgeThreads, Path.of(System.getProperty("java.io.tmpdir")));
    }

    public EngineConfig(long bufferPoolBytes, int purgeThreads, Path temporaryDirectory) {
        this(
                bufferPoolBytes,
                purgeThreads,
                LOCK_BYTES_LEAST + bufferPoolBytes / 16,
                temporaryDirectory);
    }
}
