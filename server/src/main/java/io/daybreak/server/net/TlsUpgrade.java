package io.daybreak.server.net;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts TLS in front of a connection that asked for it, as soon as the server's certificate is
 * there; the first client may come before it is made.
 *
 * @param stillWanted whether the connection still waits for it
 * @param rest takes what has come since the request: the handshake's beginning
 * @param cipher is told the cipher suite when the handshake is done
 * @param done is called when the handler is in its place
 */
record TlsUpgrade(
        Channel channel,
        ConnectionHub hub,
        BooleanSupplier stillWanted,
        Supplier<byte[]> rest,
        Consumer<String> cipher,
        Runnable done) {
    private static final Logger LOG = LoggerFactory.getLogger(TlsUpgrade.class);

    /** Event loop; everything happens there. */
    void start() {
        hub.identity().whenCompleteAsync(this::arrived, channel.eventLoop());
    }

    private void arrived(@Nullable ServerIdentity identity, @Nullable Throwable failure) {
        if (!stillWanted.getAsBoolean()) {
            return;
        }
        if (identity == null) {
            LOG.error("no TLS: cannot make or read the certificate", failure);
            channel.close();
            return;
        }
        SslHandler handler = identity.sslContext().newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(hub.connectTimeoutMillis());
        byte[] begun = rest.get();
        channel.pipeline().addFirst(handler);
        handler.handshakeFuture()
                .addListener(handshake -> {
                    if (handshake.isSuccess()) {
                        hub.counters().tlsAccepts.increment();
                        cipher.accept(handler.engine().getSession().getCipherSuite());
                    }
                });
        if (begun.length > 0) {
            channel.pipeline().fireChannelRead(channel.alloc().buffer().writeBytes(begun));
            channel.pipeline().fireChannelReadComplete();
        }
        done.run();
    }
}
