package io.daybreak.server.admin;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.server.api.ServerConfig;
import io.daybreak.server.net.MySqlListener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers health and metrics over HTTP. Thread-safe. */
public final class AdminListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminListener.class);
    private static final int REQUEST_MAX = 16 * 1024;
    private static final int READ_TIMEOUT_SECONDS = 30;

    /** The first statements need the processors more. */
    private static final long METRICS_MILLIS = 2_000;

    private final Channel listener;

    private AdminListener(Channel listener) {
        this.listener = listener;
    }

    public static AdminListener open(
            ServerConfig config, MySqlListener clients, @Nullable StorageEngine engine)
            throws IOException {
        LaterMetrics metrics = new LaterMetrics(clients, engine);
        clients.loops()
                .next()
                .schedule(
                        () -> {
                            Thread.ofPlatform()
                                    .daemon()
                                    .name("daybreak-metrics")
                                    .start(metrics::metrics);
                        },
                        METRICS_MILLIS,
                        TimeUnit.MILLISECONDS);
        var bound =
                new ServerBootstrap()
                        .group(clients.loops())
                        .channel(clients.serverChannel())
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new ReadTimeoutHandler(
                                                                READ_TIMEOUT_SECONDS),
                                                        new HttpServerCodec(),
                                                        new HttpObjectAggregator(REQUEST_MAX),
                                                        new Handler(clients, engine, metrics));
                                    }
                                })
                        .bind(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), config.adminPort()))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "admin port " + config.adminPort() + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        return new AdminListener(bound.channel());
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
    }

    /**
     * Metrics are made when somebody asks for them, or when the start is long over. Thread-safe.
     */
    private static final class LaterMetrics {
        private final MySqlListener clients;
        private final @Nullable StorageEngine engine;
        private @Nullable Metrics made;

        LaterMetrics(MySqlListener clients, @Nullable StorageEngine engine) {
            this.clients = clients;
            this.engine = engine;
        }

        synchronized Metrics metrics() {
            Metrics metrics = made;
            if (metrics == null) {
                metrics = new Metrics(clients, engine);
                made = metrics;
            }
            return metrics;
        }
    }

    private static final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final MySqlListener clients;
        private final @Nullable StorageEngine engine;
        private final LaterMetrics metrics;

        Handler(MySqlListener clients, @Nullable StorageEngine engine, LaterMetrics metrics) {
            this.clients = clients;
            this.engine = engine;
            this.metrics = metrics;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            String path = request.uri().split("\\?", 2)[0];
            boolean get = request.method().equals(HttpMethod.GET);
            Thread.ofVirtual()
                    .name("admin")
                    .start(() -> {
                        try {
                            answer(ctx, get, path);
                        } catch (RuntimeException e) {
                            LOG.error("admin request failed", e);
                            send(
                                    ctx,
                                    HttpResponseStatus.INTERNAL_SERVER_ERROR,
                                    "text/plain",
                                    "internal error, see the log\n");
                        }
                    });
        }

        private void answer(ChannelHandlerContext ctx, boolean get, String path) {
            if (!get) {
                send(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED, "text/plain", "only GET\n");
                return;
            }
            switch (path) {
                case "/health", "/status" ->
                        send(ctx, HttpResponseStatus.OK, "application/json", health());
                case "/status.txt" ->
                        send(ctx, HttpResponseStatus.OK, "text/plain; charset=utf-8", status());
                case "/metrics" ->
                        send(
                                ctx,
                                HttpResponseStatus.OK,
                                "text/plain; version=0.0.4; charset=utf-8",
                                metrics.metrics().scrape());
                default ->
                        send(
                                ctx,
                                HttpResponseStatus.NOT_FOUND,
                                "text/plain",
                                "there are /health, /status, /status.txt and /metrics\n");
            }
        }

        private String health() {
            Map<String, Long> status = clients.registry().statusVariables();
            StringBuilder json = new StringBuilder(512);
            json.append("{\"status\":\"ready\",\"port\":").append(clients.port());
            json.append(",\"uptimeSeconds\":").append(status.get("Uptime"));
            json.append(",\"connections\":").append(status.get("Threads_connected"));
            if (engine != null) {
                json.append(",\"volume\":").append(StatusPage.json(engine.volume()));
            }
            return json.append("}\n").toString();
        }

        private String status() {
            String head =
                    String.format(
                            Locale.ROOT,
                            "ready on port %d, %d connections%n",
                            clients.port(),
                            clients.registry().statusVariables().get("Threads_connected"));
            return engine == null ? head : head + StatusPage.text(engine.volume());
        }

        private static void send(
                ChannelHandlerContext ctx, HttpResponseStatus status, String type, String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            var response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, type)
                    .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                    .set(HttpHeaderNames.CONNECTION, "close");
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("admin connection ends: {}", cause.getMessage());
            ctx.close();
        }
    }
}
