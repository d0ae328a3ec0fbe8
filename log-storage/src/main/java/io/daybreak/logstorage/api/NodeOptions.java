package io.daybreak.logstorage.api;

/**
 * How a storage node keeps its log.
 *
 * @param forcing whether an acknowledgement means stable storage; false leaves that to the
 *     operating system: a crash of the process loses nothing, a power cut may
 * @param logFileBytes a log file of this size is full; pages are made once a file is
 * @param scrubBytesPerSecond how fast the background scrub walks over log and pages
 * @param pageCacheBytes memory for the page store; nodes of one process with the same number share
 *     it
 */
public record NodeOptions(
        boolean forcing, long logFileBytes, long scrubBytesPerSecond, long pageCacheBytes) {
    /** Slow enough to be noticed by nobody: 10 GB in three hours. */
    public static final long SCRUB_BYTES_PER_SECOND = 1 << 20;

    public static final long PAGE_CACHE_BYTES = 64 << 20;

    public static final NodeOptions DEFAULT = new NodeOptions(true, 64L << 20);

    public NodeOptions(boolean forcing, long logFileBytes) {
        this(forcing, logFileBytes, SCRUB_BYTES_PER_SECOND, PAGE_CACHE_BYTES);
    }

    public NodeOptions {
        if (scrubBytesPerSecond < 0 || pageCacheBytes < 1 << 20) {
            throw new IllegalArgumentException(
                    "scrub rate " + scrubBytesPerSecond + ", page cache " + pageCacheBytes);
        }
        if (logFileBytes < 1 << 16 || logFileBytes > 1L << 30) {
            throw new IllegalArgumentException("log file size out of range: " + logFileBytes);
        }
    }
}
