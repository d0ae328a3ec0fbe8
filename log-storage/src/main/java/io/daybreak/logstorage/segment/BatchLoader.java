package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads batches back from the log and verifies that they are those wanted. Thread-safe. */
final class BatchLoader implements BatchSource {
    /** Most records fit. */
    private static final int RECORD_BYTES = 512;

    private static final int RECORD_GROWTH = 8;

    private final SegmentLog log;

    BatchLoader(SegmentLog log) {
        this.log = log;
    }

    @Override
    public RedoBatch load(SegmentCore owner, LogPlace place) {
        try {
            return verified(owner, place);
        } catch (CorruptRedoException e) {
            owner.logDamaged(place);
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte @Nullable [] record(LogPlace place, int offset, long lsn) {
        // Of a batch that was taken in without its head the offset is another one: that is found
        // by the record's checksum, and the batch tells.
        int rest = place.lengthBytes() - offset;
        int length = 0;
        while (length < rest) {
            length = Math.min(rest, Math.max(RECORD_BYTES, length * RECORD_GROWTH));
            try {
                byte[] bytes = log.read(place.position(), place.offset() + offset, length);
                if (isRecord(bytes, lsn)) {
                    return bytes;
                }
            } catch (IOException _) {
                // The batch, which is read next, says what is wrong.
                return null;
            }
        }
        return null;
    }

    private static boolean isRecord(byte[] bytes, long lsn) {
        RecordCursor cursor = new RecordCursor();
        try {
            cursor.seek(bytes, 0, lsn);
            return cursor.verifies();
        } catch (CorruptRedoException _) {
            return false;
        }
    }

    private RedoBatch verified(SegmentCore owner, LogPlace place) throws IOException {
        byte[] bytes = log.read(place.position(), place.offset(), place.lengthBytes());
        RedoBatchCodec.verify(bytes, 0, bytes.length);
        RedoBatch whole = RedoBatchCodec.view(bytes);
        RedoBatch batch = RedoBatchCodec.slice(whole, place.previous(), place.last());
        if (batch == null
                || !batch.group().equals(owner.id.group())
                || batch.previous().value() != place.previous()
                || batch.last().value() != place.last()) {
            throw new CorruptRedoException(
                    "the log has another batch than that up to LSN " + place.last());
        }
        return batch;
    }
}
