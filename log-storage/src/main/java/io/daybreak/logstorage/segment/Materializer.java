package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Coalesces redo into page images. Thread-safe: a segment's {@code materializing} lock is held
 * meanwhile.
 */
final class Materializer {
    /**
     * About so much redo goes into pages at a time, and is in memory for it, for two page makers at
     * once: the more, the fewer images of a page that all of it changes.
     */
    private static final long ROUND_BYTES =
            Math.clamp(Runtime.getRuntime().maxMemory() / 16, 64L << 20, 128L << 20);

    private static final int LOADS = 64;

    private final PageStore pages;
    private final BatchLoader loader;
    private final Map<SegmentId, SegmentCore> segments;
    private final LongAdder damages;
    private final Runnable afterRound;
    private final LongAdder imagesWritten = new LongAdder();

    Materializer(
            PageStore pages,
            BatchLoader loader,
            Map<SegmentId, SegmentCore> segments,
            LongAdder damages,
            Runnable afterRound) {
        this.pages = pages;
        this.loader = loader;
        this.segments = segments;
        this.damages = damages;
        this.afterRound = afterRound;
    }

    long imagesWritten() {
        return imagesWritten.sum();
    }

    /**
     * @param afterPage runs after each page
     * @return how many images were written
     */
    int materialize(Runnable afterPage) throws IOException {
        return materialize(segments.values(), afterPage);
    }

    int materialize(SegmentCore segment) throws IOException {
        return materialize(List.of(segment), () -> {});
    }

    /**
     * Makes pages of the redo that is there now, in rounds. What comes meanwhile waits for the next
     * time: under load there is always some, and an image each for a few records of it costs more
     * than all the rest of a write.
     */
    private int materialize(Collection<SegmentCore> all, Runnable afterPage) throws IOException {
        int written = 0;
        Map<SegmentCore, Long> goals = new LinkedHashMap<>();
        for (SegmentCore segment : all) {
            if (segment.kind == SegmentKind.FULL) {
                segment.materializing.lock();
                try {
                    goals.put(segment, segment.materializableUpTo(Long.MAX_VALUE));
                    // First, and up to there at least, so that the rounds find these pages made.
                    written += imageHotPages(segment);
                } finally {
                    segment.materializing.unlock();
                }
            }
        }
        Map<SegmentCore, Long> parts = new LinkedHashMap<>();
        do {
            parts.clear();
            try {
                gather(goals, parts);
                written += round(parts, afterPage);
            } finally {
                parts.keySet().forEach(segment -> segment.materializing.unlock());
            }
        } while (!parts.isEmpty());
        return written;
    }

    /** Locks the segments of the next round; the LSN is that up to which each gets its pages. */
    private static void gather(Map<SegmentCore, Long> goals, Map<SegmentCore, Long> parts) {
        long left = ROUND_BYTES;
        for (Map.Entry<SegmentCore, Long> goal : goals.entrySet()) {
            if (left <= 0) {
                return;
            }
            SegmentCore segment = goal.getKey();
            segment.materializing.lock();
            long upTo = Math.min(segment.materializableUpTo(left), goal.getValue());
            if (upTo > segment.pagesComplete()) {
                parts.put(segment, upTo);
                left -= segment.unmaterializedBytes(left);
            } else {
                segment.materializing.unlock();
            }
        }
    }

    /** One flush for all: it is what the page maker waits for. */
    private int round(Map<SegmentCore, Long> parts, Runnable afterPage) throws IOException {
        if (parts.isEmpty()) {
            return 0;
        }
        int written = 0;
        for (Map.Entry<SegmentCore, Long> part : parts.entrySet()) {
            SegmentCore segment = part.getKey();
            long upTo = part.getValue();
            // Stored before any image: a read below would miss what the images replace.
            segment.materializing(upTo);
            mark(segment, segment.pagesComplete());
            written += writeImages(segment, upTo, afterPage);
            mark(segment, upTo);
        }
        pages.flush();
        parts.forEach(SegmentCore::materialized);
        afterRound.run();
        return written;
    }

    private void mark(SegmentCore segment, long complete) throws IOException {
        pages.markComplete(segment.id.group(), segment.timeline, complete, segment.readableFrom());
    }

    /**
     * Reads redo that is not in pages yet back into memory: after a start all of it is in the log
     * only.
     */
    void hold() {
        for (SegmentCore segment : segments.values()) {
            if (segment.kind == SegmentKind.FULL && !segment.needsPages()) {
                hold(segment);
            }
        }
    }

    private void hold(SegmentCore segment) {
        long after = segment.pagesComplete();
        List<LogPlace> places = segment.unheld(after, Long.MAX_VALUE, LOADS);
        while (!places.isEmpty() && segment.mayHold()) {
            for (LogPlace place : places) {
                try {
                    segment.hold(place, loader.load(segment, place));
                } catch (CorruptRedoException _) {
                    // Noted in the segment; its pages are found to be damaged below.
                    damages.increment();
                }
            }
            after = places.getLast().last();
            places = segment.unheld(after, Long.MAX_VALUE, LOADS);
        }
    }

    private int writeImages(SegmentCore segment, long upTo, Runnable afterPage) throws IOException {
        RoundRecords round = segment.recordsUpTo(upTo);
        PageAssembly assembly = new PageAssembly(new RoundRedo(loader), pages);
        RecordList records = new RecordList();
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        int[] order = round.inOrder();
        int written = 0;
        boolean mayBeImaged = upTo < segment.foundImagesUpTo();
        for (int each : order) {
            long page = round.number(each);
            records.clear();
            round.copy(each, records);
            try {
                if (mayBeImaged && assembly.imageLsn(segment, page, image) > upTo) {
                    // It has replaced the one that the page would be made from here.
                    continue;
                }
                assembly.assemble(segment, page, upTo, records, false, image);
            } catch (CorruptRedoException _) {
                lose(segment, page, upTo);
                continue;
            }
            long replaced = assembly.baseLsn() < PageLayout.lsn(image) ? assembly.baseLsn() : -1;
            pages.put(segment.id.group(), segment.timeline, page, image, replaced);
            imagesWritten.increment();
            written++;
            afterPage.run();
        }
        return written;
    }

    // ---- hot pages

    /**
     * Makes images of the pages that many records have changed, although the redo stays. What a
     * start reads of such a page is then little.
     *
     * @return how many images were written
     */
    int imageHotPages() throws IOException {
        int written = 0;
        for (SegmentCore segment : segments.values()) {
            if (segment.kind != SegmentKind.FULL) {
                continue;
            }
            segment.materializing.lock();
            try {
                written += imageHotPages(segment);
            } finally {
                segment.materializing.unlock();
            }
        }
        if (written > 0) {
            pages.flush();
        }
        return written;
    }

    private int imageHotPages(SegmentCore segment) throws IOException {
        long upTo = segment.materializableUpTo(Long.MAX_VALUE);
        if (upTo < segment.readableFrom()) {
            // After a start, or from a peer, there may be images above it that have replaced those
            // that pages would be made from here.
            return 0;
        }
        HotPages hot = segment.hotPages;
        hot.verifyVersion();
        long[] joining = segment.takeHotPages();
        if (upTo <= segment.pagesComplete() || hot.isEmpty() && joining.length == 0) {
            return 0;
        }
        RoundRedo source = new RoundRedo(loader);
        hot.follow(upTo, source);
        // Not from the round's redo: one that joins may have its records all over the log, and that
        // would be all of it in memory.
        PageAssembly assembly = new PageAssembly(loader, pages);
        RecordList records = new RecordList();
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        for (long page : joining) {
            records.clear();
            segment.collectInSteps(page, upTo, records);
            try {
                if (!hot.has(page)
                        && assembly.assemble(segment, page, upTo, records, false, image)) {
                    hot.join(page, image, assembly.baseLsn());
                }
            } catch (CorruptRedoException _) {
                // The round notes it.
            }
        }
        // As in a round: what replaces an image is not read below.
        segment.materializing(upTo);
        mark(segment, segment.pagesComplete());
        int written = hot.store(pages);
        imagesWritten.add(written);
        return written;
    }

    /** The other pages must not wait for one that cannot be made: a peer has it. */
    private void lose(SegmentCore segment, long page, long upTo) throws IOException {
        damages.increment();
        segment.pageDamaged(page);
        byte[] mark = PageLayout.lost(page, upTo);
        pages.replace(segment.id.group(), segment.timeline, page, mark);
    }
}
