package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.SegmentId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The excerpt that the log thread fills before a force. Reused; owned by the log thread. */
final class ExcerptBuilder {
    /** A batch in the excerpt, and whose it is. */
    record Placed(SegmentCore segment, LogEntry entry) {}

    private static final int SMALL_BYTES = 64 * 1024;

    /** Memory for large excerpts goes after so many in a row that did not need it. */
    private static final int UNUSED_MAX = 256;

    private byte[] bytes = new byte[SMALL_BYTES];
    private int unused;
    private int length = ExcerptLayout.HEADER_SIZE;
    private int items;
    private final List<Placed> placed = new ArrayList<>();
    private final List<SegmentCore> stated = new ArrayList<>();

    boolean isEmpty() {
        return items == 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    List<Placed> placed() {
        return placed;
    }

    /** The segments whose states are in the excerpt. */
    List<SegmentCore> stated() {
        return stated;
    }

    /** Adds an item and returns where its body starts. */
    int add(byte type, SegmentId segment, byte[] body) {
        int needed = length + ExcerptLayout.ITEM_HEADER_SIZE + body.length;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        ByteBuffer out = ByteBuffer.wrap(bytes);
        out.position(length);
        out.put(type);
        out.put((byte) segment.index());
        out.putShort((short) 0);
        out.putInt(segment.group().value());
        out.putInt(body.length);
        int offset = out.position();
        out.put(body);
        length = needed;
        items++;
        return offset;
    }

    void reset() {
        unused = length <= SMALL_BYTES ? unused + 1 : 0;
        if (unused > UNUSED_MAX && bytes.length > SMALL_BYTES) {
            bytes = new byte[SMALL_BYTES];
        }
        length = ExcerptLayout.HEADER_SIZE;
        items = 0;
        placed.clear();
        stated.clear();
    }
}
