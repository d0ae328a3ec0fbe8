package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a peer's images into the page store. Owned by the log thread. */
final class Hydration {
    private final PageStore pages;
    private final PageAssembly assembly;
    private final byte[] known = new byte[PageLayout.PAGE_SIZE];

    /** The newest image LSN seen in the hydration under way. */
    private final Map<SegmentId, Long> newest = new HashMap<>();

    Hydration(SegmentLog log, PageStore pages) {
        this.pages = pages;
        this.assembly = new PageAssembly(log, pages);
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
        long seen = newest.getOrDefault(segment.id, 0L);
        if (segment.kind == SegmentKind.FULL) {
            for (byte[] image : install.images()) {
                if (!PageLayout.isSealed(image)) {
                    return new SegmentReply.Failed(segment.id, "a damaged image arrived");
                }
                seen = Math.max(seen, store(segment, image));
            }
            newest.put(segment.id, seen);
        }
        if (!install.last()) {
            return new SegmentReply.Durable(segment.id, segment.forcedLsn());
        }
        newest.remove(segment.id);
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
        return segment.installed(complete, seen, assembly, stage);
    }

    /** Stores the image unless a newer one is here; returns the LSN of the one that stays. */
    private long store(SegmentCore segment, byte[] image) throws IOException {
        long page = PageLayout.pageNumber(image);
        long lsn = PageLayout.lsn(image);
        @Nullable Long old = null;
        if (pages.read(segment.id.group(), segment.timeline, page, Long.MAX_VALUE, known)) {
            if (PageLayout.isSealed(known) && !segment.isDamaged(page)) {
                old = PageLayout.lsn(known);
            } else {
                pages.remove(segment.id.group(), segment.timeline, page);
            }
        }
        if (old != null && old >= lsn) {
            return old;
        }
        pages.put(segment.id.group(), segment.timeline, page, image, old == null ? -1 : old);
        return lsn;
    }
}
