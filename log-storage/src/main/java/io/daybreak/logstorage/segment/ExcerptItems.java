package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Iterates over the items of a sound excerpt. Owned by one thread. */
final class ExcerptItems {
    private final byte[] bytes;
    private final int limit;
    private int nextOffset;
    private byte type;
    private int index;
    private int group;
    private int bodyOffset;
    private int bodyLength;

    ExcerptItems(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.limit = offset + length;
        this.nextOffset = offset + ExcerptLayout.HEADER_SIZE;
    }

    boolean next() {
        if (nextOffset == limit) {
            return false;
        }
        if (limit - nextOffset < ExcerptLayout.ITEM_HEADER_SIZE) {
            throw new CorruptRedoException("excerpt ends within an item");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, nextOffset, ExcerptLayout.ITEM_HEADER_SIZE);
        type = in.get();
        index = in.get();
        in.getShort();
        group = in.getInt();
        bodyLength = in.getInt();
        bodyOffset = in.position();
        if (bodyLength < 0
                || bodyLength > limit - bodyOffset
                || index < 0
                || index >= SegmentId.REPLICAS
                || group < 0) {
            throw new CorruptRedoException("excerpt with a malformed item");
        }
        nextOffset = bodyOffset + bodyLength;
        return true;
    }

    byte type() {
        return type;
    }

    SegmentId segment() {
        return new SegmentId(new ProtectionGroupId(group), index);
    }

    int bodyLength() {
        return bodyLength;
    }

    int bodyOffset() {
        return bodyOffset;
    }

    SegmentState state() {
        return SegmentState.decode(bytes, bodyOffset, bodyLength);
    }

    /** The batch, in an array of its own; its checksum is in the excerpt's. */
    RedoBatch batch() {
        if (bodyLength < RedoBatchCodec.HEADER_SIZE) {
            throw new CorruptRedoException("redo batch shorter than its header");
        }
        return RedoBatchCodec.view(Arrays.copyOfRange(bytes, bodyOffset, bodyOffset + bodyLength));
    }
}
