package io.daybreak.logstorage.api;

/**
 * How a storage node keeps its log.
 *
 * @param forcing whether an acknowledgement means stable storage; false leaves that to the
 *     operating system: a crash of the process loses nothing, a power cut may
 * @param logFileBytes a log file of this size is full; pages are made once a file is
 */
public record NodeOptions(boolean forcing, long logFileBytes) {
    public static final NodeOptions DEFAULT = new NodeOptions(true, 64L << 20);

    public NodeOptions {
        if (logFileBytes < 1 << 16 || logFileBytes > 1L << 30) {
            throw new IllegalArgumentException("log file size out of range: " + logFileBytes);
        }
    }
}
