package io.daybreak.logstorage.rocks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.WriteBufferManager;

/**
 * What page stores of the process share that were given the same memory: one budget for write
 * buffers, keys and index blocks. The images stand in blob files and the system's page cache. Lives
 * as long as the process. Thread-safe.
 */
final class RocksShared {
    private static final long WRITE_BUFFER_BYTES = 8 << 20;
    private static final long BLOB_MIN_BYTES = 4096;
    private static final long BLOB_FILE_BYTES = 32 << 20;
    private static final int BACKGROUND_JOBS = 2;

    /**
     * A compaction merges keys, which is little, but moves the images that stand in old blob files,
     * and most of these are replaced soon. Rare compactions that leave all but the oldest images
     * alone write a third less than RocksDB's defaults, and take half as much again on the disk.
     */
    private static final int COMPACTED_FILES = 12;

    private static final double BLOB_AGE_CUTOFF = 0.25;
    private static final double BLOB_GARBAGE = 0.7;
    private static final int OPEN_FILES_MAX = 256;

    static {
        RocksDB.loadLibrary();
    }

    private static final Map<Long, RocksShared> BY_MEMORY = new ConcurrentHashMap<>();

    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    private RocksShared(long memoryBytes) {
        cache = new LRUCache(memoryBytes);
        // Charged to the cache, so that both together stay within the budget.
        writeBuffers = new WriteBufferManager(memoryBytes / 4 * 3, cache);
    }

    static RocksShared of(long memoryBytes) {
        return BY_MEMORY.computeIfAbsent(memoryBytes, RocksShared::new);
    }

    Options options(Statistics statistics) {
        return new Options()
                .setCreateIfMissing(true)
                .setEnv(Env.getDefault())
                .setStatistics(statistics)
                .setWriteBufferManager(writeBuffers)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(2)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setKeepLogFileNum(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setStatsDumpPeriodSec(0)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setEnableBlobFiles(true)
                .setMinBlobSize(BLOB_MIN_BYTES)
                .setBlobFileSize(BLOB_FILE_BYTES)
                .setEnableBlobGarbageCollection(true)
                .setLevel0FileNumCompactionTrigger(COMPACTED_FILES)
                .setLevel0SlowdownWritesTrigger(4 * COMPACTED_FILES)
                .setLevel0StopWritesTrigger(6 * COMPACTED_FILES)
                .setBlobGarbageCollectionAgeCutoff(BLOB_AGE_CUTOFF)
                .setBlobGarbageCollectionForceThreshold(BLOB_GARBAGE)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    }
}
