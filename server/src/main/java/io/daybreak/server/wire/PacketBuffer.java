package io.daybreak.server.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects a connection's bytes and cuts them into packets, in place: a payload is a slice of the
 * buffer, so that a statement is read where it arrived. Owned by the connection's event loop.
 *
 * <p>A packet is a header of 4 bytes (payload length, 3 bytes little-endian; sequence number) and
 * the payload. A payload of 0xFFFFFF bytes or more comes in several, of which only the last is
 * shorter than 0xFFFFFF.
 *
 * <p>Between {@link #next} returning {@link Status#PACKET} and {@link #release} the payload stays
 * where it is, though more bytes may arrive: another thread may read it.
 */
public final class PacketBuffer {
    public static final int MAX_PART = 0xffffff;

    private static final int HEADER = 4;
    private static final int INITIAL = 4096;
    private static final int KEEP_MAX = 64 * 1024;

    /** What {@link #next} found. */
    public enum Status {
        PACKET,
        INCOMPLETE,
        /** The payload would be longer than allowed; nothing was consumed. */
        TOO_LARGE,
        /** A part of a long payload is not numbered one above the part before. */
        OUT_OF_ORDER
    }

    private byte[] array = new byte[INITIAL];
    private int start;
    private int end;
    private boolean held;

    private int payloadOffset;
    private int payloadLength;
    private int firstSequence;
    private int lastSequence;

    /** Takes all readable bytes. */
    public void append(ByteBuf bytes) {
        int length = bytes.readableBytes();
        makeRoom(length);
        bytes.readBytes(array, end, length);
        end += length;
    }

    private void makeRoom(int length) {
        if (array.length - end >= length) {
            return;
        }
        int used = end - start;
        if (!held && used + length <= array.length) {
            System.arraycopy(array, start, array, 0, used);
        } else {
            // At most twice what has arrived: a length in a header alone reserves nothing.
            long wanted = Math.max(2L * used, (long) used + length);
            if (wanted > Integer.MAX_VALUE - 64) {
                wanted = Integer.MAX_VALUE - 64;
            }
            byte[] larger = new byte[Math.max(INITIAL, (int) wanted)];
            System.arraycopy(array, start, larger, 0, used);
            array = larger;
        }
        start = 0;
        end = used;
    }

    /**
     * @param payloadMax the longest payload allowed, in bytes
     */
    public Status next(long payloadMax) {
        int at = start;
        long payload = 0;
        int parts = 0;
        int sequence = 0;
        while (true) {
            if (end - at < HEADER) {
                return Status.INCOMPLETE;
            }
            int length =
                    array[at] & 0xff | (array[at + 1] & 0xff) << 8 | (array[at + 2] & 0xff) << 16;
            int number = array[at + 3] & 0xff;
            if (parts == 0) {
                firstSequence = number;
            } else if (number != (sequence + 1 & 0xff)) {
                return Status.OUT_OF_ORDER;
            }
            sequence = number;
            payload += length;
            if (payload > payloadMax) {
                return Status.TOO_LARGE;
            }
            if (end - at - HEADER < length) {
                return Status.INCOMPLETE;
            }
            at += HEADER + length;
            parts++;
            if (length < MAX_PART) {
                break;
            }
        }
        if (parts > 1) {
            closeGaps(parts, (int) payload);
        }
        payloadOffset = start + HEADER;
        payloadLength = (int) payload;
        lastSequence = sequence;
        start = at;
        held = true;
        return Status.PACKET;
    }

    private void closeGaps(int parts, int payload) {
        int target = start + HEADER + MAX_PART;
        for (int part = 1; part < parts; part++) {
            int source = target + part * HEADER;
            int length = Math.min(MAX_PART, payload - part * MAX_PART);
            System.arraycopy(array, source, array, target, length);
            target += length;
        }
    }

    /** The payload is not used any more. */
    public void release() {
        held = false;
        if (start == end) {
            start = 0;
            end = 0;
            if (array.length > KEEP_MAX) {
                array = new byte[INITIAL];
            }
        } else if (array.length > KEEP_MAX && end - start < INITIAL) {
            array = Arrays.copyOfRange(array, start, start + INITIAL);
            end -= start;
            start = 0;
        }
    }

    /** Bytes not yet cut into packets. */
    public int buffered() {
        return end - start;
    }

    /** Removes and returns what is left, for the TLS layer when the client switches to it. */
    public byte[] takeRest() {
        byte[] rest = Arrays.copyOfRange(array, start, end);
        discard();
        return rest;
    }

    public void discard() {
        start = end;
        release();
    }

    public byte[] array() {
        return array;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    public int payloadLength() {
        return payloadLength;
    }

    public int firstSequence() {
        return firstSequence;
    }

    public int lastSequence() {
        return lastSequence;
    }
}
