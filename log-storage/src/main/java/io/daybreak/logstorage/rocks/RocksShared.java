package io.daybreak.logstorage.rocks;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/** What all page stores of the process share; lives as long as the process. Thread-safe. */
final class RocksShared {
    /** Keys and index blocks only: the images stand in blob files and the system's page cache. */
    private static final long CACHE_BYTES = 8 << 20;

    private static final long WRITE_BUFFERS_BYTES = 48 << 20;
    private static final long WRITE_BUFFER_BYTES = 8 << 20;
    private static final long BLOB_MIN_BYTES = 4096;
    private static final long BLOB_FILE_BYTES = 32 << 20;
    private static final int BACKGROUND_JOBS = 2;
    private static final int OPEN_FILES_MAX = 256;

    static {
        RocksDB.loadLibrary();
    }

    private static final Cache CACHE = new LRUCache(CACHE_BYTES);
    private static final WriteBufferManager WRITE_BUFFERS =
            new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);

    private RocksShared() {}

    static Options options() {
        return new Options()
                .setCreateIfMissing(true)
                .setEnv(Env.getDefault())
                .setWriteBufferManager(WRITE_BUFFERS)
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
                .setBlobGarbageCollectionAgeCutoff(0.5)
                .setBlobGarbageCollectionForceThreshold(0.5)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(CACHE));
    }
}
