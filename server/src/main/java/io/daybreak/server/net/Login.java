package io.daybreak.server.net;

import io.daybreak.server.net.Connection.Phase;
import io.daybreak.server.wire.Answers;
import io.daybreak.server.wire.Capability;
import io.daybreak.server.wire.HandshakeResponse;
import io.daybreak.server.wire.MalformedPacketException;
import io.daybreak.server.wire.PacketBuffer;
import io.daybreak.server.wire.PacketWriter;
import io.daybreak.server.wire.PayloadReader;
import io.daybreak.server.wire.StatusFlag;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import io.netty.channel.Channel;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection's way to its session: greeting, TLS if the client wants it, handshake response,
 * {@link Authentication}; and the last step again for COM_CHANGE_USER. Event loop.
 */
final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    private final Connection connection;
    private final ConnectionHub hub;
    private final Channel channel;
    private final PacketBuffer in;
    private final ClientInfo client;
    private final ClientOutput output;
    private final byte[] challenge = Scramble.challenge();
    private @Nullable Authentication authentication;

    /** TLS was asked for and waits for the certificate. */
    private boolean tlsPending;

    private long sinceNanos = System.nanoTime();

    /** The account whose connections this one is counted among. */
    private @Nullable String countedFor;

    Login(
            Connection connection,
            ConnectionHub hub,
            Channel channel,
            PacketBuffer in,
            ClientOutput output) {
        this.connection = connection;
        this.hub = hub;
        this.channel = channel;
        this.in = in;
        this.client = connection.client();
        this.output = output;
    }

    void greet() {
        PacketWriter out = output.packets();
        out.sequence(0);
        HandshakeResponse.writeGreeting(
                out, hub.version(), client.id(), challenge, StatusFlag.AUTOCOMMIT);
        output.flush();
    }

    /** Whether the next packet is for the login; else it is busy and the packet waits. */
    boolean acceptsPackets() {
        return connection.phase() == Phase.GREETED ? !tlsPending : isWaiting();
    }

    private boolean isWaiting() {
        return authentication != null && authentication.isWaiting();
    }

    /** Whether an authentication works on something and will come back. */
    boolean isBusy() {
        return authentication != null && !authentication.isWaiting();
    }

    /** Whether the client took too long. */
    boolean isOverdue(long nowNanos) {
        return (connection.sessionOrNull() == null || isWaiting())
                && nowNanos - sinceNanos
                        > TimeUnit.MILLISECONDS.toNanos(hub.connectTimeoutMillis());
    }

    // ---- handshake

    /** The packet after the greeting. */
    void handshake(PayloadReader reader) {
        try {
            int flags = HandshakeResponse.capabilities(reader);
            if (!client.isTls()
                    && (flags & Capability.SSL) != 0
                    && in.payloadLength() == HandshakeResponse.TLS_REQUEST_LENGTH) {
                startTls();
                return;
            }
            client.capabilities(flags);
            HandshakeResponse response = HandshakeResponse.read(reader, flags);
            in.release();
            client.attributes(response.attributes());
            authenticate(response, false);
        } catch (MalformedPacketException e) {
            hub.log()
                    .info(
                            "connection {} from {}: bad handshake: {}",
                            client.id(),
                            client.clientHost(),
                            e.getMessage());
            client.capabilities(client.capabilities() | Capability.PROTOCOL_41);
            connection.fatal(new SqlException(MySqlError.ER_HANDSHAKE_ERROR));
        }
    }

    private void startTls() {
        in.release();
        client.startTls();
        tlsPending = true;
        new TlsUpgrade(
                        channel,
                        hub,
                        () -> connection.phase() == Phase.GREETED,
                        in::takeRest,
                        client::tlsCipher,
                        this::tlsInPlace)
                .start();
    }

    private void tlsInPlace() {
        tlsPending = false;
        connection.readOrNot();
    }

    // ---- authentication

    private void authenticate(HandshakeResponse response, boolean changeUser) {
        connection.enter(Phase.AUTHENTICATING);
        sinceNanos = System.nanoTime();
        Authentication started =
                new Authentication(connection, this, hub, challenge, response, changeUser);
        authentication = started;
        started.start();
    }

    /** COM_CHANGE_USER; always with a new challenge, so the response in the packet is not used. */
    void changeUser(HandshakeResponse response) {
        client.attributes(response.attributes());
        authenticate(response, true);
    }

    /** A packet of the authentication's exchange. */
    void packet(PayloadReader reader) {
        Authentication current = authentication;
        if (current == null) {
            throw new IllegalStateException("no authentication under way");
        }
        byte[] payload = reader.readRest();
        in.release();
        current.packet(payload);
    }

    void send(byte[] payload) {
        PacketWriter out = output.packets();
        out.beginPacket();
        out.writeBytes(payload, 0, payload.length);
        out.endPacket();
        connection.expectSequence(out.sequence());
        output.flush();
    }

    /** Runs what may wait on another thread; {@code then} afterwards on the event loop. */
    <T> void offLoop(Callable<T> work, Consumer<T> then) {
        Runnable task =
                () -> {
                    T result;
                    try {
                        result = work.call();
                    } catch (Throwable e) {
                        connection.loop().execute(() -> failed(e));
                        return;
                    }
                    connection
                            .loop()
                            .execute(() -> {
                                if (connection.phase() == Phase.AUTHENTICATING) {
                                    then.accept(result);
                                    connection.process();
                                } else {
                                    connection.lateLogin(result instanceof SqlSession s ? s : null);
                                }
                            });
                };
        if (connection.sessionOrNull() == null) {
            hub.startLogin(task);
        } else {
            // Another user in an open session: first its transaction is rolled back.
            hub.startVirtual(client.id(), task);
        }
    }

    private void failed(Throwable e) {
        if (e instanceof SqlException error) {
            connection.fatal(error);
        } else {
            LOG.error("connection {}: login failed", client.id(), e);
            connection.fatal(
                    new SqlException(MySqlError.ER_UNKNOWN_ERROR, "Internal error, see the log"));
        }
    }

    /** The session is open. */
    void succeeded(SqlDatabase.Account account, SqlSession session, HandshakeResponse response) {
        authentication = null;
        connection.ready(account, session);
        Answers.ok(
                output.packets(),
                client.capabilities(),
                0,
                0,
                0,
                session.statusFlags(),
                0,
                "",
                session.takeStateChanges());
        output.flush();
        startCompression(response);
        connection.idle();
    }

    private void startCompression(HandshakeResponse response) {
        boolean zlib = (client.capabilities() & Capability.COMPRESS) != 0;
        boolean zstd = (client.capabilities() & Capability.ZSTD_COMPRESSION) != 0;
        if ((zlib || zstd) && channel.pipeline().get(Compression.class) == null) {
            Compression codec = new Compression(zstd && !zlib, response.zstdLevel());
            channel.pipeline().addBefore("connection", "compression", codec);
        }
    }

    // ---- the account's connections

    /**
     * Counts this connection among its account's, and no longer among those of the account before.
     *
     * @throws SqlException 1203 if the account has as many as it may
     */
    void countFor(String accountName) {
        stopCounting();
        hub.enter(accountName);
        countedFor = accountName;
    }

    void stopCounting() {
        String before = countedFor;
        countedFor = null;
        if (before != null) {
            hub.leave(before);
        }
    }
}
