package io.daybreak.server.net;

import io.daybreak.server.api.ServerConfig;
import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.SqlDatabase;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for MySQL clients. Thread-safe. One event loop per core; the same loops serve the admin
 * port.
 */
public final class MySqlListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MySqlListener.class);

    private static final int BACKLOG = 151;
    private static final int WRITE_LOW = 64 * 1024;
    private static final int WRITE_HIGH = 256 * 1024;
    private static final long STOP_MILLIS = 10_000;

    /** The first statements need the processors more. */
    private static final long IDENTITY_MILLIS = 2_000;

    private final ConnectionHub hub;
    private final Transport transport;
    private final EventLoopGroup loops;
    private final Channel listener;

    private MySqlListener(
            ConnectionHub hub, Transport transport, EventLoopGroup loops, Channel listener) {
        this.hub = hub;
        this.transport = transport;
        this.loops = loops;
        this.listener = listener;
    }

    /** Opens the port. An IOException says that it is taken or not allowed. */
    public static MySqlListener open(ServerConfig config, SqlDatabase database) throws IOException {
        ConnectionHub hub = new ConnectionHub(config, database);
        Transport transport = Transport.choose(config.transport());
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(
                        Math.max(2, Runtime.getRuntime().availableProcessors()),
                        new DefaultThreadFactory("daybreak-loop", true),
                        transport.handlerFactory());
        try {
            Channel listener = bind(config, hub, transport, loops);
            MySqlListener opened = new MySqlListener(hub, transport, loops, listener);
            opened.watchTimeouts();
            loops.next().schedule(hub::identity, IDENTITY_MILLIS, TimeUnit.MILLISECONDS);
            return opened;
        } catch (IOException | RuntimeException e) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw e;
        }
    }

    private static Channel bind(
            ServerConfig config, ConnectionHub hub, Transport transport, EventLoopGroup loops)
            throws IOException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(transport.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(WRITE_LOW, WRITE_HIGH))
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast("connection", hub.create(channel));
                                    }
                                });
        var bound = bootstrap.bind(new InetSocketAddress(config.bind(), config.port()));
        bound.awaitUninterruptibly();
        if (!bound.isSuccess()) {
            Throwable cause = bound.cause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        }
        return bound.channel();
    }

    private void watchTimeouts() {
        for (var executor : loops) {
            executor.scheduleWithFixedDelay(
                    () -> {
                        long now = System.nanoTime();
                        for (Connection connection : hub.all()) {
                            if (executor.equals(connection.loop())) {
                                connection.checkTimeouts(now);
                            }
                        }
                    },
                    1,
                    1,
                    TimeUnit.SECONDS);
        }
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public String transport() {
        return transport.label();
    }

    public EventLoopGroup loops() {
        return loops;
    }

    public ConnectionRegistry registry() {
        return hub;
    }

    public ServerCounters counters() {
        return hub.counters();
    }

    /** The class for further listening sockets on the same loops. */
    public Class<? extends io.netty.channel.ServerChannel> serverChannel() {
        return transport.serverChannel();
    }

    /** Ends running statements and closes all connections. Blocks for at most ten seconds. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        hub.stop();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        try {
            while (hub.open() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // Whoever waits for us is in a hurry.
        }
        if (hub.open() > 0) {
            LOG.warn("{} connections did not end in time", hub.open());
        }
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
