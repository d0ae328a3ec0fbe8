package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Makes the summary of the excerpts of one log file as they are written or read back; the layout is
 * {@link SummaryLayout}'s. Reused; owned by the log thread.
 */
final class LogSummary {
    private static final int ITEM_BYTES_MAX = 64;

    private final Predicate<SegmentId> keepsPages;
    private final RecordCursor cursor = new RecordCursor();
    private final Map<SegmentId, RecordTable.Builder> tables = new LinkedHashMap<>();
    private byte[] bytes = new byte[64 * 1024];
    private int length;
    private long file = -1;
    private long lastPosition;
    private long coveredBytes;
    private boolean broken;

    /**
     * @param keepsPages whether the records of a segment are needed
     */
    LogSummary(Predicate<SegmentId> keepsPages) {
        this.keepsPages = keepsPages;
    }

    /** Bytes of log that the part under way covers. */
    long coveredBytes() {
        return coveredBytes;
    }

    /** The file that the part under way is of. */
    long file() {
        return file;
    }

    /** Starts with the first excerpt of another file. */
    void startFile(long number) {
        file = number;
        broken = false;
        clear();
    }

    /** A part of this file is missing, so that the rest is of no use. */
    void giveUp() {
        broken = true;
        clear();
    }

    /** Adds a sound excerpt that ends behind those before it. */
    void add(long position, byte[] excerpt, int offset, int excerptLength) {
        if (broken) {
            return;
        }
        if (length == 0) {
            reserve(SummaryLayout.HEADER_SIZE);
            ByteBuffer.wrap(bytes)
                    .putInt(SummaryLayout.MAGIC)
                    .put(SummaryLayout.VERSION)
                    .putLong(ExcerptLayout.sequence(excerpt, offset))
                    .putLong(position)
                    .putInt(0);
            length = SummaryLayout.HEADER_SIZE;
            lastPosition = position;
        }
        coveredBytes += excerptLength;
        reserve(ITEM_BYTES_MAX);
        putVarint(position - lastPosition);
        lastPosition = position;
        ExcerptItems items = new ExcerptItems(excerpt, offset, excerptLength);
        int count = 0;
        while (items.next()) {
            count++;
        }
        putVarint(count);
        items = new ExcerptItems(excerpt, offset, excerptLength);
        while (items.next()) {
            addItem(items, excerpt, offset);
        }
    }

    private void addItem(ExcerptItems items, byte[] excerpt, int offset) {
        SegmentId segment = items.segment();
        reserve(ITEM_BYTES_MAX + items.bodyLength());
        ByteBuffer out = ByteBuffer.wrap(bytes).position(length);
        out.put(items.type())
                .put((byte) segment.index())
                .putInt(segment.group().value())
                .putInt(items.bodyOffset() - offset)
                .putInt(items.bodyLength());
        if (items.type() == ExcerptLayout.STATE) {
            out.put(excerpt, items.bodyOffset(), items.bodyLength());
            length = out.position();
            return;
        }
        boolean indexed = keepsPages.test(segment);
        int needed = indexed ? items.bodyLength() : RedoBatchCodec.HEADER_SIZE;
        byte[] batch = Arrays.copyOfRange(excerpt, items.bodyOffset(), items.bodyOffset() + needed);
        out.putLong(RedoBatchCodec.previous(batch))
                .putLong(RedoBatchCodec.first(batch))
                .putLong(RedoBatchCodec.last(batch))
                .putLong(RedoBatchCodec.durableLsn(batch));
        length = out.position();
        if (indexed) {
            addRecords(tables.computeIfAbsent(segment, _ -> new RecordTable.Builder()), batch);
        }
    }

    private void addRecords(RecordTable.Builder table, byte[] batch) {
        cursor.reset(RedoBatchCodec.view(batch));
        while (cursor.next()) {
            table.add(
                    cursor.pageNumber(), cursor.lsn(), cursor.recordOffset(), cursor.initialises());
        }
    }

    /** The part, and starts the next one; empty if there is nothing to tell. */
    byte[] take() {
        if (length > 0) {
            ByteBuffer.wrap(bytes)
                    .putInt(SummaryLayout.ITEMS_LENGTH_OFFSET, length - SummaryLayout.HEADER_SIZE);
            tables.forEach(this::putTable);
        }
        byte[] part = Arrays.copyOf(bytes, length);
        clear();
        return part;
    }

    private void putTable(SegmentId segment, RecordTable.Builder records) {
        byte[] table = records.take();
        if (table == null) {
            return;
        }
        reserve(ITEM_BYTES_MAX + table.length);
        ByteBuffer out = ByteBuffer.wrap(bytes).position(length);
        out.put((byte) segment.index()).putInt(segment.group().value()).putInt(table.length);
        length = out.put(table).position();
    }

    private void clear() {
        tables.values().forEach(RecordTable.Builder::clear);
        length = 0;
        coveredBytes = 0;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private void putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }
}
