package io.daybreak.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketBufferTest {
    private static final byte[] THREE_PACKETS = {
        // COM_PING, sequence 0
        1,
        0,
        0,
        0,
        0x0e,
        // empty payload, sequence 3
        0,
        0,
        0,
        3,
        // three bytes, sequence 255
        3,
        0,
        0,
        (byte) 255,
        7,
        8,
        9
    };

    @Test
    void cutsTheSamePacketsFromEverySplit() {
        for (int first = 0; first <= THREE_PACKETS.length; first++) {
            for (int second = first; second <= THREE_PACKETS.length; second++) {
                PacketBuffer buffer = new PacketBuffer();
                List<String> packets = new ArrayList<>();
                feed(buffer, packets, 0, first);
                feed(buffer, packets, first, second);
                feed(buffer, packets, second, THREE_PACKETS.length);
                assertThat(packets).containsExactly("0 [14]", "3 []", "255 [7, 8, 9]");
                assertThat(buffer.buffered()).isZero();
            }
        }
    }

    private static void feed(PacketBuffer buffer, List<String> packets, int from, int to) {
        buffer.append(Unpooled.wrappedBuffer(THREE_PACKETS, from, to - from));
        while (buffer.next(1000) == PacketBuffer.Status.PACKET) {
            packets.add(buffer.firstSequence() + " " + Arrays.toString(payload(buffer)));
            buffer.release();
        }
    }

    private static byte[] payload(PacketBuffer buffer) {
        return Arrays.copyOfRange(
                buffer.array(),
                buffer.payloadOffset(),
                buffer.payloadOffset() + buffer.payloadLength());
    }

    @Test
    void keepsAHeldPayloadWhereItIsWhileMoreArrives() {
        PacketBuffer buffer = new PacketBuffer();
        buffer.append(Unpooled.wrappedBuffer(new byte[] {2, 0, 0, 0, 41, 42}));
        assertThat(buffer.next(100)).isEqualTo(PacketBuffer.Status.PACKET);
        byte[] array = buffer.array();
        int offset = buffer.payloadOffset();
        for (int i = 0; i < 100; i++) {
            buffer.append(Unpooled.wrappedBuffer(new byte[1000]));
        }
        assertThat(array[offset]).isEqualTo((byte) 41);
        assertThat(array[offset + 1]).isEqualTo((byte) 42);
    }

    @Test
    void joinsWhatTheWriterSplit() {
        int length = 2 * PacketBuffer.MAX_PART + 5;
        PacketWriter writer = new PacketWriter(UnpooledByteBufAllocator.DEFAULT);
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i += 997) {
            payload[i] = (byte) i;
        }
        writer.sequence(254);
        writer.beginPacket();
        writer.writeBytes(payload, 0, length);
        writer.endPacket();
        assertThat(writer.sequence()).isEqualTo(1);
        PacketBuffer buffer = new PacketBuffer();
        ByteBuf bytes = writer.take();
        assertThat(bytes).isNotNull();
        while (bytes.isReadable()) {
            assertThat(buffer.next(length)).isEqualTo(PacketBuffer.Status.INCOMPLETE);
            buffer.append(bytes.readSlice(Math.min(bytes.readableBytes(), 1 << 20)));
        }
        assertThat(buffer.next(length - 1)).isEqualTo(PacketBuffer.Status.TOO_LARGE);
        assertThat(buffer.next(length)).isEqualTo(PacketBuffer.Status.PACKET);
        assertThat(payload(buffer)).isEqualTo(payload);
        assertThat(buffer.lastSequence()).isZero();
        bytes.release();
    }

    @Test
    void refusesPartsOutOfOrder() {
        PacketBuffer buffer = new PacketBuffer();
        byte[] first = new byte[4 + PacketBuffer.MAX_PART];
        Arrays.fill(first, 0, 3, (byte) 0xff);
        buffer.append(Unpooled.wrappedBuffer(first));
        buffer.append(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 7}));
        assertThat(buffer.next(1 << 30)).isEqualTo(PacketBuffer.Status.OUT_OF_ORDER);
    }
}
