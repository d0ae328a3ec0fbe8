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

/** Serves pages and log, and makes images. Thread-safe; each call uses buffers of its own. */
final class NodeReader {
    private final SegmentLog log;
    private final PageStore pages;
    private final Map<SegmentId, SegmentCore> segments;
    private final LongAdder pageReads = new LongAdder();
    private final LongAdder imagesWritten = new LongAdder();
    private final LongAdder damages = new LongAdder();

    NodeReader(SegmentLog log, PageStore pages, Map<SegmentId, SegmentCore> segments) {
        this.log = log;
        this.pages = pages;
        this.segments = segments;
    }

    SegmentReply read(SegmentId id, SegmentRequest request) {
        SegmentCore segment = segments.get(id);
        if (segment == null) {
            return new SegmentReply.Failed(id, "no such segment on this node");
        }
        try {
            return switch (request) {
                case SegmentRequest.ReadPage read -> readPage(segment, read);
                case SegmentRequest.FetchLog fetch -> fetchLog(segment, fetch);
                case SegmentRequest.FetchPages fetch -> fetchPages(segment, fetch);
                case SegmentRequest.Inspect _ -> segment.status(log.bytes());
                default ->
                        new SegmentReply.Failed(
                                id, request.getClass().getSimpleName() + " is not a read");
            };
        } catch (IOException | UncheckedIOException e) {
            return new SegmentReply.Failed(id, "read: " + e.getMessage());
        } catch (CorruptRedoException e) {
            damages.increment();
            return new SegmentReply.Failed(id, "damaged: " + e.getMessage());
        }
    }

    private SegmentReply readPage(SegmentCore segment, SegmentRequest.ReadPage read)
            throws IOException {
        RecordList records = new RecordList();
        SegmentReply refused = segment.startRead(read, records);
        if (refused != null) {
            return refused;
        }
        pageReads.increment();
        long page = read.page().number();
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        PageAssembly assembly = new PageAssembly(log, pages);
        try {
            return assembly.assemble(segment, page, read.asOf().value(), records, true, image)
                    ? new SegmentReply.PageImage(segment.id, read.page(), image)
                    : noSuchPage(segment, read);
        } catch (CorruptRedoException e) {
            segment.pageDamaged(page);
            throw e;
        }
    }

    /** An image made meanwhile may have replaced the one that was looked for. */
    private static SegmentReply noSuchPage(SegmentCore segment, SegmentRequest.ReadPage read) {
        return read.asOf().value() < segment.readableFrom()
                ? new SegmentReply.NotHere(segment.id, segment.forcedLsn(), "collected")
                : new SegmentReply.NoSuchPage(segment.id, read.page());
    }

    private SegmentReply fetchLog(SegmentCore segment, SegmentRequest.FetchLog fetch) {
        SegmentReply refused = segment.refuse(fetch.epoch());
        if (refused != null) {
            return refused;
        }
        RecordList entries =
                segment.chainAfter(fetch.after().value(), fetch.upTo().value(), fetch.maxBytes());
        PageAssembly source = new PageAssembly(log, pages);
        List<RedoBatch> batches = new ArrayList<>(entries.size);
        for (int i = 0; i < entries.size; i++) {
            RedoBatch batch = entries.batches[i];
            if (batch == null) {
                batch =
                        source.load(
                                entries.positions[i], entries.batchOffsets[i], entries.lasts[i]);
            }
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
            materialize(segment);
        }
        long complete = segment.pagesComplete();
        List<byte[]> images = new ArrayList<>();
        List<Long> damaged = new ArrayList<>();
        pages.scan(
                segment.id.group(),
                segment.timeline,
                fetch.fromPage().number(),
                (page, image) -> {
                    if (!PageLayout.isSealed(image) || PageLayout.pageNumber(image) != page) {
                        damaged.add(page);
                        return false;
                    }
                    images.add(image);
                    return images.size() < fetch.maxPages();
                });
        if (!damaged.isEmpty()) {
            segment.pageDamaged(damaged.getFirst());
            throw new CorruptRedoException("image of page " + damaged.getFirst());
        }
        boolean last = images.size() < fetch.maxPages();
        return new SegmentReply.Pages(segment.id, images, new Lsn(complete), last);
    }

    int materialize() throws IOException {
        int written = 0;
        for (SegmentCore segment : segments.values()) {
            written += materialize(segment);
        }
        return written;
    }

    private int materialize(SegmentCore segment) throws IOException {
        if (segment.kind != SegmentKind.FULL) {
            return 0;
        }
        segment.materializing.lock();
        try {
            long upTo = segment.materializableUpTo();
            long complete = segment.pagesComplete();
            if (upTo <= complete) {
                return 0;
            }
            // Durable before any image: a read below would miss what the images replace.
            segment.materializing(upTo);
            pages.markComplete(
                    segment.id.group(), segment.timeline, complete, segment.readableFrom());
            int written = writeImages(segment, upTo);
            pages.markComplete(segment.id.group(), segment.timeline, upTo, segment.readableFrom());
            pages.flush();
            segment.materialized(upTo);
            return written;
        } finally {
            segment.materializing.unlock();
        }
    }

    private int writeImages(SegmentCore segment, long upTo) throws IOException {
        PageAssembly assembly = new PageAssembly(log, pages);
        RecordList records = new RecordList();
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        long[] numbers = segment.pagesUpTo(upTo);
        for (long page : numbers) {
            records.clear();
            segment.collect(page, upTo, records);
            try {
                assembly.assemble(segment, page, upTo, records, false, image);
            } catch (CorruptRedoException e) {
                segment.pageDamaged(page);
                damages.increment();
                throw new IOException("page " + page + " of " + segment.id, e);
            }
            long replaced = assembly.baseLsn() < PageLayout.lsn(image) ? assembly.baseLsn() : -1;
            pages.put(segment.id.group(), segment.timeline, page, image, replaced);
            imagesWritten.increment();
        }
        return numbers.length;
    }

    void damagesFound(long count) {
        damages.add(count);
    }

    long pageReads() {
        return pageReads.sum();
    }

    long imagesWritten() {
        return imagesWritten.sum();
    }

    long damages() {
        return damages.sum();
    }
}
