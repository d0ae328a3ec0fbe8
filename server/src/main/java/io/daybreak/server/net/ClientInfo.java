package io.daybreak.server.net;

import io.daybreak.server.wire.Capability;
import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.SqlDatabase;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * What is known of the client of a connection. Written on the event loop while nobody else knows
 * the connection's session, read by the threads of its commands afterwards; address, registry and
 * TLS cipher by any thread.
 */
final class ClientInfo implements SqlDatabase.ConnectionInfo {
    private final long id;
    private final Channel channel;
    private final ConnectionRegistry registry;
    private final Runnable disconnect;
    private int capabilities;
    private Map<String, String> attributes = Map.of();
    private boolean tls;
    private volatile String tlsCipher = "";

    ClientInfo(long id, Channel channel, ConnectionRegistry registry, Runnable disconnect) {
        this.id = id;
        this.channel = channel;
        this.registry = registry;
        this.disconnect = disconnect;
    }

    // ---- what the handshake tells

    void capabilities(int flags) {
        capabilities = flags;
    }

    void attributes(Map<String, String> told) {
        attributes = Map.copyOf(told);
    }

    void startTls() {
        tls = true;
    }

    void tlsCipher(String cipher) {
        tlsCipher = cipher;
    }

    // ---- what the protocol depends on

    int capabilities() {
        return capabilities;
    }

    private boolean can(int capability) {
        return (capabilities & capability) != 0;
    }

    boolean deprecatesEof() {
        return can(Capability.DEPRECATE_EOF);
    }

    /** Whether counts of columns are preceded by a byte that says that definitions follow. */
    boolean metadataPrefix() {
        return can(Capability.OPTIONAL_RESULTSET_METADATA);
    }

    boolean isTls() {
        return tls;
    }

    // ---- what sessions ask

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
        return can(Capability.FOUND_ROWS);
    }

    @Override
    public boolean interactive() {
        return can(Capability.INTERACTIVE);
    }

    @Override
    public boolean localFiles() {
        return can(Capability.LOCAL_FILES);
    }

    @Override
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public ConnectionRegistry registry() {
        return registry;
    }

    @Override
    public void disconnect() {
        disconnect.run();
    }
}
