package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatch;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a page from its newest image and the records behind it. Everything that comes from disk is
 * verified. Owned by the thread that uses it.
 */
final class PageAssembly {
    /** To read a record by itself costs as much as to read and verify that much of a batch. */
    private static final int WHOLE_BYTES_A_RECORD = 8 << 10;

    private final BatchSource source;
    private final PageStore pages;
    private final RecordCursor cursor = new RecordCursor();

    private long baseLsn;

    /** The batch that was loaded last: the newer records come next. */
    private @Nullable RedoBatch loaded;

    private @Nullable LogPlace loadedFrom;

    PageAssembly(BatchSource source, PageStore pages) {
        this.source = source;
        this.pages = pages;
    }

    /** LSN of the image that the last page was made from; negative if there was none. */
    long baseLsn() {
        return baseLsn;
    }

    /**
     * @param records the page's records up to the LSN, newest first
     * @param skipImage whether no image is read if a record initialises the page
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
        baseLsn = -1;
        if (!(skipImage && records.startsAnew)
                && pages.read(segment.id.group(), segment.timeline, page, asOf, into)) {
            verifyImage(page, asOf, into);
            baseLsn = PageLayout.lsn(into);
        }
        if (baseLsn < records.imageLsn) {
            throw new CorruptRedoException(
                    "the image of page " + page + " up to LSN " + records.imageLsn + " is gone");
        }
        if (baseLsn < 0 && records.size == 0) {
            return false;
        }
        int count = records.countAbove(baseLsn);
        if (baseLsn < 0 || records.startsAnew && count == records.size) {
            Arrays.fill(into, (byte) 0);
            PageLayout.initialize(into, page, 0);
        }
        for (int i = count - 1; i >= 0; i--) {
            seek(segment, records, i);
            apply(page, into);
        }
        loaded = null;
        loadedFrom = null;
        if (count > 0) {
            PageLayout.seal(into);
        }
        return true;
    }

    private void seek(SegmentCore segment, RecordList records, int i) {
        int offset = records.offsets[i];
        long lsn = records.lsns[i];
        RedoBatch batch = records.batches[i];
        LogPlace place = records.places[i];
        if (batch == null && place != null && place == loadedFrom) {
            batch = loaded;
        } else if (batch == null && place != null && isLargeFor(records.countFrom(i), place)) {
            byte[] record = source.record(place, offset, lsn);
            if (record != null) {
                cursor.seek(record, 0, lsn);
                return;
            }
        }
        if (batch == null) {
            batch = records.load(i, segment, source);
            loaded = batch;
            loadedFrom = place;
        }
        cursor.seek(batch.bytes(), offset, lsn);
    }

    private static boolean isLargeFor(int records, LogPlace place) {
        return place.lengthBytes() / records > WHOLE_BYTES_A_RECORD;
    }

    private void apply(long page, byte[] into) {
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

    /**
     * LSN of the page's newest image; negative if there is none.
     *
     * @throws CorruptRedoException if it does not verify
     */
    long imageLsn(SegmentCore segment, long page, byte[] scratch) throws IOException {
        return imageLsn(segment, page, Long.MAX_VALUE, scratch);
    }

    /** The same of those up to an LSN (inclusive). */
    long imageLsn(SegmentCore segment, long page, long asOf, byte[] scratch) throws IOException {
        if (!pages.read(segment.id.group(), segment.timeline, page, asOf, scratch)) {
            return -1;
        }
        verifyImage(page, asOf, scratch);
        return PageLayout.lsn(scratch);
    }

    private static void verifyImage(long page, long asOf, byte[] image) {
        if (!isImageOf(page, image) || PageLayout.lsn(image) > asOf) {
            throw new CorruptRedoException(
                    PageLayout.isLost(image)
                            ? "the image of page " + page + " was lost here"
                            : "image of page " + page + " does not verify");
        }
    }

    /** Whether this is a sound image of the page, and not the mark of a lost one. */
    static boolean isImageOf(long page, byte[] image) {
        return PageLayout.isSealed(image)
                && PageLayout.pageNumber(image) == page
                && !PageLayout.isLost(image);
    }
}
