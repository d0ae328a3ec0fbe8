package io.daybreak.sql.client;

import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.SqlDatabase;
import java.util.Map;

/** A session's connection without a socket. */
public record TestConnection(
        long id, String clientHost, boolean localFiles, ConnectionRegistry registry)
        implements SqlDatabase.ConnectionInfo {
    public TestConnection(long id) {
        this(id, "localhost", false, NoConnections.INSTANCE);
    }

    @Override
    public int clientPort() {
        return 1;
    }

    @Override
    public String tlsCipher() {
        return "";
    }

    @Override
    public boolean foundRows() {
        return false;
    }

    @Override
    public boolean interactive() {
        return false;
    }

    @Override
    public Map<String, String> attributes() {
        return Map.of();
    }

    @Override
    public void disconnect() {
        // There is nothing to close.
    }
}
