package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Coalesces redo into page images. Thread-safe: a segment's {@code materializing} lock is held
 * meanwhile.
 */
final class Materializer {
    /** About so much redo goes into pages at a time, and is in memory for it. */
    private static final long ROUND_BYTES = 64L << 20;

    private static final int LOADS = 256;

    private final PageStore pages;
    private final BatchLoader loader;
    private final Map<SegmentId, SegmentCore> segments;
    private final LongAdder damages;
    private final LongAdder imagesWritten = new LongAdder();

    Materializer(
            PageStore pages,
            BatchLoader loader,
            Map<SegmentId, SegmentCore> segments,
            LongAdder damages) {
        this.pages = pages;
        this.loader = loader;
        this.segments = segments;
        this.damages = damages;
    }

    long imagesWritten() {
        return imagesWritten.sum();
    }

    /** Returns how many images were written. */
    int materialize() throws IOException {
        int written = 0;
        for (SegmentCore segment : segments.values()) {
            written += materialize(segment);
        }
        return written;
    }

    int materialize(SegmentCore segment) throws IOException {
        if (segment.kind != SegmentKind.FULL) {
            return 0;
        }
        segment.materializing.lock();
        try {
            int written = 0;
            long upTo = segment.materializableUpTo(ROUND_BYTES);
            while (upTo > segment.pagesComplete()) {
                written += round(segment, upTo);
                upTo = segment.materializableUpTo(ROUND_BYTES);
            }
            return written;
        } finally {
            segment.materializing.unlock();
        }
    }

    private int round(SegmentCore segment, long upTo) throws IOException {
        long complete = segment.pagesComplete();
        hold(segment, upTo, true);
        // Durable before any image: a read below would miss what the images replace.
        segment.materializing(upTo);
        pages.markComplete(segment.id.group(), segment.timeline, complete, segment.readableFrom());
        int written = writeImages(segment, upTo);
        pages.markComplete(segment.id.group(), segment.timeline, upTo, segment.readableFrom());
        pages.flush();
        segment.materialized(upTo);
        return written;
    }

    /**
     * Reads redo that is not in pages yet back into memory: after a start all of it is in the log
     * only.
     */
    void hold() {
        for (SegmentCore segment : segments.values()) {
            if (segment.kind == SegmentKind.FULL && !segment.needsPages()) {
                hold(segment, Long.MAX_VALUE, false);
            }
        }
    }

    private void hold(SegmentCore segment, long upTo, boolean beyondLimit) {
        long after = segment.pagesComplete();
        List<LogPlace> places = segment.unheld(after, upTo, LOADS);
        while (!places.isEmpty() && (beyondLimit || segment.mayHold())) {
            for (LogPlace place : places) {
                try {
                    segment.hold(place, loader.load(segment, place));
                } catch (CorruptRedoException _) {
                    // Noted in the segment; its pages are found to be damaged below.
                    damages.increment();
                }
            }
            after = places.getLast().last();
            places = segment.unheld(after, upTo, LOADS);
        }
    }

    private int writeImages(SegmentCore segment, long upTo) throws IOException {
        PageAssembly assembly = new PageAssembly(loader, pages);
        RecordList records = new RecordList();
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        long[] numbers = segment.pagesUpTo(upTo);
        for (long page : numbers) {
            records.clear();
            segment.collect(page, upTo, records);
            try {
                assembly.assemble(segment, page, upTo, records, false, image);
            } catch (CorruptRedoException _) {
                lose(segment, page, upTo);
                continue;
            }
            long replaced = assembly.baseLsn() < PageLayout.lsn(image) ? assembly.baseLsn() : -1;
            pages.put(segment.id.group(), segment.timeline, page, image, replaced);
            imagesWritten.increment();
        }
        return numbers.length;
    }

    /** The other pages must not wait for one that cannot be made: a peer has it. */
    private void lose(SegmentCore segment, long page, long upTo) throws IOException {
        damages.increment();
        segment.pageDamaged(page);
        byte[] mark = PageLayout.lost(page, upTo);
        pages.replace(segment.id.group(), segment.timeline, page, mark);
    }
}
