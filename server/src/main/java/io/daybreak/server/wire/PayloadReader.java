package io.daybreak.server.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads one packet's payload front to back. Not thread-safe; reused from packet to packet. */
public final class PayloadReader {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] array = new byte[0];
    private int position;
    private int end;

    public PayloadReader() {}

    public PayloadReader(byte[] payload) {
        reset(payload, 0, payload.length);
    }

    public void reset(byte[] source, int offset, int length) {
        array = source;
        position = offset;
        end = offset + length;
    }

    public byte[] array() {
        return array;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public int readByte() {
        return array[take(1)] & 0xff;
    }

    public int readShort() {
        return (short) SHORT.get(array, take(2)) & 0xffff;
    }

    public int readMedium() {
        int at = take(3);
        return array[at] & 0xff | (array[at + 1] & 0xff) << 8 | (array[at + 2] & 0xff) << 16;
    }

    public int readInt() {
        return (int) INT.get(array, take(4));
    }

    public long readLong() {
        return (long) LONG.get(array, take(8));
    }

    public void skip(int length) {
        take(length);
    }

    /** A length-encoded integer that must be a length within this packet. */
    public int readLength() {
        long length = readLengthEncoded();
        if (length < 0 || length > remaining()) {
            throw new MalformedPacketException("length beyond the packet");
        }
        return (int) length;
    }

    public long readLengthEncoded() {
        int first = readByte();
        return switch (first) {
            case 0xfc -> readShort();
            case 0xfd -> readMedium();
            case 0xfe -> readLong();
            case 0xfb, 0xff -> throw new MalformedPacketException("not a length");
            default -> first;
        };
    }

    public byte[] readBytes(int length) {
        int at = take(length);
        return Arrays.copyOfRange(array, at, at + length);
    }

    public byte[] readLengthEncodedBytes() {
        return readBytes(readLength());
    }

    public byte[] readRest() {
        return readBytes(remaining());
    }

    public String readRestText() {
        return new String(readRest(), StandardCharsets.UTF_8);
    }

    public String readLengthEncodedText() {
        return new String(readLengthEncodedBytes(), StandardCharsets.UTF_8);
    }

    /** Up to the next zero byte, which must be there. */
    public byte[] readTerminatedBytes() {
        for (int i = position; i < end; i++) {
            if (array[i] == 0) {
                byte[] bytes = Arrays.copyOfRange(array, position, i);
                position = i + 1;
                return bytes;
            }
        }
        throw new MalformedPacketException("string without its end");
    }

    public String readTerminatedText() {
        return new String(readTerminatedBytes(), StandardCharsets.UTF_8);
    }

    /** As {@link #readTerminatedText}, but the packet's end may stand for the zero byte. */
    public String readTextToZeroOrEnd() {
        for (int i = position; i < end; i++) {
            if (array[i] == 0) {
                return readTerminatedText();
            }
        }
        return readRestText();
    }

    private int take(int length) {
        if (length < 0 || length > end - position) {
            throw new MalformedPacketException("packet too short");
        }
        int at = position;
        position += length;
        return at;
    }
}
