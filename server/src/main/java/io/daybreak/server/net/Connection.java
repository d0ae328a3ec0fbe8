package io.daybreak.server.net;

import io.daybreak.server.wire.Answers;
import io.daybreak.server.wire.Capability;
import io.daybreak.server.wire.Command;
import io.daybreak.server.wire.HandshakeResponse;
import io.daybreak.server.wire.MalformedPacketException;
import io.daybreak.server.wire.PacketBuffer;
import io.daybreak.server.wire.PacketWriter;
import io.daybreak.server.wire.PayloadReader;
import io.daybreak.server.wire.StatusFlag;
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
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
 * go to {@link Authentication}. READY: the next packet is a command. RUNNING: a command runs on a
 * virtual thread or waits for its commit; packets wait in the buffer. LOCAL_FILE: packets are
 * pieces of a file. DRAINING: an error was sent that ends the connection; input is thrown away, so
 * that the client can read the error before the socket closes.
 *
 * <p>Threads: fields belong to the event loop, except those marked otherwise; session and writer
 * belong to the virtual thread while it runs a command.
 */
final class Connection extends ChannelInboundHandlerAdapter implements SqlDatabase.ConnectionInfo {
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
    private final CommitArrivals arrivals;
    private final PacketBuffer in = new PacketBuffer();
    private final PacketWriter out;
    private final OutputGate gate;
    private final LateAnswer lateAnswer = new LateAnswer();
    private final CommandSink sink;
    private final Commands commands;
    private final PayloadReader reader = new PayloadReader();
    private final byte[] challenge = Scramble.challenge();
    private final Runnable processTask = this::process;
    private final Runnable commitTask = this::commitArrivedOnLoop;

    private Phase phase = Phase.GREETED;
    private int expectedSequence = 1;
    private int capabilities;
    private Map<String, String> attributes = Map.of();
    private @Nullable Authentication authentication;
    private boolean tls;

    /** TLS was asked for and waits for the certificate. */
    private boolean tlsPending;

    private boolean counted;
    private boolean lingers;

    /** The account whose connections this one is counted among. */
    private @Nullable String countedFor;

    private boolean processing;
    private long packetMax = LOGIN_PACKET_MAX;

    /** What the command's thread returned, while its commit's OK is awaited. */
    private boolean commitAwaited;

    private boolean commitArrived;
    private long idleSinceNanos = System.nanoTime();
    private long idleLimitSeconds = -1;

    /** When bytes came last. */
    private long lastReadNanos = System.nanoTime();

    private long authenticatingSinceNanos = System.nanoTime();
    // Any thread reads these.
    private volatile @Nullable SqlSession session;
    private volatile SqlDatabase.@Nullable Account account;
    private volatile String tlsCipher = "";
    private volatile int command = Command.SLEEP;
    private volatile long commandSinceNanos = System.nanoTime();
    private volatile byte @Nullable [] statementText;
    private volatile boolean killed;
    private volatile @Nullable LocalFile localFile;

    Connection(ConnectionHub hub, long id, Channel channel) {
        this.hub = hub;
        this.id = id;
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.arrivals = hub.arrivals(loop);
        this.out = new PacketWriter(channel.alloc());
        this.gate = new OutputGate(channel);
        this.sink = new CommandSink(this, out);
        this.commands = new Commands(this, hub, sink, out);
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
        out.sequence(0);
        HandshakeResponse.writeGreeting(out, hub.version(), id, challenge, StatusFlag.AUTOCOMMIT);
        flush();
    }

    /** One packet and the end: who is refused holds nothing of the server. */
    private void refuse(SqlException error) {
        hub.counters().abortedConnects.increment();
        hub.log().info("connection {} from {} refused: {}", id, clientHost(), error.getMessage());
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
            hub.hosts().connectError(clientHost());
        }
        if (before == Phase.RUNNING || before == Phase.LOCAL_FILE) {
            hub.log().info("connection {} lost while a statement ran", id);
            hub.counters().abortedClients.increment();
            stopStatement();
            // The session ends when the command's thread, or its commit, comes back.
        } else if (before != Phase.AUTHENTICATING
                || authentication == null
                || authentication.isWaiting()) {
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
    private void process() {
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
            flush();
        }
        readOrNot();
    }

    private boolean acceptsPackets() {
        return switch (phase) {
            case GREETED -> !tlsPending;
            case AUTHENTICATING -> authentication != null && authentication.isWaiting();
            case READY -> channel.isWritable();
            case LOCAL_FILE -> localFile != null && localFile.hasRoom();
            case RUNNING, DRAINING, CLOSED -> false;
        };
    }

    private void readOrNot() {
        boolean wait =
                switch (phase) {
                    case RUNNING, LOCAL_FILE, AUTHENTICATING ->
                            in.buffered() > PENDING_MAX && !acceptsPackets();
                    case READY -> in.buffered() > PENDING_MAX && !channel.isWritable();
                    case GREETED -> tlsPending;
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
                handshake();
            }
            case AUTHENTICATING -> {
                out.sequence(next);
                authenticationPacket();
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

    private void handshake() {
        try {
            int flags = HandshakeResponse.capabilities(reader);
            if (!tls
                    && (flags & Capability.SSL) != 0
                    && in.payloadLength() == HandshakeResponse.TLS_REQUEST_LENGTH) {
                startTls();
                return;
            }
            capabilities = flags;
            HandshakeResponse response = HandshakeResponse.read(reader, flags);
            in.release();
            attributes = Map.copyOf(response.attributes());
            phase = Phase.AUTHENTICATING;
            authenticate(response, false);
        } catch (MalformedPacketException e) {
            hub.log()
                    .info(
                            "connection {} from {}: bad handshake: {}",
                            id,
                            clientHost(),
                            e.getMessage());
            capabilities |= Capability.PROTOCOL_41;
            fatal(new SqlException(MySqlError.ER_HANDSHAKE_ERROR));
        }
    }

    private void startTls() {
        in.release();
        tls = true;
        tlsPending = true;
        new TlsUpgrade(
                        channel,
                        hub,
                        () -> phase == Phase.GREETED,
                        in::takeRest,
                        cipher -> tlsCipher = cipher,
                        this::tlsInPlace)
                .start();
    }

    private void tlsInPlace() {
        tlsPending = false;
        readOrNot();
    }

    // ---- authentication

    void authenticate(HandshakeResponse response, boolean changeUser) {
        phase = Phase.AUTHENTICATING;
        authenticatingSinceNanos = System.nanoTime();
        Authentication started = new Authentication(this, hub, challenge, response, changeUser);
        authentication = started;
        started.start();
    }

    /** COM_CHANGE_USER; always with a new challenge, so the response in the packet is not used. */
    void changeUser(HandshakeResponse response) {
        attributes = Map.copyOf(response.attributes());
        authenticate(response, true);
    }

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

    private void stopCounting() {
        String before = countedFor;
        countedFor = null;
        if (before != null) {
            hub.leave(before);
        }
    }

    void forgetStatements() {
        commands.forgetStatements();
    }

    private void authenticationPacket() {
        Authentication current = authentication;
        if (current == null) {
            throw new IllegalStateException("no authentication under way");
        }
        byte[] payload = reader.readRest();
        in.release();
        current.packet(payload);
    }

    /** Runs what may wait on a virtual thread; {@code then} afterwards on the event loop. */
    <T> void offLoop(java.util.concurrent.Callable<T> work, java.util.function.Consumer<T> then) {
        hub.startVirtual(
                id,
                () -> {
                    T result;
                    try {
                        result = work.call();
                    } catch (Throwable e) {
                        loop.execute(() -> exceptionOffLoop(e));
                        return;
                    }
                    loop.execute(() -> {
                        if (phase == Phase.AUTHENTICATING) {
                            then.accept(result);
                            process();
                        } else {
                            lateLogin(result);
                        }
                    });
                });
    }

    /** The client went away while its login was under way. */
    private void lateLogin(@Nullable Object result) {
        if (session == null && result instanceof SqlSession opened) {
            session = opened;
        }
        if (phase == Phase.CLOSED) {
            end();
        }
    }

    private void exceptionOffLoop(Throwable e) {
        if (e instanceof SqlException error) {
            fatal(error);
        } else {
            LOG.error("connection {}: login failed", id, e);
            fatal(new SqlException(MySqlError.ER_UNKNOWN_ERROR, "Internal error, see the log"));
        }
    }

    void sendAuthentication(byte[] payload) {
        out.beginPacket();
        out.writeBytes(payload, 0, payload.length);
        out.endPacket();
        expectedSequence = out.sequence();
        flush();
    }

    /** After the login; the session is open. */
    void loggedIn(
            SqlDatabase.Account newAccount, SqlSession newSession, HandshakeResponse response) {
        account = newAccount;
        session = newSession;
        authentication = null;
        phase = Phase.READY;
        expectedSequence = 0;
        packetMax = hub.maxAllowedPacket();
        Answers.ok(
                out,
                capabilities,
                0,
                0,
                0,
                newSession.statusFlags(),
                0,
                "",
                newSession.takeStateChanges());
        flush();
        startCompression(response);
        idle();
    }

    private void startCompression(HandshakeResponse response) {
        boolean zlib = (capabilities & Capability.COMPRESS) != 0;
        boolean zstd = (capabilities & Capability.ZSTD_COMPRESSION) != 0;
        if ((zlib || zstd) && channel.pipeline().get(Compression.class) == null) {
            Compression codec = new Compression(zstd && !zlib, response.zstdLevel());
            channel.pipeline().addBefore("connection", "compression", codec);
        }
    }

    // ---- commands

    private void runCommand() {
        int code = in.payloadLength() == 0 ? Command.SLEEP : reader.readByte();
        hub.counters().commands.increment();
        command = code;
        commandSinceNanos = System.nanoTime();
        gate.begin();
        idleLimitSeconds = -1;
        phase = Phase.RUNNING;
        commitAwaited = false;
        commitArrived = false;
        if (killed) {
            fatal(new SqlException(MySqlError.ER_QUERY_INTERRUPTED));
            return;
        }
        commands.start(code, reader);
    }

    /** The text that runs, for PROCESSLIST; only for statements that left the event loop. */
    void statementText(byte @Nullable [] text) {
        statementText = text;
    }

    /** On the event loop: the command's answer is written, or awaits its commit. */
    void commandReturned(SqlSession.Progress progress) {
        if (progress == SqlSession.Progress.COMMITTING && !sink.isAnswered()) {
            hub.counters().commitsAwaited.increment();
            commitAwaited = true;
            if (!commitArrived) {
                flush();
                return;
            }
        }
        finishCommand();
    }

    /** On the event loop, or on the thread of a command that has not returned. */
    boolean awaitsCommit() {
        return commitAwaited;
    }

    private void finishCommand() {
        boolean late = commitAwaited;
        commitAwaited = false;
        if (late) {
            lateAnswer.writeTo(sink);
        }
        in.release();
        if (phase == Phase.CLOSED) {
            end();
            return;
        }
        phase = Phase.READY;
        expectedSequence = 0;
        if (killed) {
            flush();
            channel.writeAndFlush(channel.alloc().buffer(0))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        idle();
        process();
    }

    private void idle() {
        command = Command.SLEEP;
        statementText = null;
        idleSinceNanos = System.nanoTime();
        commandSinceNanos = idleSinceNanos;
    }

    /** What the answer to a commit will be; {@link #commitArrived} follows on the same thread. */
    LateAnswer lateAnswer() {
        return lateAnswer;
    }

    /** The commit is durable or failed: from the volume's completion thread. */
    void commitArrived() {
        arrivals.arrived(commitTask);
    }

    private void commitArrivedOnLoop() {
        commitArrived = true;
        if (commitAwaited) {
            finishCommand();
        }
    }

    /** Runs a command on a virtual thread. */
    void runOnThread(java.util.function.Supplier<SqlSession.Progress> work) {
        flush();
        hub.counters().ranOnThread.increment();
        hub.startVirtual(
                id,
                () -> {
                    SqlSession.Progress progress = commands.guarded(work);
                    loop.execute(() -> {
                        if (phase == Phase.LOCAL_FILE) {
                            phase = Phase.RUNNING;
                        }
                        commandReturned(progress);
                    });
                });
    }

    // ---- LOAD DATA LOCAL

    void requestLocalFile(String name, LocalFileReader target)
            throws SqlException, InterruptedException {
        if ((capabilities & Capability.LOCAL_FILES) == 0) {
            throw new SqlException(MySqlError.ER_CLIENT_LOCAL_FILES_DISABLED);
        }
        LocalFile file = new LocalFile();
        localFile = file;
        out.beginPacket();
        out.writeByte(0xfb);
        out.writeText(name);
        out.endPacket();
        int sequence = out.sequence();
        ByteBuf request = out.take();
        loop.execute(() -> {
            if (phase == Phase.CLOSED) {
                file.abort();
                if (request != null) {
                    request.release();
                }
                return;
            }
            in.release();
            phase = Phase.LOCAL_FILE;
            expectedSequence = sequence;
            if (request != null) {
                hub.counters().bytesSent.add(request.readableBytes());
                channel.writeAndFlush(request, channel.voidPromise());
            }
            process();
        });
        try {
            file.copyTo(target, hub.netReadTimeoutMillis(), () -> loop.execute(processTask));
        } finally {
            localFile = null;
        }
    }

    private void filePiece(int nextSequence) {
        byte[] piece = reader.readRest();
        in.release();
        expectedSequence = nextSequence;
        LocalFile file = localFile;
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

    // ---- output

    /** Event loop. */
    private void flush() {
        ByteBuf full = out.take();
        if (full != null) {
            hub.counters().bytesSent.add(full.readableBytes());
            channel.writeAndFlush(full, channel.voidPromise());
        }
    }

    /** The command's thread. */
    void flushFromRunner() {
        flush();
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
            hub.log().info("connection {}: the client does not read its result", id);
            hub.counters().abortedClients.increment();
            gate.shut();
            channel.close();
            throw new InterruptedException("the client does not read");
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
            hub.hosts().connectError(clientHost());
        }
        hub.log()
                .info(
                        "connection {} from {} ends: {}",
                        id,
                        clientHost(),
                        ClientLog.shown(String.valueOf(error.getMessage())));
        in.discard();
        phase = Phase.DRAINING;
        // Whoever comes next need not wait until this client has hung up.
        stopCounting();
        hub.giveUp(counted);
        counted = false;
        lingers = hub.mayLinger();
        Answers.error(out, capabilities | Capability.PROTOCOL_41, error);
        ByteBuf full = out.take();
        if (full != null) {
            channel.writeAndFlush(full)
                    .addListener(_ -> {
                        if (!tls && lingers && channel instanceof DuplexChannel duplex) {
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
        LocalFile file = localFile;
        if (file != null) {
            file.abort();
        }
    }

    /** Event loop, once, when no command runs any more: the session ends. */
    private void end() {
        in.discard();
        out.release();
        hub.forget(this);
        hub.giveUp(counted);
        hub.lingered(lingers);
        stopCounting();
        counted = false;
        lingers = false;
        SqlSession ended = session;
        session = null;
        commands.end(ended);
    }

    /** Event loop, about once a second. */
    void checkTimeouts(long nowNanos) {
        long idleSeconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - idleSinceNanos);
        switch (phase) {
            case GREETED, AUTHENTICATING -> {
                long since = phase == Phase.GREETED ? idleSinceNanos : authenticatingSinceNanos;
                if ((session == null || authentication != null && authentication.isWaiting())
                        && nowNanos - since
                                > TimeUnit.MILLISECONDS.toNanos(hub.connectTimeoutMillis())) {
                    hub.log().info("connection {} from {}: no login in time", id, clientHost());
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
        if (command != Command.SLEEP) {
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

    // ---- what others ask

    int capabilities() {
        return capabilities;
    }

    boolean deprecatesEof() {
        return (capabilities & Capability.DEPRECATE_EOF) != 0;
    }

    /** Whether counts of columns are preceded by a byte that says that definitions follow. */
    boolean metadataPrefix() {
        return (capabilities & Capability.OPTIONAL_RESULTSET_METADATA) != 0;
    }

    boolean sendsMetadata() {
        return !metadataPrefix() || !"NONE".equals(currentSession().variable("resultset_metadata"));
    }

    int resultCollation() {
        return currentSession().resultCollation();
    }

    int statusFlags() {
        return currentSession().statusFlags();
    }

    List<SqlSession.StateChange> takeStateChanges() {
        SqlSession current = session;
        return current == null ? List.of() : current.takeStateChanges();
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

    ServerCounters counters() {
        return hub.counters();
    }

    PacketBuffer input() {
        return in;
    }

    boolean isTls() {
        return tls;
    }

    boolean isGone() {
        return gate.isShut() || phase == Phase.CLOSED || phase == Phase.DRAINING;
    }

    EventLoop loop() {
        return loop;
    }

    ConnectionRegistry.@Nullable ClientProcess process(long nowNanos) {
        SqlDatabase.Account who = account;
        SqlSession current = session;
        if (who == null || current == null) {
            return null;
        }
        int running = command;
        byte[] text = statementText;
        return new ConnectionRegistry.ClientProcess(
                id,
                who.user(),
                clientHost() + ":" + clientPort(),
                current.schema(),
                Command.nameOf(running),
                Math.max(0, TimeUnit.NANOSECONDS.toSeconds(nowNanos - commandSinceNanos)),
                running == Command.SLEEP ? "" : commitAwaited ? "waiting for commit" : "executing",
                text == null ? null : new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String clientHost() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                        && address.getAddress() != null
                ? address.getAddress().isLoopbackAddress()
                        ? "localhost"
                        : address.getAddress().getHostAddress()
                : "localhost";
    }

    @Override
    public int clientPort() {
        return channel.remoteAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
    }

    @Override
    public String tlsCipher() {
        return tlsCipher;
    }

    @Override
    public boolean foundRows() {
        return (capabilities & Capability.FOUND_ROWS) != 0;
    }

    @Override
    public boolean interactive() {
        return (capabilities & Capability.INTERACTIVE) != 0;
    }

    @Override
    public boolean localFiles() {
        return (capabilities & Capability.LOCAL_FILES) != 0;
    }

    @Override
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public ConnectionRegistry registry() {
        return hub;
    }

    @Override
    public void disconnect() {
        killed = true;
        stopStatement();
        loop.execute(() -> {
            if (phase != Phase.RUNNING && phase != Phase.LOCAL_FILE) {
                channel.close();
            }
        });
    }
}
