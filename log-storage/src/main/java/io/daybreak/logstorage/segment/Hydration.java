package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Takes a peer's images into the page store: all of them, or one. Owned by the foreground. */
final class Hydration {
    private final PageStore pages;
    private final BatchLoader loader;
    private final byte[] known = new byte[PageLayout.PAGE_SIZE];

    /** The newest image LSN seen in the hydration under way. */
    private final Map<SegmentId, Long> newest = new HashMap<>();

    /** Pages that the peer has lost itself. */
    private final Map<SegmentId, List<Long>> lostPages = new HashMap<>();

    /** {@link PageStore#rollbacks} when the first images of the hydration under way came. */
    private final Map<SegmentId, Integer> begunAt = new HashMap<>();

    private final LongAdder mended = new LongAdder();
    private volatile boolean storeSuspect;

    Hydration(PageStore pages, BatchLoader loader) {
        this.pages = pages;
        this.loader = loader;
    }

    SegmentReply install(SegmentCore segment, SegmentRequest.InstallPages install, Stage stage) {
        SegmentReply refused = segment.refuse(install.epoch());
        if (refused != null) {
            return refused;
        }
        if (!segment.materializing.tryLock()) {
            return new SegmentReply.Failed(segment.id, "pages are being written; try again");
        }
        try {
            return locked(segment, install, stage);
        } catch (IOException | UncheckedIOException | CorruptRedoException e) {
            return new SegmentReply.Failed(segment.id, "hydration: " + e.getMessage());
        } finally {
            segment.materializing.unlock();
        }
    }

    private SegmentReply locked(
            SegmentCore segment, SegmentRequest.InstallPages install, Stage stage)
            throws IOException {
        if (install.first()) {
            forget(segment);
            begunAt.put(segment.id, pages.rollbacks());
        }
        Integer begun = begunAt.get(segment.id);
        if (begun == null || begun != pages.rollbacks()) {
            forget(segment);
            return new SegmentReply.Failed(segment.id, "images were taken back; begin anew");
        }
        long seen = newest.getOrDefault(segment.id, 0L);
        if (segment.kind == SegmentKind.FULL) {
            long newestHere = 0;
            for (byte[] image : install.images()) {
                if (!PageLayout.isSealed(image)) {
                    return new SegmentReply.Failed(segment.id, "a damaged image arrived");
                }
                newestHere = Math.max(newestHere, PageLayout.lsn(image));
            }
            refuseBelow(segment, newestHere);
            for (byte[] image : install.images()) {
                seen = Math.max(seen, store(segment, image));
            }
            newest.put(segment.id, seen);
        }
        if (!install.last()) {
            return new SegmentReply.Durable(segment.id, segment.forcedLsn());
        }
        List<Long> lost = lostPages.get(segment.id);
        forget(segment);
        long complete = install.complete().value();
        if (!segment.canStartAt(complete)) {
            return new SegmentReply.Failed(
                    segment.id,
                    "the peer's pages end at LSN "
                            + complete
                            + ", the log here starts above "
                            + segment.oldest());
        }
        if (segment.kind == SegmentKind.FULL) {
            long from = Math.max(seen, complete);
            pages.markComplete(segment.id.group(), segment.timeline, complete, from);
            pages.flush();
        }
        SegmentReply reply = segment.installed(complete, seen, loader, stage);
        if (lost != null) {
            lost.forEach(segment::pageDamaged);
        }
        return reply;
    }

    private void forget(SegmentCore segment) {
        newest.remove(segment.id);
        begunAt.remove(segment.id);
        lostPages.remove(segment.id);
    }

    /**
     * Stored before any image: a read below would miss what the images replace, also if the rest of
     * them never comes.
     */
    private void refuseBelow(SegmentCore segment, long lsn) throws IOException {
        if (lsn > segment.readableFrom()) {
            segment.materializing(lsn);
            pages.markComplete(
                    segment.id.group(),
                    segment.timeline,
                    segment.pagesComplete(),
                    segment.readableFrom());
        }
    }

    /** Puts a peer's image in place of a damaged one. */
    SegmentReply mend(SegmentCore segment, SegmentRequest.MendPage mend) {
        SegmentReply refused = segment.refuse(mend.epoch());
        if (refused != null) {
            return refused;
        }
        if (!segment.materializing.tryLock()) {
            return new SegmentReply.Failed(segment.id, "pages are being written; try again");
        }
        try {
            return mendLocked(segment, mend);
        } catch (IOException | CorruptRedoException e) {
            return new SegmentReply.Failed(segment.id, "mending: " + e.getMessage());
        } finally {
            segment.materializing.unlock();
        }
    }

    private SegmentReply mendLocked(SegmentCore segment, SegmentRequest.MendPage mend)
            throws IOException {
        long page = mend.page().number();
        long asOf = mend.asOf().value();
        byte @Nullable [] image = mend.image();
        if (!segment.isDamaged(page) || segment.needsPages()) {
            return new SegmentReply.Durable(segment.id, segment.forcedLsn());
        }
        if (!segment.fitsPages(asOf)
                || image != null
                        && (!PageAssembly.isImageOf(page, image) || PageLayout.lsn(image) > asOf)) {
            return new SegmentReply.Failed(segment.id, "an image that does not fit arrived");
        }
        segment.materializing(asOf);
        pages.markComplete(
                segment.id.group(),
                segment.timeline,
                segment.pagesComplete(),
                segment.readableFrom());
        if (image == null) {
            pages.remove(segment.id.group(), segment.timeline, page);
        } else {
            pages.replace(segment.id.group(), segment.timeline, page, image);
        }
        if (isStored(segment, page) && !PageAssembly.isImageOf(page, known)) {
            // Damage around it, in what the page store keeps for itself, is still in the way.
            storeSuspect = true;
            return new SegmentReply.Failed(segment.id, "page " + page + " cannot be stored");
        }
        // A crash must not bring the damage back: other copies count on this one now.
        pages.flush();
        segment.pageMended(page, asOf);
        mended.increment();
        return new SegmentReply.Durable(segment.id, segment.forcedLsn());
    }

    /** Whether the page store does not give back what was put there; asking forgets it. */
    boolean takeSuspicion() {
        boolean suspect = storeSuspect;
        storeSuspect = false;
        return suspect;
    }

    long mended() {
        return mended.sum();
    }

    /** Stores the image unless a newer one is here; returns the LSN of the one that stays. */
    private long store(SegmentCore segment, byte[] image) throws IOException {
        long page = PageLayout.pageNumber(image);
        long lsn = PageLayout.lsn(image);
        if (PageLayout.isLost(image)) {
            lostPages.computeIfAbsent(segment.id, _ -> new ArrayList<>()).add(page);
        }
        @Nullable Long old = null;
        if (isStored(segment, page)) {
            if (PageAssembly.isImageOf(page, known) && !segment.isDamaged(page)) {
                old = PageLayout.lsn(known);
            } else {
                pages.replace(segment.id.group(), segment.timeline, page, image);
                return lsn;
            }
        }
        if (old != null && old >= lsn) {
            return old;
        }
        pages.put(segment.id.group(), segment.timeline, page, image, old == null ? -1 : old);
        return lsn;
    }

    private boolean isStored(SegmentCore segment, long page) throws IOException {
        try {
            return pages.read(segment.id.group(), segment.timeline, page, Long.MAX_VALUE, known);
        } catch (CorruptRedoException _) {
            Arrays.fill(known, (byte) 0);
            return true;
        }
    }
}
