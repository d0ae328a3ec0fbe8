package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageOps;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Makes a page from its newest image and the records behind it, and reads batches back from the
 * log. Everything that comes from disk is verified here. Owned by the thread that uses it.
 */
final class PageAssembly implements SegmentCore.BatchSource {
    private final SegmentLog log;
    private final PageStore pages;
    private final RecordCursor cursor = new RecordCursor();

    private long cachedPosition = -1;
    private byte[] cachedExcerpt = new byte[0];
    private long baseLsn;

    PageAssembly(SegmentLog log, PageStore pages) {
        this.log = log;
        this.pages = pages;
    }

    /** LSN of the image that the last page was made from; negative if there was none. */
    long baseLsn() {
        return baseLsn;
    }

    /**
     * @param records the page's records up to the LSN, newest first
     * @param skipImage whether an image is not read if a record initialises the page
     * @param into receives the sealed page
     * @return false if the page does not exist at that LSN
     * @throws CorruptRedoException if image or records are damaged
     */
    boolean assemble(
            SegmentCore segment,
            long page,
            long asOf,
            RecordList records,
            boolean skipImage,
            byte[] into)
            throws IOException {
        int start = fetchBackToInit(records);
        baseLsn = -1;
        boolean initialised = start < records.size;
        if (!(initialised && skipImage)
                && pages.read(segment.id.group(), segment.timeline, page, asOf, into)) {
            verifyImage(page, asOf, into);
            baseLsn = PageLayout.lsn(into);
        } else if (records.size == 0) {
            return false;
        }
        if (baseLsn < 0 || initialised) {
            Arrays.fill(into, (byte) 0);
            PageLayout.initialize(into, page, 0);
        }
        for (int i = Math.min(start, records.size - 1); i >= 0; i--) {
            apply(page, records, i, into);
        }
        PageLayout.seal(into);
        return true;
    }

    /** Index of the newest record that initialises the page; the size if none does. */
    private int fetchBackToInit(RecordList records) {
        for (int i = 0; i < records.size; i++) {
            RedoBatch batch = records.batches[i];
            if (batch == null) {
                batch = load(records.positions[i], records.batchOffsets[i], records.lasts[i]);
                records.batches[i] = batch;
            }
            cursor.seek(batch.bytes(), records.offsets[i], records.lsns[i]);
            if (PageOps.startsWithInit(cursor.bytes(), cursor.opsOffset(), cursor.opsLength())) {
                return i;
            }
        }
        return records.size;
    }

    private void apply(long page, RecordList records, int i, byte[] into) {
        if (records.lsns[i] <= PageLayout.lsn(into)) {
            return;
        }
        RedoBatch batch = records.batches[i];
        if (batch == null) {
            throw new IllegalStateException("record without bytes");
        }
        cursor.seek(batch.bytes(), records.offsets[i], records.lsns[i]);
        if (cursor.pageNumber() != page) {
            throw new CorruptRedoException(
                    "record " + cursor.lsn() + " is of page " + cursor.pageNumber());
        }
        try {
            cursor.applyTo(into);
        } catch (IllegalArgumentException e) {
            CorruptRedoException corrupt =
                    new CorruptRedoException("record " + cursor.lsn() + ": " + e.getMessage());
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    private static void verifyImage(long page, long asOf, byte[] image) {
        if (!PageLayout.isSealed(image)
                || PageLayout.pageNumber(image) != page
                || PageLayout.lsn(image) > asOf) {
            throw new CorruptRedoException("image of page " + page + " does not verify");
        }
    }

    @Override
    public RedoBatch load(long position, int offset, long last) {
        byte[] excerpt = excerpt(position);
        int limit = ExcerptLayout.length(excerpt, 0);
        int length = RedoBatchCodec.verify(excerpt, offset, limit);
        byte[] bytes = Arrays.copyOfRange(excerpt, offset, offset + length);
        RedoBatch batch = RedoBatchCodec.slice(RedoBatchCodec.view(bytes), 0, last);
        if (batch == null) {
            throw new CorruptRedoException("no redo up to LSN " + last + " in its batch");
        }
        return batch;
    }

    private byte[] excerpt(long position) {
        if (position != cachedPosition) {
            byte[] excerpt;
            try {
                excerpt = log.read(position);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (!ExcerptLayout.isSound(excerpt, 0, excerpt.length)) {
                throw new CorruptRedoException("log excerpt at " + position + " does not verify");
            }
            cachedExcerpt = excerpt;
            cachedPosition = position;
        }
        return cachedExcerpt;
    }
}
