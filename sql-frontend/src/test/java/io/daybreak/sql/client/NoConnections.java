package io.daybreak.sql.client;

import io.daybreak.sql.api.ConnectionRegistry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections of a server that has none. */
public enum NoConnections implements ConnectionRegistry {
    INSTANCE;

    @Override
    public List<ClientProcess> processes() {
        return List.of();
    }

    @Override
    public @Nullable ClientProcess process(long id) {
        return null;
    }

    @Override
    public boolean killQuery(long id) {
        return false;
    }

    @Override
    public boolean killConnection(long id) {
        return false;
    }

    @Override
    public void flushHosts() {
        // No host is remembered.
    }

    @Override
    public void reservePreparedStatement() {
        // There may be any number.
    }

    @Override
    public void releasePreparedStatements(int count) {
        // Nothing counts them.
    }

    @Override
    public Map<String, Long> statusVariables() {
        return Map.of();
    }
}
