package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.LogDump;
import io.daybreak.logstorage.api.PageOps;
import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.chronicle.ChronicleSegmentLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Prints the excerpts of a log, one batch or state a line, and their records. */
public final class NodeLogPrinter implements SegmentLog.Visitor {
    private final LogDump.Selection selection;
    private final Appendable out;
    private final RecordCursor cursor = new RecordCursor();
    private long damages;
    private long lastSequence;

    private NodeLogPrinter(LogDump.Selection selection, Appendable out) {
        this.selection = selection;
        this.out = out;
    }

    /** See {@link LogDump#print}. */
    public static long print(Path log, LogDump.Selection selection, Appendable out)
            throws IOException {
        NodeLogPrinter printer = new NodeLogPrinter(selection, out);
        ChronicleSegmentLog.scan(log, printer);
        return printer.damages;
    }

    @Override
    public void excerpt(long position, byte[] bytes, int offset, int length) throws IOException {
        long sequence = ExcerptLayout.sequence(bytes, offset);
        if (lastSequence != 0 && sequence != lastSequence + 1) {
            damages++;
            line("DAMAGED: excerpts " + (lastSequence + 1) + " to " + (sequence - 1) + " missing");
        }
        lastSequence = sequence;
        ExcerptItems items = new ExcerptItems(bytes, offset, length);
        try {
            while (items.next()) {
                if (selection.group() >= 0
                        && items.segment().group().value() != selection.group()) {
                    continue;
                }
                if (items.type() == ExcerptLayout.STATE) {
                    state(sequence, items);
                } else {
                    batch(sequence, items, items.batch());
                }
            }
        } catch (CorruptRedoException e) {
            damages++;
            line("DAMAGED: excerpt " + sequence + ": " + e.getMessage());
        }
    }

    private void state(long sequence, ExcerptItems items) throws IOException {
        SegmentState state = items.state();
        if (state.scl() < selection.from() || state.scl() > selection.to()) {
            return;
        }
        line(
                "excerpt %d  %s %s  state: epoch %d joined %d SCL %d VDL %d PGMRPL %d%s"
                        .formatted(
                                sequence,
                                items.segment(),
                                state.kind(),
                                state.epoch().value(),
                                state.joined().value(),
                                state.scl(),
                                state.durableLsn(),
                                state.minReadPoint(),
                                state.restart() ? " (chain starts here)" : ""));
        for (var range : state.truncations()) {
            line(
                    "    annulled by epoch %d: LSN %s to %s"
                            .formatted(range.epoch().value(), range.from(), range.to()));
        }
    }

    private void batch(long sequence, ExcerptItems items, RedoBatch batch) throws IOException {
        if (batch.last().value() < selection.from() || batch.first().value() > selection.to()) {
            return;
        }
        byte[] bytes = batch.bytes();
        Instant time = Instant.EPOCH.plus(RedoBatchCodec.wallClockMicros(bytes), ChronoUnit.MICROS);
        line(
                "excerpt %d  %s  batch LSN %s to %s after %s: %d records, %d bytes, epoch %d, VDL %d, %s"
                        .formatted(
                                sequence,
                                items.segment(),
                                batch.first(),
                                batch.last(),
                                batch.previous(),
                                RedoBatchCodec.recordCount(bytes),
                                bytes.length,
                                RedoBatchCodec.epoch(bytes),
                                RedoBatchCodec.durableLsn(bytes),
                                time));
        if (!selection.records()) {
            return;
        }
        cursor.reset(batch);
        while (cursor.next()) {
            if (cursor.lsn() >= selection.from() && cursor.lsn() <= selection.to()) {
                record();
            }
        }
    }

    private void record() throws IOException {
        if (!cursor.verifies()) {
            damages++;
        }
        line(
                "    %10d after %10d  page %-8d %-17s %s %s%s"
                        .formatted(
                                cursor.lsn(),
                                cursor.previousLsn(),
                                cursor.pageNumber(),
                                cursor.kind(),
                                cursor.isConsistencyPoint() ? "CPL" : "   ",
                                PageOps.describe(
                                        cursor.bytes(), cursor.opsOffset(), cursor.opsLength()),
                                cursor.verifies() ? "" : "  DAMAGED"));
    }

    @Override
    public void damage(long file, String description) throws IOException {
        damages++;
        line("DAMAGED: file " + file + ": " + description);
    }

    private void line(String text) throws IOException {
        out.append(text).append(System.lineSeparator());
    }
}
