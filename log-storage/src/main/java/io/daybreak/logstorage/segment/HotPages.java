package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatch;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The pages of a segment that change all the time, kept in memory and carried along the log in its
 * order: to look up the records of each would touch memory all over. Their images go to the page
 * store now and then, although the redo stays, so that who reads such a page, after a start above
 * all, need not look at all the redo of a round for it.
 *
 * <p>A page joins when it is hot and leaves when it changed little between two images; as hot is
 * who has its part of a few megabytes of redo, there are few. Guarded by its segment's {@code
 * materializing} lock.
 */
final class HotPages {
    private static final int STEP_BYTES = 4 << 20;

    private static final class Page {
        final byte[] image;

        /** LSN of the image that the page store has; negative if it has none. */
        long stored;

        int changes;

        Page(byte[] image, long stored) {
            this.image = image;
            this.stored = stored;
        }
    }

    private final SegmentCore segment;
    private final int changesMin;
    private final Map<Long, Page> pages = new HashMap<>();
    private final RecordCursor cursor = new RecordCursor();

    /** All pages here have the redo up to this LSN. */
    private long upTo;

    /** {@link SegmentCore#pageStoreVersion} as it was when the images were stored. */
    private int version;

    HotPages(SegmentCore segment, int changesMin) {
        this.segment = segment;
        this.changesMin = changesMin;
    }

    boolean isEmpty() {
        return pages.isEmpty();
    }

    boolean has(long page) {
        return pages.containsKey(page);
    }

    /** Forgets the pages if somebody else changed what the page store has. */
    void verifyVersion() {
        int now = segment.pageStoreVersion();
        if (version != now) {
            version = now;
            pages.clear();
        }
    }

    /** Applies the redo up to the LSN (inclusive). */
    void follow(long lsn, BatchSource source) {
        try {
            while (upTo < lsn && !pages.isEmpty()) {
                step(lsn, source);
            }
        } catch (CorruptRedoException _) {
            // Whose records are lost the round finds out, page by page.
            pages.clear();
        }
        upTo = lsn;
    }

    private void step(long lsn, BatchSource source) {
        RecordList batches = segment.chainAfter(upTo, lsn, STEP_BYTES);
        long before = upTo;
        for (int i = 0; i < batches.size; i++) {
            RedoBatch batch = batches.load(i, segment, source);
            if (batch.previous().value() > upTo) {
                throw new CorruptRedoException("no redo after LSN " + upTo);
            }
            cursor.reset(batch);
            while (cursor.next() && cursor.lsn() <= lsn) {
                if (cursor.lsn() > upTo) {
                    apply();
                    upTo = cursor.lsn();
                }
            }
        }
        if (upTo == before) {
            upTo = lsn;
        }
    }

    private void apply() {
        Page page = pages.get(cursor.pageNumber());
        if (page == null) {
            return;
        }
        try {
            cursor.applyTo(page.image);
            page.changes++;
        } catch (IllegalArgumentException _) {
            // The round finds the same and notes it.
            pages.remove(cursor.pageNumber());
        }
    }

    /**
     * @param image of the page with all redo up to where the others are; copied
     * @param stored LSN of the image that the page store has; negative if it has none
     */
    void join(long page, byte[] image, long stored) {
        Page joining = new Page(image.clone(), stored);
        joining.changes = changesMin;
        pages.put(page, joining);
    }

    /**
     * Stores the images that changed; pages that changed little leave.
     *
     * @return how many images were stored
     */
    int store(PageStore store) throws IOException {
        int count = 0;
        Iterator<Map.Entry<Long, Page>> each = pages.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Long, Page> entry = each.next();
            Page page = entry.getValue();
            long lsn = PageLayout.lsn(page.image);
            if (lsn > page.stored) {
                PageLayout.seal(page.image);
                store.put(
                        segment.id.group(),
                        segment.timeline,
                        entry.getKey(),
                        page.image,
                        page.stored);
                page.stored = lsn;
                segment.imaged(entry.getKey(), lsn);
                count++;
            }
            if (page.changes < changesMin) {
                each.remove();
            }
            page.changes = 0;
        }
        return count;
    }
}
