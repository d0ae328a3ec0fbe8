package io.daybreak.logstorage.segment;

/**
 * Where the log has a batch.
 *
 * @param position of the excerpt
 * @param offset of the batch in the excerpt
 * @param lengthBytes of the batch as it stands there
 * @param previous LSN of the group's record before the batch
 * @param last LSN of the last record that counts; what stands behind it was annulled
 */
record LogPlace(long position, int offset, int lengthBytes, long previous, long last) {
    static LogPlace of(LogEntry entry) {
        return new LogPlace(
                entry.position, entry.offset, entry.storedBytes, entry.previous, entry.last);
    }
}
