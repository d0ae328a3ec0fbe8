package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentLog;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads batches back from the log and verifies that they are those wanted. Thread-safe. */
final class BatchLoader implements BatchSource {
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
