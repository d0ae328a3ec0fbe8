package io.daybreak.server.wire;

import io.daybreak.sql.api.ResultColumn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes packets one behind the other into a pooled buffer, headers and sequence numbers included;
 * {@link #take} hands the buffer to the channel. Owned by the thread that runs the connection's
 * command.
 *
 * <p>It works on the pooled heap buffer's array: values are written without a bounds check per
 * byte, and moving bytes for a length prefix is an array copy.
 */
public final class PacketWriter implements ResultColumn.ByteOutput {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int HEADER = 4;
    private static final int INITIAL = 8 * 1024;

    /** The longest answer packet, as MySQL's upper bound of max_allowed_packet. */
    private static final int BUFFER_MAX = 1 << 30;

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf buffer;
    private byte[] array = new byte[0];
    private int base;
    private int position;
    private int limit;
    private int packetStart;
    private int sequence;

    public PacketWriter(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** The next packet's sequence number. */
    public void sequence(int next) {
        sequence = next & 0xff;
    }

    public int sequence() {
        return sequence;
    }

    /** Bytes waiting in the buffer. */
    public int size() {
        return position - base;
    }

    public void beginPacket() {
        ensure(HEADER);
        packetStart = position;
        position += HEADER;
    }

    public void endPacket() {
        int length = position - packetStart - HEADER;
        if (length >= PacketBuffer.MAX_PART) {
            splitPacket(length);
        } else {
            header(packetStart, length);
        }
    }

    private void header(int at, int length) {
        INT.set(array, at, length | sequence << 24);
        sequence = sequence + 1 & 0xff;
    }

    /**
     * Puts a header before every 16 MB - 1; a payload of a multiple of that ends with an empty one.
     */
    private void splitPacket(int length) {
        int extra = length / PacketBuffer.MAX_PART;
        ensure(extra * HEADER);
        int first = packetStart + HEADER;
        for (int part = extra; part > 0; part--) {
            int source = first + part * PacketBuffer.MAX_PART;
            int partLength = Math.min(PacketBuffer.MAX_PART, length - part * PacketBuffer.MAX_PART);
            System.arraycopy(array, source, array, source + part * HEADER, partLength);
        }
        position += extra * HEADER;
        for (int part = 0; part <= extra; part++) {
            int partLength = Math.min(PacketBuffer.MAX_PART, length - part * PacketBuffer.MAX_PART);
            header(packetStart + part * (PacketBuffer.MAX_PART + HEADER), partLength);
        }
    }

    /** Where {@link #rollBack} returns to. */
    public long mark() {
        return (long) sequence << 32 | size();
    }

    /** Forgets everything written since the mark; only while nothing was taken in between. */
    public void rollBack(long mark) {
        position = base + (int) mark;
        sequence = (int) (mark >>> 32);
    }

    /** The buffer with all complete packets; the caller owns it. Null if there are none. */
    public @Nullable ByteBuf take() {
        ByteBuf full = buffer;
        if (full == null || position == base) {
            return null;
        }
        full.writerIndex(full.readerIndex() + position - base);
        forget();
        return full;
    }

    /** Frees what was not taken. */
    public void release() {
        if (buffer != null) {
            buffer.release();
            forget();
        }
    }

    private void forget() {
        buffer = null;
        array = new byte[0];
        base = 0;
        position = 0;
        limit = 0;
        packetStart = 0;
    }

    // ---- values

    @Override
    public void writeByte(int value) {
        ensure(1);
        array[position++] = (byte) value;
    }

    @Override
    public void writeShort(int value) {
        ensure(2);
        SHORT.set(array, position, (short) value);
        position += 2;
    }

    public void writeMedium(int value) {
        // Byte by byte: a value's length is written in front of bytes that are there already.
        ensure(3);
        array[position] = (byte) value;
        array[position + 1] = (byte) (value >>> 8);
        array[position + 2] = (byte) (value >>> 16);
        position += 3;
    }

    @Override
    public void writeInt(int value) {
        ensure(4);
        INT.set(array, position, value);
        position += 4;
    }

    @Override
    public void writeLong(long value) {
        ensure(8);
        LONG.set(array, position, value);
        position += 8;
    }

    @Override
    public void writeBytes(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, array, position, length);
        position += length;
    }

    @Override
    public void accept(byte[] source, int offset, int length) {
        writeBytes(source, offset, length);
    }

    public void writeZeros(int count) {
        ensure(count);
        Arrays.fill(array, position, position + count, (byte) 0);
        position += count;
    }

    @Override
    public void writeLength(long length) {
        if (length >= 0 && length < 251) {
            writeByte((int) length);
        } else if (length >= 0 && length < 1 << 16) {
            writeByte(0xfc);
            writeShort((int) length);
        } else if (length >= 0 && length < 1 << 24) {
            writeByte(0xfd);
            writeMedium((int) length);
        } else {
            writeByte(0xfe);
            writeLong(length);
        }
    }

    public void writeLengthEncoded(byte[] bytes) {
        writeLength(bytes.length);
        writeBytes(bytes, 0, bytes.length);
    }

    public void writeLengthEncoded(String text) {
        writeLengthEncoded(text.getBytes(StandardCharsets.UTF_8));
    }

    public void writeText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeBytes(bytes, 0, bytes.length);
    }

    public void writeTerminated(String text) {
        writeText(text);
        writeByte(0);
    }

    /** Starts a value whose length is not known yet; {@link #endValue} puts it before. */
    public int beginValue() {
        ensure(1);
        position++;
        return position - base;
    }

    public void endValue(int begin) {
        int at = base + begin;
        int length = position - at;
        if (length < 251) {
            array[at - 1] = (byte) length;
            return;
        }
        int shift = length < 1 << 16 ? 2 : length < 1 << 24 ? 3 : 8;
        ensure(shift);
        at = base + begin;
        System.arraycopy(array, at, array, at + shift, length);
        position = at - 1;
        writeLength(length);
        position = at + shift + length;
    }

    /** Replaces what was written since {@link #beginValue} by the given bytes. */
    public void replaceValue(int begin, byte[] bytes) {
        position = base + begin;
        writeBytes(bytes, 0, bytes.length);
    }

    public byte[] copyValue(int begin) {
        return Arrays.copyOfRange(array, base + begin, position);
    }

    /** Reserves zeroed bytes, for a null bitmap; set its bits with {@link #orByte}. */
    public int reserve(int count) {
        writeZeros(count);
        return position - base - count;
    }

    public void orByte(int at, int bits) {
        array[base + at] |= (byte) bits;
    }

    private void ensure(int count) {
        if (limit - position < count) {
            grow(count);
        }
    }

    private void grow(int count) {
        int used = position - base;
        long wanted = Math.max(INITIAL, Math.max(2L * used, (long) used + count + 64));
        if ((long) used + count > BUFFER_MAX) {
            throw new MalformedPacketException("answer longer than 1 GB");
        }
        ByteBuf larger = allocator.heapBuffer((int) Math.min(wanted, BUFFER_MAX + 1024L));
        byte[] target = larger.array();
        int targetBase = larger.arrayOffset();
        System.arraycopy(array, base, target, targetBase, used);
        if (buffer != null) {
            buffer.release();
        }
        packetStart += targetBase - base;
        buffer = larger;
        array = target;
        base = targetBase;
        position = targetBase + used;
        limit = targetBase + larger.capacity();
    }
}
