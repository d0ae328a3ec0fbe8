package io.daybreak.benchmarks;

import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.SqlDatabase;
import java.util.Map;

/** A session's connection where there is none. */
final class NoConnection implements SqlDatabase.ConnectionInfo {
    @Override
    public long id() {
        return 1;
    }

    @Override
    public String clientHost() {
        return "localhost";
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
    public boolean localFiles() {
        return false;
    }

    @Override
    public Map<String, String> attributes() {
        return Map.of();
    }

    @Override
    public ConnectionRegistry registry() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void disconnect() {}
}
