package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.DamagedPageStoreException;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all that a node keeps, a stretch at a time, and verifies it: log that is still needed,
 * page images, and the page store's own files. What it finds the segment knows from then on, and
 * its peers mend.
 *
 * <pre>
 *   LOG of a segment -> PAGES of it -> LOG of the next one ... -> STORE -> once more
 * </pre>
 *
 * <p>Owned by the background thread; the counters may be read by any.
 */
final class Scrubber {
    private enum Phase {
        LOG,
        PAGES,
        STORE
    }

    private static final int LOADS = 16;

    /** Behind a page that breaks the scan so many numbers are tried one by one. */
    private static final int PROBES = 4096;

    /** A scan that breaks more often is not to be had: the store is damaged, not some images. */
    private static final int BREAKS_MAX = 100;

    private final PageStore pages;
    private final BatchLoader loader;
    private final Map<SegmentId, SegmentCore> segments;
    private final LongAdder damages;
    private final LongAdder bytes = new LongAdder();
    private final LongAdder rounds = new LongAdder();
    private final byte[] image = new byte[PageLayout.PAGE_SIZE];

    private Phase phase = Phase.LOG;
    private @Nullable SegmentId current;

    /** LSN up to which the log, or number of the page from which the pages are to be walked. */
    private long cursor;

    /** Where the log ended when its walk began: a writer may be faster than the walk. */
    private long logEnd;

    private long budget;
    private int breaks;

    Scrubber(
            PageStore pages,
            BatchLoader loader,
            Map<SegmentId, SegmentCore> segments,
            LongAdder damages) {
        this.pages = pages;
        this.loader = loader;
        this.segments = segments;
        this.damages = damages;
    }

    long bytes() {
        return bytes.sum();
    }

    /** How many times everything was walked. */
    long rounds() {
        return rounds.sum();
    }

    /** Walks on over about so many bytes, at most to the end of the round. */
    void walk(long bytesMax) throws IOException {
        budget = bytesMax;
        long round = rounds.sum();
        while (budget > 0 && rounds.sum() == round) {
            step();
        }
    }

    private void step() throws IOException {
        SegmentCore segment = current == null ? null : segments.get(current);
        if (phase == Phase.STORE) {
            if (segments.values().stream().anyMatch(each -> each.kind == SegmentKind.FULL)) {
                pages.verify();
            }
            rounds.increment();
            phase = Phase.LOG;
            current = null;
        } else if (segment == null) {
            nextSegment();
        } else if (phase == Phase.LOG) {
            walkLog(segment);
        } else {
            walkPages(segment);
        }
    }

    private void nextSegment() {
        SegmentId last = current;
        current =
                segments.keySet().stream()
                        .filter(id -> last == null || ORDER.compare(id, last) > 0)
                        .min(ORDER)
                        .orElse(null);
        phase = current == null ? Phase.STORE : Phase.LOG;
        cursor = 0;
        SegmentCore segment = current == null ? null : segments.get(current);
        logEnd = segment == null ? 0 : segment.logEnd();
        breaks = 0;
    }

    private static final Comparator<SegmentId> ORDER =
            Comparator.comparingInt((SegmentId id) -> id.group().value())
                    .thenComparingInt(SegmentId::index);

    private void spend(long amount) {
        bytes.add(amount);
        budget -= amount;
    }

    private void walkLog(SegmentCore segment) {
        List<LogPlace> places = segment.places(cursor, LOADS);
        for (LogPlace place : places) {
            spend(place.lengthBytes());
            try {
                loader.load(segment, place);
            } catch (CorruptRedoException _) {
                damages.increment();
            } catch (UncheckedIOException _) {
                // Collected meanwhile.
            }
            cursor = place.last();
        }
        if (places.isEmpty() || cursor >= logEnd) {
            if (segment.kind == SegmentKind.FULL && !segment.needsPages()) {
                phase = Phase.PAGES;
                cursor = 0;
            } else {
                nextSegment();
            }
        }
    }

    private void walkPages(SegmentCore segment) throws IOException {
        boolean[] stopped = {false};
        try {
            pages.scan(
                    segment.id.group(),
                    segment.timeline,
                    cursor,
                    (page, found) -> {
                        spend(PageLayout.PAGE_SIZE);
                        check(segment, page, found);
                        cursor = page + 1;
                        stopped[0] = budget <= 0;
                        return !stopped[0];
                    });
        } catch (CorruptRedoException e) {
            if (++breaks > BREAKS_MAX) {
                throw new DamagedPageStoreException("images of " + segment.id, e);
            }
            spend(PageLayout.PAGE_SIZE);
            probe(segment, e);
            stopped[0] = true;
        }
        if (!stopped[0]) {
            nextSegment();
        }
    }

    private void check(SegmentCore segment, long page, byte[] found) {
        if (!PageAssembly.isImageOf(page, found) && !segment.isDamaged(page)) {
            damages.increment();
            segment.pageDamaged(page);
        }
    }

    /** The page store itself found damage behind the cursor, and does not say at which page. */
    private void probe(SegmentCore segment, CorruptRedoException cause) throws IOException {
        for (int i = 0; i < PROBES; i++) {
            long page = cursor++;
            try {
                if (pages.read(segment.id.group(), segment.timeline, page, Long.MAX_VALUE, image)) {
                    check(segment, page, image);
                }
            } catch (CorruptRedoException _) {
                if (!segment.isDamaged(page)) {
                    damages.increment();
                    segment.pageDamaged(page);
                }
                return;
            }
        }
        throw new DamagedPageStoreException("what stands between the images", cause);
    }
}
