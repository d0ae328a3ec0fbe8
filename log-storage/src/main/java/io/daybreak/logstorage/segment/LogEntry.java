package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.RedoBatch;
import org.jspecify.annotations.Nullable;

/**
 * A batch as a segment knows it: where it stands in the chain, where in the log, and its bytes as
 * long as they are held in memory. Guarded by its segment's monitor.
 */
final class LogEntry {
    final long previous;
    final long first;
    long last;

    /** Position of the excerpt; negative until it is written. */
    long position = -1;

    /** Where the batch starts in the excerpt. */
    int offset;

    @Nullable RedoBatch batch;
    final int lengthBytes;

    /** Bytes of the batches that were linked before it since the chain started. */
    long bytesBefore;

    /** Length of the batch in the log, of which this entry may be a part. */
    int storedBytes;

    /** A position that the log must keep for it; {@code Long.MAX_VALUE} until it is written. */
    long neededPosition() {
        return position < 0 ? Long.MAX_VALUE : position;
    }

    /** It was annulled: whoever still knows it finds no record in it. */
    void annul() {
        last = previous;
    }

    LogEntry(RedoBatch batch) {
        this.previous = batch.previous().value();
        this.first = batch.first().value();
        this.last = batch.last().value();
        this.batch = batch;
        this.lengthBytes = batch.bytes().length;
        this.storedBytes = lengthBytes;
    }

    /** A batch that a log summary tells of; its bytes stay in the log. */
    LogEntry(SummarizedBatch batch) {
        this.previous = batch.previous;
        this.first = batch.first;
        this.last = batch.last;
        this.lengthBytes = batch.lengthBytes;
        this.storedBytes = lengthBytes;
        this.position = batch.position;
        this.offset = batch.offset;
    }
}
