package io.daybreak.server.net;

import io.daybreak.server.wire.PacketWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The way of packets to the client, and what holds a command back whose client does not read.
 * Packets belong to the thread that runs the command, else to the event loop; the gate is
 * thread-safe.
 */
final class ClientOutput {
    private final ConnectionHub hub;
    private final long connectionId;
    private final Channel channel;
    private final PacketWriter packets;
    private final OutputGate gate;

    ClientOutput(ConnectionHub hub, long connectionId, Channel channel) {
        this.hub = hub;
        this.connectionId = connectionId;
        this.channel = channel;
        this.packets = new PacketWriter(channel.alloc());
        this.gate = new OutputGate(channel);
    }

    PacketWriter packets() {
        return packets;
    }

    OutputGate gate() {
        return gate;
    }

    /** Sends what was written. The thread that owns the packets. */
    void flush() {
        send(packets.take());
    }

    /** Sends packets that were taken from the writer before. */
    void send(@Nullable ByteBuf taken) {
        if (taken != null) {
            hub.counters().bytesSent.add(taken.readableBytes());
            channel.writeAndFlush(taken, channel.voidPromise());
        }
    }

    boolean isWritable() {
        return gate.isOpen();
    }

    /**
     * Blocks the command's virtual thread until the client has read enough.
     *
     * @throws InterruptedException if the client is gone, does not read, or the statement was
     *     killed
     */
    void awaitWritable() throws InterruptedException {
        if (!gate.await(hub.netWriteTimeoutMillis())) {
            hub.log().info("connection {}: the client does not read its result", connectionId);
            hub.counters().abortedClients.increment();
            gate.shut();
            channel.close();
            throw new InterruptedException("the client does not read");
        }
    }
}
