package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Serves pages and log. Thread-safe; each call uses buffers of its own. */
final class NodeReader {
    /**
     * To apply more records than these, from one that initialises the page, costs more than to read
     * an image.
     */
    private static final int FEW_RECORDS = 64;

    /** Before more records than these are looked at, the page's image is asked for its LSN. */
    private static final int MANY_RECORDS = 512;

    private final SegmentLog log;
    private final PageStore pages;
    private final Map<SegmentId, SegmentCore> segments;
    private final LongAdder pageReads = new LongAdder();
    private final Materializer materializer;
    private final BatchLoader loader;
    private final LongAdder damages;

    NodeReader(
            SegmentLog log,
            PageStore pages,
            Map<SegmentId, SegmentCore> segments,
            Materializer materializer,
            LongAdder damages) {
        this.log = log;
        this.pages = pages;
        this.segments = segments;
        this.materializer = materializer;
        this.damages = damages;
        this.loader = new BatchLoader(log);
    }

    SegmentReply read(SegmentId id, SegmentRequest request) {
        return switch (request) {
            case SegmentRequest.ReadPage read -> readPage(id, read, new byte[PageLayout.PAGE_SIZE]);
            case SegmentRequest.FetchLog fetch -> answer(id, segment -> fetchLog(segment, fetch));
            case SegmentRequest.FetchPages fetch ->
                    answer(id, segment -> fetchPages(segment, fetch));
            case SegmentRequest.Inspect _ -> answer(id, segment -> segment.status(log.bytes()));
            default ->
                    new SegmentReply.Failed(
                            id, request.getClass().getSimpleName() + " is not a read");
        };
    }

    /** The bytes of the image in the answer are {@code into}. */
    SegmentReply readPage(SegmentId id, SegmentRequest.ReadPage read, byte[] into) {
        return answer(id, segment -> readPage(segment, read, into));
    }

    private interface Reading {
        SegmentReply from(SegmentCore segment) throws IOException;
    }

    private SegmentReply answer(SegmentId id, Reading reading) {
        SegmentCore segment = segments.get(id);
        if (segment == null) {
            return new SegmentReply.Failed(id, "no such segment on this node");
        }
        try {
            return reading.from(segment);
        } catch (IOException | UncheckedIOException e) {
            return new SegmentReply.Failed(id, "read: " + e.getMessage());
        } catch (CorruptRedoException e) {
            damages.increment();
            return new SegmentReply.Failed(id, "damaged: " + e.getMessage());
        }
    }

    private SegmentReply readPage(SegmentCore segment, SegmentRequest.ReadPage read, byte[] image)
            throws IOException {
        RecordList records = new RecordList();
        int version = segment.pageStoreVersion();
        SegmentReply refused = segment.startRead(read, records, MANY_RECORDS);
        long page = read.page().number();
        PageAssembly assembly = new PageAssembly(new Holding(), pages);
        if (refused == null && records.cutShort) {
            noteImage(segment, read, assembly, image, version);
            records.clear();
            refused = segment.startRead(read, records, Integer.MAX_VALUE);
        }
        if (refused != null) {
            return refused;
        }
        pageReads.increment();
        boolean few = records.size <= FEW_RECORDS;
        boolean exists;
        try {
            exists = assembly.assemble(segment, page, read.asOf().value(), records, few, image);
        } catch (CorruptRedoException e) {
            if (isCollected(segment, read)) {
                return collected(segment);
            }
            if (segment.pageStoreVersion() != version) {
                return new SegmentReply.NotHere(
                        segment.id, segment.forcedLsn(), "images changed; try again");
            }
            segment.pageDamaged(page);
            throw e;
        }
        if (isCollected(segment, read)) {
            return collected(segment);
        }
        if (!few && assembly.baseLsn() > 0) {
            segment.imaged(page, assembly.baseLsn(), version);
        }
        return exists
                ? new SegmentReply.PageImage(segment.id, read.page(), image)
                : new SegmentReply.NoSuchPage(segment.id, read.page());
    }

    /**
     * After a start nobody knows yet that a page has an image above the complete ones, which makes
     * older records unnecessary. The image itself is read when the records are known: until then
     * the page may get a newer one, and its records go.
     */
    private void noteImage(
            SegmentCore segment,
            SegmentRequest.ReadPage read,
            PageAssembly assembly,
            byte[] scratch,
            int version)
            throws IOException {
        long page = read.page().number();
        try {
            long lsn = assembly.imageLsn(segment, page, read.asOf().value(), scratch);
            if (lsn > 0) {
                segment.imaged(page, lsn, version);
            }
        } catch (CorruptRedoException _) {
            // The read finds the same, and that of an image that is replaced meanwhile is none.
        }
    }

    /**
     * After a start all redo is in the log only, and a batch has records of many of the pages that
     * are read then: it stays in memory as if it had just been written, as far as that is allowed.
     * Of a large one a page needs little: its records are read by themselves.
     */
    private final class Holding implements BatchSource {
        @Override
        public RedoBatch load(SegmentCore segment, LogPlace place) {
            RedoBatch batch = loader.load(segment, place);
            if (segment.mayHold()) {
                segment.hold(place, batch);
            }
            return batch;
        }

        @Override
        public byte @Nullable [] record(LogPlace place, int offset, long lsn) {
            return loader.record(place, offset, lsn);
        }
    }

    /** An image made meanwhile may have replaced the one that the records belong to. */
    private static boolean isCollected(SegmentCore segment, SegmentRequest.ReadPage read) {
        return read.asOf().value() < segment.readableFrom();
    }

    private static SegmentReply collected(SegmentCore segment) {
        return new SegmentReply.NotHere(segment.id, segment.forcedLsn(), "collected");
    }

    private SegmentReply fetchLog(SegmentCore segment, SegmentRequest.FetchLog fetch) {
        SegmentReply refused = segment.refuse(fetch.epoch());
        if (refused != null) {
            return refused;
        }
        RecordList entries =
                segment.chainAfter(fetch.after().value(), fetch.upTo().value(), fetch.maxBytes());
        List<RedoBatch> batches = new ArrayList<>(entries.size);
        for (int i = 0; i < entries.size; i++) {
            RedoBatch batch = entries.load(i, segment, loader);
            RedoBatch part = RedoBatchCodec.slice(batch, 0, fetch.upTo().value());
            if (part != null) {
                batches.add(part);
            }
        }
        return new SegmentReply.LogRange(
                segment.id, List.copyOf(batches), segment.forcedLsn(), new Lsn(segment.oldest()));
    }

    private SegmentReply fetchPages(SegmentCore segment, SegmentRequest.FetchPages fetch)
            throws IOException {
        SegmentReply refused = segment.refuse(fetch.epoch());
        if (refused != null) {
            return refused;
        }
        if (segment.kind != SegmentKind.FULL || segment.needsPages()) {
            return new SegmentReply.NotHere(segment.id, segment.forcedLsn(), "no pages here");
        }
        if (fetch.fromPage().number() == 0) {
            materializer.materialize(segment);
        }
        long complete = segment.pagesComplete();
        List<byte[]> images = new ArrayList<>();
        pages.scan(
                segment.id.group(),
                segment.timeline,
                fetch.fromPage().number(),
                (page, image) -> {
                    if (PageAssembly.isImageOf(page, image) && !segment.isDamaged(page)) {
                        images.add(image);
                    } else {
                        // The receiver has to know that there is a page.
                        segment.pageDamaged(page);
                        damages.increment();
                        images.add(PageLayout.lost(page, complete));
                    }
                    return images.size() < fetch.maxPages();
                });
        boolean last = images.size() < fetch.maxPages();
        return new SegmentReply.Pages(segment.id, images, new Lsn(complete), last);
    }

    long pageReads() {
        return pageReads.sum();
    }
}
