package io.daybreak.server;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.server.admin.AdminListener;
import io.daybreak.server.api.RunningServer;
import io.daybreak.server.api.ServerConfig;
import io.daybreak.server.net.MySqlListener;
import io.daybreak.sql.api.SqlDatabase;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Starts servers. */
public final class Servers {
    private Servers() {}

    /**
     * Opens the client port and the admin port. Closing the server closes neither database nor
     * engine.
     *
     * @param engine for health and metrics; null shows connections only
     * @throws IOException if a port is taken or not allowed
     */
    public static RunningServer start(
            ServerConfig config, SqlDatabase database, @Nullable StorageEngine engine)
            throws IOException {
        MySqlListener clients = MySqlListener.open(config, database);
        AdminListener admin = null;
        if (config.adminPort() >= 0) {
            try {
                admin = AdminListener.open(config, clients, engine);
            } catch (IOException | RuntimeException e) {
                clients.close();
                throw e;
            }
        }
        return new Running(clients, admin);
    }

    private static final class Running implements RunningServer {
        private final MySqlListener clients;
        private final @Nullable AdminListener admin;
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();

        Running(MySqlListener clients, @Nullable AdminListener admin) {
            this.clients = clients;
            this.admin = admin;
        }

        @Override
        public int port() {
            return clients.port();
        }

        @Override
        public int adminPort() {
            return admin == null ? -1 : admin.port();
        }

        @Override
        public String transport() {
            return clients.transport();
        }

        @Override
        public CompletionStage<Void> stopped() {
            return stopped;
        }

        @Override
        public void close() {
            if (admin != null) {
                admin.close();
            }
            clients.close();
            stopped.complete(null);
        }
    }
}
