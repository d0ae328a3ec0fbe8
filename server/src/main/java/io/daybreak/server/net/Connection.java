package io.daybreak.server.net;

import io.daybreak.server.wire.Answers;
import io.daybreak.server.wire.Capability;
import io.daybreak.server.wire.Command;
import io.daybreak.server.wire.HandshakeResponse;
import io.daybreak.server.wire.PacketBuffer;
import io.daybreak.server.wire.PacketWriter;
import io.daybreak.server.wire.PayloadReader;
import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultSink.LocalFileReader;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection: a state machine on its event loop.
 *
 * <pre>
 *   GREETED --response--> AUTHENTICATING --ok--> READY &lt;--answered--> RUNNING &lt;--> LOCAL_FILE
 *      |                        |                  |                    |
 *      +------------------------+--- fatal error --+--------------------+--> DRAINING --> CLOSED
 * </pre>
 *
 * GREETED: the next packet is the handshake response (or the wish for TLS). AUTHENTICATING: packets
 * go to {@link Login}. READY: the next packet is a command. RUNNING: a command runs on a virtual
 * thread or waits for its commit; packets wait in the buffer. LOCAL_FILE: packets are pieces of a
 * file. DRAINING: an error was sent that ends the connection; input is thrown away, so that the
 * client can read the error before the socket closes.
 *
 * <p>Here are the phases, the packets' way in, and the ends. {@link Login} leads to a session,
 * {@link CommandRun} is the command that runs, {@link FileTransfer} brings LOAD DATA LOCAL its
 * file, {@link ClientOutput} is the way out, {@link ClientInfo} what is known of the client.
 *
 * <p>Threads: fields belong to the event loop, except those marked otherwise; session and writer
 * belong to the virtual thread while it runs a command.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    enum Phase {
        GREETED,
        AUTHENTICATING,
        READY,
        RUNNING,
        LOCAL_FILE,
        DRAINING,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Longest packet before login: attributes may have 64 KiB. */
    private static final long LOGIN_PACKET_MAX = 256 * 1024;

    /** Pipelined bytes kept while a command runs. */
    private static final int PENDING_MAX = 256 * 1024;

    /** Bytes beyond the longest packet that may wait: more than a compressed packet holds. */
    private static final long BUFFERED_MAX = 48L << 20;

    /** Commands run in a row before other connections of the loop get their turn. */
    private static final int TURN_MAX = 64;

    /** Longest piece of a file: clients send them in kilobytes. */
    private static final long LOCAL_PIECE_MAX = 64L << 20;

    private static final long DRAIN_MILLIS = 5_000;

    private final ConnectionHub hub;
    private final long id;
    private final Channel channel;
    private final EventLoop loop;
    private final PacketBuffer in = new PacketBuffer();
    private final PayloadReader reader = new PayloadReader();
    private final ClientInfo client;
    private final ClientOutput output;
    private final PacketWriter out;
    private final OutputGate gate;
    private final Login login;
    private final CommandRun run;
    private final FileTransfer transfer;
    private final Runnable processTask = this::process;

    private Phase phase = Phase.GREETED;
    private int expectedSequence = 1;
    private boolean processing;
    private long packetMax = LOGIN_PACKET_MAX;

    /** It has one of the server's places for connections. */
    private boolean counted;

    /** It has one of the places for failed connections whose clients have not hung up. */
    private boolean lingers;

    private long idleSinceNanos = System.nanoTime();
    private long idleLimitSeconds = -1;

    /** When bytes came last. */
    private long lastReadNanos = System.nanoTime();

    // Any thread reads these.
    private volatile @Nullable SqlSession session;
    private volatile SqlDatabase.@Nullable Account account;
    private volatile boolean killed;

    Connection(ConnectionHub hub, long id, Channel channel) {
        this.hub = hub;
        this.id = id;
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.client = new ClientInfo(id, channel, hub, this::disconnect);
        this.output = new ClientOutput(hub, id, channel);
        this.out = output.packets();
        this.gate = output.gate();
        this.login = new Login(this, hub, channel, in, output);
        this.run = new CommandRun(this, hub, output, loop);
        this.transfer = new FileTransfer(this, hub, output, loop);
    }

    // ---- channel events, on the event loop

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        SqlException refusal = hub.admit(this);
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        counted = true;
        login.greet();
    }

    /** One packet and the end: who is refused holds nothing of the server. */
    private void refuse(SqlException error) {
        hub.counters().abortedConnects.increment();
        hub.log()
                .info(
                        "connection {} from {} refused: {}",
                        id,
                        client.clientHost(),
                        error.getMessage());
        phase = Phase.DRAINING;
        out.sequence(0);
        Answers.error(out, Capability.PROTOCOL_41, error);
        ByteBuf full = out.take();
        if (full == null) {
            channel.close();
        } else {
            channel.writeAndFlush(full).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        lastReadNanos = System.nanoTime();
        try {
            hub.counters().bytesReceived.add(bytes.readableBytes());
            if (in.buffered() > packetMax + BUFFERED_MAX) {
                // Only what was compressed can outrun the reading of the socket so far.
                hub.log().info("connection {} sends more than it may", id);
                channel.close();
            } else if (phase != Phase.DRAINING && phase != Phase.CLOSED) {
                in.append(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        process();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        gate.writabilityChanged();
        if (channel.isWritable()) {
            process();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Phase before = phase;
        phase = Phase.CLOSED;
        gate.shut();
        if (before == Phase.GREETED || before == Phase.AUTHENTICATING) {
            hub.counters().abortedConnects.increment();
            hub.hosts().connectError(client.clientHost());
        }
        if (before == Phase.RUNNING || before == Phase.LOCAL_FILE) {
            hub.log().info("connection {} lost while a statement ran", id);
            hub.counters().abortedClients.increment();
            stopStatement();
            // The session ends when the command's thread, or its commit, comes back.
        } else if (before != Phase.AUTHENTICATING || !login.isBusy()) {
            end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case IOException e -> LOG.debug("connection {}: {}", id, e.getMessage());
            case io.netty.handler.codec.DecoderException e ->
                    hub.log()
                            .info(
                                    "connection {}: TLS failed: {}",
                                    id,
                                    ClientLog.shown(String.valueOf(e.getMessage())));
            case Compression.DamagedStreamException e ->
                    hub.log().info("connection {}: {}", id, e.getMessage());
            default -> LOG.error("connection {} failed", id, cause);
        }
        ctx.close();
    }

    // ---- packets

    /** Works off what has arrived. Never recursive, never blocks. */
    void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            int turns = 0;
            while (acceptsPackets() && nextPacket()) {
                if (++turns >= TURN_MAX) {
                    loop.execute(processTask);
                    break;
                }
            }
        } catch (RuntimeException e) {
            LOG.error("connection {} failed", id, e);
            channel.close();
        } finally {
            processing = false;
        }
        if (phase != Phase.RUNNING && phase != Phase.LOCAL_FILE) {
            output.flush();
        }
        readOrNot();
    }

    private boolean acceptsPackets() {
        return switch (phase) {
            case GREETED, AUTHENTICATING -> login.acceptsPackets();
            case READY -> channel.isWritable();
            case LOCAL_FILE -> transfer.hasRoom();
            case RUNNING, DRAINING, CLOSED -> false;
        };
    }

    /** Reads the socket unless enough waits already. */
    void readOrNot() {
        boolean wait =
                switch (phase) {
                    case RUNNING, LOCAL_FILE, AUTHENTICATING ->
                            in.buffered() > PENDING_MAX && !acceptsPackets();
                    case READY -> in.buffered() > PENDING_MAX && !channel.isWritable();
                    case GREETED -> !acceptsPackets();
                    case DRAINING, CLOSED -> false;
                };
        if (channel.config().isAutoRead() == wait) {
            channel.config().setAutoRead(!wait);
        }
    }

    private boolean nextPacket() {
        PacketBuffer.Status status =
                in.next(phase == Phase.LOCAL_FILE ? LOCAL_PIECE_MAX : packetMax);
        switch (status) {
            case INCOMPLETE -> {
                return false;
            }
            case TOO_LARGE -> {
                out.sequence(in.firstSequence() + 1);
                fatal(
                        phase == Phase.GREETED || phase == Phase.AUTHENTICATING
                                ? new SqlException(MySqlError.ER_HANDSHAKE_ERROR)
                                : new SqlException(MySqlError.ER_NET_PACKET_TOO_LARGE));
                return false;
            }
            case OUT_OF_ORDER -> {
                out.sequence(in.firstSequence() + 1);
                fatal(new SqlException(MySqlError.ER_NET_PACKETS_OUT_OF_ORDER));
                return false;
            }
            case PACKET -> {
                if (in.firstSequence() != expectedSequence) {
                    out.sequence(in.lastSequence() + 1);
                    fatal(new SqlException(MySqlError.ER_NET_PACKETS_OUT_OF_ORDER));
                    return false;
                }
            }
        }
        handlePacket();
        return true;
    }

    private void handlePacket() {
        reader.reset(in.array(), in.payloadOffset(), in.payloadLength());
        int next = in.lastSequence() + 1 & 0xff;
        switch (phase) {
            case GREETED -> {
                out.sequence(next);
                expectedSequence = next;
                login.handshake(reader);
            }
            case AUTHENTICATING -> {
                out.sequence(next);
                login.packet(reader);
            }
            case READY -> {
                out.sequence(next);
                runCommand();
            }
            case LOCAL_FILE -> filePiece(next);
            case RUNNING, DRAINING, CLOSED ->
                    throw new IllegalStateException("packet in phase " + phase);
        }
    }

    // ---- commands

    private void runCommand() {
        int code = in.payloadLength() == 0 ? Command.SLEEP : reader.readByte();
        run.begin(code);
        gate.begin();
        idleLimitSeconds = -1;
        phase = Phase.RUNNING;
        if (killed) {
            fatal(new SqlException(MySqlError.ER_QUERY_INTERRUPTED));
            return;
        }
        run.start(code, reader);
    }

    /** The whole answer is written: the next command may come. */
    void commandFinished() {
        in.release();
        if (phase == Phase.CLOSED) {
            end();
            return;
        }
        phase = Phase.READY;
        expectedSequence = 0;
        if (killed) {
            output.flush();
            channel.writeAndFlush(channel.alloc().buffer(0))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        idle();
        process();
    }

    void idle() {
        idleSinceNanos = System.nanoTime();
        run.idle(idleSinceNanos);
    }

    // ---- LOAD DATA LOCAL

    void requestLocalFile(String name, LocalFileReader target)
            throws SqlException, InterruptedException {
        transfer.request(name, target);
    }

    /** Pieces of a file come next; false if the client is gone. */
    boolean awaitFile(int sequence) {
        if (phase == Phase.CLOSED) {
            return false;
        }
        in.release();
        phase = Phase.LOCAL_FILE;
        expectedSequence = sequence;
        return true;
    }

    /** The statement is done with its file, wherever the client is with it. */
    void fileEnded() {
        if (phase == Phase.LOCAL_FILE) {
            phase = Phase.RUNNING;
        }
    }

    private void filePiece(int nextSequence) {
        byte[] piece = reader.readRest();
        in.release();
        expectedSequence = nextSequence;
        LocalFile file = transfer.file();
        if (file == null) {
            return;
        }
        if (piece.length == 0) {
            phase = Phase.RUNNING;
            // The statement's thread sees it through the queue's hand-over.
            out.sequence(nextSequence);
        }
        file.offer(piece);
    }

    /** Any thread: there is room for packets again. */
    void processSoon() {
        loop.execute(processTask);
    }

    // ---- steps of the login

    Phase phase() {
        return phase;
    }

    void enter(Phase next) {
        phase = next;
    }

    void expectSequence(int sequence) {
        expectedSequence = sequence;
    }

    /** The session is open: commands may come. */
    void ready(SqlDatabase.Account newAccount, SqlSession newSession) {
        account = newAccount;
        session = newSession;
        phase = Phase.READY;
        expectedSequence = 0;
        packetMax = hub.maxAllowedPacket();
    }

    /** The client went away while its login was under way. */
    void lateLogin(@Nullable SqlSession opened) {
        if (session == null && opened != null) {
            session = opened;
        }
        if (phase == Phase.CLOSED) {
            end();
        }
    }

    // ---- ends

    /** Event loop: sends an error after which the connection cannot go on. */
    void fatal(SqlException error) {
        if (phase == Phase.CLOSED) {
            end();
            return;
        }
        if (phase == Phase.DRAINING) {
            return;
        }
        if (phase == Phase.GREETED || phase == Phase.AUTHENTICATING) {
            hub.counters().abortedConnects.increment();
        }
        if (error.error() == MySqlError.ER_HANDSHAKE_ERROR) {
            hub.hosts().connectError(client.clientHost());
        }
        hub.log()
                .info(
                        "connection {} from {} ends: {}",
                        id,
                        client.clientHost(),
                        ClientLog.shown(String.valueOf(error.getMessage())));
        in.discard();
        phase = Phase.DRAINING;
        // Whoever comes next need not wait until this client has hung up.
        login.stopCounting();
        hub.giveUp(counted);
        counted = false;
        lingers = hub.mayLinger();
        Answers.error(out, client.capabilities() | Capability.PROTOCOL_41, error);
        ByteBuf full = out.take();
        if (full != null) {
            channel.writeAndFlush(full)
                    .addListener(_ -> {
                        if (!client.isTls() && lingers && channel instanceof DuplexChannel duplex) {
                            duplex.shutdownOutput();
                        } else {
                            channel.close();
                        }
                    });
        }
        channel.config().setAutoRead(true);
        loop.schedule(() -> channel.close(), DRAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Event loop: the client said goodbye, or the server does. */
    void closeQuietly() {
        channel.close();
    }

    private void stopStatement() {
        gate.interrupt();
        SqlSession running = session;
        if (running != null) {
            running.interrupt();
        }
        transfer.abort();
    }

    /** Event loop, once, when no command runs any more: the session ends. */
    private void end() {
        in.discard();
        out.release();
        hub.forget(this);
        hub.giveUp(counted);
        hub.lingered(lingers);
        login.stopCounting();
        counted = false;
        lingers = false;
        SqlSession ended = session;
        session = null;
        run.commands().end(ended);
    }

    /** Event loop, about once a second. */
    void checkTimeouts(long nowNanos) {
        long idleSeconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - idleSinceNanos);
        switch (phase) {
            case GREETED, AUTHENTICATING -> {
                if (login.isOverdue(nowNanos)) {
                    hub.log()
                            .info(
                                    "connection {} from {}: no login in time",
                                    id,
                                    client.clientHost());
                    channel.close();
                }
            }
            case READY -> {
                SqlSession current = session;
                if (idleLimitSeconds < 0 && current != null && idleSeconds > 0) {
                    idleLimitSeconds =
                            ConnectionHub.number(current.variable("wait_timeout"), 28_800);
                }
                long silentNanos = Math.min(nowNanos - lastReadNanos, nowNanos - idleSinceNanos);
                if (in.buffered() > 0
                        && silentNanos
                                > TimeUnit.MILLISECONDS.toNanos(hub.netReadTimeoutMillis())) {
                    out.sequence(1);
                    fatal(new SqlException(MySqlError.ER_NET_READ_INTERRUPTED));
                } else if (idleLimitSeconds >= 0 && idleSeconds > idleLimitSeconds) {
                    out.sequence(0);
                    hub.counters().abortedClients.increment();
                    fatal(new SqlException(MySqlError.ER_CLIENT_INTERACTION_TIMEOUT));
                } else if (gate.isStuck(nowNanos, hub.netWriteTimeoutMillis())) {
                    hub.log().info("connection {}: the client does not read its answers", id);
                    hub.counters().abortedClients.increment();
                    channel.close();
                }
            }
            case RUNNING, LOCAL_FILE, DRAINING, CLOSED -> {}
        }
    }

    /** Any thread: KILL QUERY. */
    void interrupt() {
        if (!run.isIdle()) {
            stopStatement();
        }
    }

    /** Any thread: the server stops. */
    void shutDown() {
        loop.execute(() -> {
            if (phase == Phase.RUNNING || phase == Phase.LOCAL_FILE) {
                killed = true;
                stopStatement();
            } else {
                channel.close();
            }
        });
    }

    /** Any thread: KILL CONNECTION. */
    void disconnect() {
        killed = true;
        stopStatement();
        loop.execute(() -> {
            if (phase != Phase.RUNNING && phase != Phase.LOCAL_FILE) {
                channel.close();
            }
        });
    }

    // ---- what others ask

    long id() {
        return id;
    }

    EventLoop loop() {
        return loop;
    }

    ClientInfo client() {
        return client;
    }

    PacketBuffer input() {
        return in;
    }

    /** The session; there is one in every phase in which commands run. */
    SqlSession currentSession() {
        SqlSession current = session;
        if (current == null) {
            throw new IllegalStateException("connection " + id + " has no session");
        }
        return current;
    }

    @Nullable SqlSession sessionOrNull() {
        return session;
    }

    boolean sendsMetadata() {
        return !client.metadataPrefix()
                || !"NONE".equals(currentSession().variable("resultset_metadata"));
    }

    List<SqlSession.StateChange> takeStateChanges() {
        SqlSession current = session;
        return current == null ? List.of() : current.takeStateChanges();
    }

    void forgetStatements() {
        run.commands().forgetStatements();
    }

    void changeUser(HandshakeResponse response) {
        login.changeUser(response);
    }

    ConnectionRegistry.@Nullable ClientProcess process(long nowNanos) {
        SqlDatabase.Account who = account;
        SqlSession current = session;
        return who == null || current == null ? null : run.process(client, who, current, nowNanos);
    }
}
