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

/**
 * What page stores of the process share that were given the same memory: one cache for keys and
 * index blocks. Lives as long as the process. Thread-safe.
 */
final class RocksShared {
    /** Never full: RocksDB must not write keys before the images are on disk that they tell of. */
    private static final long WRITE_BUFFER_BYTES = 64 << 20;

    private static final long ARENA_BLOCK_BYTES = 256 << 10;
    private static final int BACKGROUND_JOBS = 2;
    private static final int OPEN_FILES_MAX = 256;

    static {
        RocksDB.loadLibrary();
    }

    private static final Map<Long, RocksShared> BY_MEMORY = new ConcurrentHashMap<>();

    private final Cache cache;

    private RocksShared(long memoryBytes) {
        cache = new LRUCache(memoryBytes);
    }

    static RocksShared of(long memoryBytes) {
        return BY_MEMORY.computeIfAbsent(memoryBytes, RocksShared::new);
    }

    Options options(Statistics statistics) {
        return new Options()
                .setCreateIfMissing(true)
                .setEnv(Env.getDefault())
                .setStatistics(statistics)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setArenaBlockSize(ARENA_BLOCK_BYTES)
                .setAvoidFlushDuringShutdown(true)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setKeepLogFileNum(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setStatsDumpPeriodSec(0)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    }
}
