package io.daybreak.server.net;

import io.daybreak.server.wire.PacketWriter;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultSink.LocalFileReader;
import io.daybreak.sql.api.SqlException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Asks the client for the file of LOAD DATA LOCAL and takes its pieces. The statement's thread asks
 * and waits; the event loop brings the pieces. One a connection, with one file at a time.
 */
final class FileTransfer {
    private final Connection connection;
    private final ConnectionHub hub;
    private final ClientOutput output;
    private final EventLoop loop;
    private volatile @Nullable LocalFile file;

    FileTransfer(Connection connection, ConnectionHub hub, ClientOutput output, EventLoop loop) {
        this.connection = connection;
        this.hub = hub;
        this.output = output;
        this.loop = loop;
    }

    /** The statement's thread: asks for the file and hands all of it to the target. */
    void request(String name, LocalFileReader target) throws SqlException, InterruptedException {
        if (!connection.client().localFiles()) {
            throw new SqlException(MySqlError.ER_CLIENT_LOCAL_FILES_DISABLED);
        }
        LocalFile requested = new LocalFile();
        file = requested;
        PacketWriter out = output.packets();
        out.beginPacket();
        out.writeByte(0xfb);
        out.writeText(name);
        out.endPacket();
        int sequence = out.sequence();
        ByteBuf request = out.take();
        loop.execute(() -> send(requested, request, sequence));
        try {
            requested.copyTo(target, hub.netReadTimeoutMillis(), connection::processSoon);
        } finally {
            file = null;
        }
    }

    private void send(LocalFile requested, @Nullable ByteBuf request, int sequence) {
        if (!connection.awaitFile(sequence)) {
            requested.abort();
            if (request != null) {
                request.release();
            }
            return;
        }
        output.send(request);
        connection.process();
    }

    /** Event loop: whether a piece may come. */
    boolean hasRoom() {
        LocalFile current = file;
        return current != null && current.hasRoom();
    }

    /** Event loop: where the pieces go; null if nobody wants them any more. */
    @Nullable LocalFile file() {
        return file;
    }

    /** Any thread: the client is gone or the statement was killed. */
    void abort() {
        LocalFile current = file;
        if (current != null) {
            current.abort();
        }
    }
}
