package io.daybreak.quorum.api;

import io.daybreak.logstorage.api.NodeOptions;
import java.nio.file.Path;

/**
 * What a volume in this process needs to know. What shapes the volume's data (pages per group, full
 * segments) is taken from here only when the volume is created; afterwards the volume knows.
 *
 * @param dataDirectory holds one directory per availability zone and storage node; created if
 *     absent
 * @param pagesPerGroup pages of a protection group
 * @param fullSegments 3: three full and three tail segments per group (SIGMOD 2018, section 4.2);
 *     6: six full ones
 * @param durability what an acknowledgement promises
 * @param logFileBytes size of a log file of a storage node
 * @param pageCacheBytes memory for the page stores' caches, all six nodes together
 * @param scrubBytesPerSecond how fast each node verifies what it keeps, in the background
 * @param openTimeoutMillis how long opening waits for enough segments
 * @param readTimeoutMillis how long a page read tries all segments
 */
public record VolumeConfig(
        Path dataDirectory,
        long pagesPerGroup,
        int fullSegments,
        Durability durability,
        long logFileBytes,
        long pageCacheBytes,
        long scrubBytesPerSecond,
        long openTimeoutMillis,
        long readTimeoutMillis) {
    /** What an acknowledgement promises. */
    public enum Durability {
        /** Redo is on stable storage of four segments: survives power loss. */
        FSYNC,
        /** Redo is with the operating system: survives the death of this process only. */
        OS
    }

    /** 10 GiB of 16 KiB pages. */
    public static final long PAGES_PER_GROUP = 655_360;

    public VolumeConfig {
        if (pagesPerGroup < 1 || pagesPerGroup > 1L << 24) {
            throw new IllegalArgumentException("pages per group: " + pagesPerGroup);
        }
        if (fullSegments != 3 && fullSegments != 6) {
            throw new IllegalArgumentException("full segments must be 3 or 6: " + fullSegments);
        }
    }

    /** The defaults: six replicas, three of them full, every acknowledgement forced. */
    public static VolumeConfig in(Path dataDirectory) {
        return new VolumeConfig(
                dataDirectory,
                PAGES_PER_GROUP,
                3,
                Durability.FSYNC,
                64L << 20,
                64L << 20,
                NodeOptions.SCRUB_BYTES_PER_SECOND,
                60_000,
                30_000);
    }

    public VolumeConfig withPagesPerGroup(long pages) {
        return new VolumeConfig(
                dataDirectory,
                pages,
                fullSegments,
                durability,
                logFileBytes,
                pageCacheBytes,
                scrubBytesPerSecond,
                openTimeoutMillis,
                readTimeoutMillis);
    }

    public VolumeConfig withFullSegments(int full) {
        return new VolumeConfig(
                dataDirectory,
                pagesPerGroup,
                full,
                durability,
                logFileBytes,
                pageCacheBytes,
                scrubBytesPerSecond,
                openTimeoutMillis,
                readTimeoutMillis);
    }

    public VolumeConfig withDurability(Durability promise) {
        return new VolumeConfig(
                dataDirectory,
                pagesPerGroup,
                fullSegments,
                promise,
                logFileBytes,
                pageCacheBytes,
                scrubBytesPerSecond,
                openTimeoutMillis,
                readTimeoutMillis);
    }

    public VolumeConfig withLogFileBytes(long bytes) {
        return new VolumeConfig(
                dataDirectory,
                pagesPerGroup,
                fullSegments,
                durability,
                bytes,
                pageCacheBytes,
                scrubBytesPerSecond,
                openTimeoutMillis,
                readTimeoutMillis);
    }

    public VolumeConfig withPageCacheBytes(long bytes) {
        return new VolumeConfig(
                dataDirectory,
                pagesPerGroup,
                fullSegments,
                durability,
                logFileBytes,
                bytes,
                scrubBytesPerSecond,
                openTimeoutMillis,
                readTimeoutMillis);
    }

    public VolumeConfig withTimeouts(long openMillis, long readMillis) {
        return new VolumeConfig(
                dataDirectory,
                pagesPerGroup,
                fullSegments,
                durability,
                logFileBytes,
                pageCacheBytes,
                scrubBytesPerSecond,
                openMillis,
                readMillis);
    }

    public VolumeConfig withScrubBytesPerSecond(long bytes) {
        return new VolumeConfig(
                dataDirectory,
                pagesPerGroup,
                fullSegments,
                durability,
                logFileBytes,
                pageCacheBytes,
                bytes,
                openTimeoutMillis,
                readTimeoutMillis);
    }
}
