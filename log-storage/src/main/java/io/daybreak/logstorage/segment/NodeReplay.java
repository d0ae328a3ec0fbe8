package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.DamagedPageStoreException;
import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log back into segments: from its summaries as far as they go, else from its excerpts.
 * What it had to read itself it summarises for the next start. Used once, by the thread that opens
 * the node.
 */
final class NodeReplay implements SegmentLog.Visitor {
    private final SegmentLog log;
    private final PageStore pages;
    private final SegmentLimits limits;
    private final HeldRedo held;
    private final Map<SegmentId, SegmentCore> segments;
    private final BatchLoader loader;
    private final LogSummary summary;
    private final SummarizedBatch batch = new SummarizedBatch();
    private long lastSequence;

    /** Something could not be read since the last excerpt. */
    private boolean doubtful;

    private long damages;

    /**
     * How many damages were known when a segment's state was read last. A state says all, so that
     * what was damaged before it cannot have taken a truncation along.
     */
    private final Map<SegmentId, Long> damagesBefore = new HashMap<>();

    NodeReplay(
            SegmentLog log,
            PageStore pages,
            SegmentLimits limits,
            HeldRedo held,
            Map<SegmentId, SegmentCore> segments) {
        this.log = log;
        this.pages = pages;
        this.limits = limits;
        this.held = held;
        this.segments = segments;
        this.loader = new BatchLoader(log);
        this.summary = new LogSummary(this::keepsPages);
    }

    private boolean keepsPages(SegmentId id) {
        SegmentCore segment = segments.get(id);
        return segment != null && segment.kind == SegmentKind.FULL;
    }

    long lastSequence() {
        return lastSequence;
    }

    long damages() {
        return damages;
    }

    // ---- from the log

    @Override
    public void excerpt(long position, byte[] bytes, int offset, int length) throws IOException {
        follow(ExcerptLayout.sequence(bytes, offset));
        ExcerptItems items = new ExcerptItems(bytes, offset, length);
        while (items.next()) {
            try {
                item(items, position, offset);
            } catch (CorruptRedoException _) {
                damages++;
            }
        }
        if (summary.file() != log.fileOf(position)) {
            summary.startFile(log.fileOf(position));
        }
        summary.add(position, bytes, offset, length);
    }

    private void follow(long sequence) {
        // What cannot be read between two excerpts that follow each other was never acknowledged:
        // the torn tail of an earlier start.
        if (sequence != lastSequence + 1 && (lastSequence != 0 || doubtful)) {
            damages++;
        }
        doubtful = false;
        lastSequence = sequence;
    }

    private void item(ExcerptItems items, long position, int offset) throws IOException {
        @Nullable SegmentCore segment = segments.get(items.segment());
        if (items.type() == ExcerptLayout.STATE) {
            state(items.segment(), segment, items.state());
        } else if (segment == null) {
            damages++;
        } else {
            segment.replayBatch(items.batch(), position, items.bodyOffset() - offset);
        }
    }

    private void state(SegmentId id, @Nullable SegmentCore segment, SegmentState state)
            throws IOException {
        damagesBefore.put(id, damages);
        if (segment == null) {
            segments.put(id, started(id, state));
        } else {
            segment.replayState(state);
        }
    }

    private SegmentCore started(SegmentId id, SegmentState state) throws IOException {
        SegmentCore segment = new SegmentCore(id, state.kind(), state.timeline(), limits, held);
        segment.source(loader);
        if (state.kind() == SegmentKind.FULL) {
            try {
                segment.pagesFound(
                        pages.complete(id.group(), state.timeline()),
                        pages.readableFrom(id.group(), state.timeline()));
            } catch (CorruptRedoException e) {
                throw new DamagedPageStoreException("the page store of " + id, e);
            }
        }
        segment.replayStart(state);
        return segment;
    }

    @Override
    public void damage(long file, String description) {
        doubtful = true;
    }

    @Override
    public void endOfFile(long file) {
        if (summary.file() != file) {
            return;
        }
        byte[] part = summary.take();
        // A damaged log is read again, and found to be damaged again, until it goes.
        if (part.length > 0 && damages == 0) {
            try {
                log.summarize(file, part);
            } catch (IOException _) {
                summary.giveUp();
            }
        }
    }

    // ---- from a summary

    @Override
    public boolean summary(long file, byte[] part, boolean newest) throws IOException {
        SummaryLayout.In in = new SummaryLayout.In(part, 0);
        if (in.nextInt() != SummaryLayout.MAGIC || in.nextByte() != SummaryLayout.VERSION) {
            return false;
        }
        long sequence = in.nextLong();
        long position = in.nextLong();
        int length = in.nextInt();
        int itemsEnd = in.at + length;
        SummaryPart whole = new SummaryPart(in, itemsEnd, sequence, position);
        if (log.fileOf(position) != file || !isOfThisLog(whole, file, newest)) {
            return false;
        }
        while (!in.atEnd(itemsEnd)) {
            follow(sequence++);
            position += in.nextVarint();
            for (long items = in.nextVarint(); items > 0; items--) {
                item(whole, in, position);
            }
        }
        return true;
    }

    /**
     * What the log has at the last excerpt must be it, or the log lost its end. If there are parts
     * behind this one, it is enough that the excerpt starts there: they are looked at too.
     */
    private boolean isOfThisLog(SummaryPart part, long file, boolean newest) {
        long position = part.lastPosition();
        if (log.fileOf(position) != file) {
            return false;
        }
        try {
            byte[] last =
                    newest ? log.read(position) : log.read(position, 0, ExcerptLayout.HEADER_SIZE);
            return last.length >= ExcerptLayout.HEADER_SIZE
                    && ExcerptLayout.startsAt(last, 0)
                    && (!newest || ExcerptLayout.isSound(last, 0, last.length))
                    && ExcerptLayout.sequence(last, 0) == part.lastSequence();
        } catch (IOException _) {
            return false;
        }
    }

    private void item(SummaryPart part, SummaryLayout.In in, long position) throws IOException {
        byte type = in.nextByte();
        SegmentId id = part.segment(in);
        int bodyOffset = in.nextInt();
        int bodyLength = in.nextInt();
        @Nullable SegmentCore segment = segments.get(id);
        if (type == ExcerptLayout.STATE) {
            state(id, segment, SegmentState.decode(in.bytes, in.at, bodyLength));
            in.skip(bodyLength);
            return;
        }
        batch.read(in, position, bodyOffset, bodyLength);
        if (segment == null) {
            damages++;
            return;
        }
        try {
            segment.replaySummarized(batch, part);
        } catch (CorruptRedoException _) {
            damages++;
        }
    }

    void finish() {
        long found = damages;
        for (SegmentCore segment : segments.values()) {
            damages += segment.replayed(found > damagesBefore.getOrDefault(segment.id, 0L));
        }
    }
}
